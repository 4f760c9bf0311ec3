"""The data interface: authenticate, check the grant, read by key, record, answer with a receipt.

A process of its own, without Django, that can stand in another network zone: it opens the online store and
its key files, nothing else. Carries jz-data-2020/17.1.4 (identity and authorization at every use), 22.2
(data API and online
query), 25.1 (granted purpose) and 29.1 (every use can be followed).
"""
