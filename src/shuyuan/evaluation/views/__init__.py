"""Pages of upkeep plans and evaluations: HTTP in, one service call, HTTP out."""
