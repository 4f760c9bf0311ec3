"""Base databases and theme databases, fused from the department pools.

Carries jz-data-2020/13.2, 13.3 and 19.1.3. So far one decision; the databases come in a later release.
"""
