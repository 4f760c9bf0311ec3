"""Pages of studies: HTTP in, one service call, HTTP out."""
