"""SQL of the engine: fragments built as trees, check digits, and the locked-down DuckDB session."""
