"""Numbers that name persons, organizations, catalog entries and certificates, and how they are checked.

Every module has the same shape: `normalize` mends how people type, `fault` says what is wrong (or
None), `parse` takes the number apart or raises BadInput with the fault as its code. `fault` and
`parse` are strict: they do not normalize, so that SQL made from the same constants agrees with them.
"""
