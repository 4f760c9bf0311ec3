"""Yearly catalog campaigns, county summaries, and the numbered editions of the master catalog."""
