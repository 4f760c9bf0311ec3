"""Pages of money: HTTP in, one service call, HTTP out."""
