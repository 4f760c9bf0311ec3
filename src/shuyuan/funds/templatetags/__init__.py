"""Template tags of funds."""
