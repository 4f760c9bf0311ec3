"""Plans of upkeep and the evaluation after one year in operation."""
