"""Finding entries: the index, facets, suggestions, saved searches."""
