"""Pages of expert reviews: HTTP in, one service call, HTTP out."""
