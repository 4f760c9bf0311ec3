"""Template tags of the demand list."""
