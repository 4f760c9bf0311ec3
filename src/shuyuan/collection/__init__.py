"""What departments send: batches that are kept as sent, checked, merged into their pools and published.

Carries the department pools (jz-data-2020/13.1), keys by valid numbers (12), full data and its
digests (22.1), and the provider's answer for what it sends (24).
"""
