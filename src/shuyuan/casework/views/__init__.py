"""Pages of casework: HTTP in, one service call, HTTP out."""
