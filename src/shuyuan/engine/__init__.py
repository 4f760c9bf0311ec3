"""The data plane: reading files, checking rows with SQL, the lake, the online store, masks, grant views.

Knows no Django. Rooms hand it the frozen records of `spec`; it hands back counts, versions and errors.
Carries the technical part of jz-data-2020/13 (cleansing and pools) and 22 (the four modes).
"""
