"""Pages of the data elements: HTTP in, one service call, HTTP out."""
