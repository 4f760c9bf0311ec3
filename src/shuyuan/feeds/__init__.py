"""The catalog for other programs: DCAT, CKAN, Table Schema, change feed."""
