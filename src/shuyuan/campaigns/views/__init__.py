"""Pages of campaigns: HTTP in, one service call, HTTP out."""
