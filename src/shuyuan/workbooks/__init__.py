"""The catalog as spreadsheets, JSON and database schemas: in, out, and the dry run."""
