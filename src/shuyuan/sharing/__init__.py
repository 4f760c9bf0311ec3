"""Sharing: machine clients, requests, grants, the online query, receipts.

Carries who may get what (jz-data-2020/19.1, 19.2), for which stated purpose (jz-data-2020/22.1, 25), through
which exchange modes (jz-data-2020/22.2), free of charge (jz-data-2020/17.1.2), and how a grant ends.
"""
