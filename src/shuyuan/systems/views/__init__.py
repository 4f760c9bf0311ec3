"""Pages of the system register and of moves."""
