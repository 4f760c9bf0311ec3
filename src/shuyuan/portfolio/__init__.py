"""Pictures of all projects: stages, years, units, money, deadlines."""
