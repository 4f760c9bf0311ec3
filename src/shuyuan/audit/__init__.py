"""The append-only trail of every write, refusal and read, and its verification.

Carries the audit duties of jz-data-2020/25 and 29 (every use can be traced) and the record that the
third security level asks for: when, who, what, with which outcome.
"""
