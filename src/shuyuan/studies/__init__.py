"""The feasibility study as data: draft catalog, sharing, needed data, overlap."""
