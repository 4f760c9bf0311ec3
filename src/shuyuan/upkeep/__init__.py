"""What keeps the catalog alive: clocks, dead entries, scores, followers."""
