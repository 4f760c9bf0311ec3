"""Pages of the catalog: HTTP in, one service call, HTTP out."""
