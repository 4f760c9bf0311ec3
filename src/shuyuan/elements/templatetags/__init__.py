"""Template tags of the data elements."""
