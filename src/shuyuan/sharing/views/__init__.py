"""Pages of sharing: HTTP in, one service call, HTTP out."""
