"""Pages of approvals: HTTP in, one service call, HTTP out."""
