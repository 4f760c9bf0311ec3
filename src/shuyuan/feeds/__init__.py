"""The catalog for other programs: DCAT 3, a CKAN-compatible read API, Table Schema, a feed of changes.

Without sign-in there is what departments marked as open to society, and of that the open items only. People
who are signed in and machine clients with a token of the gateway also see the sharing catalog
(jz-data-2020/21.1). Rows leave in one case alone: open items of open entries, shared without condition.
"""
