"""Money of projects: review of funds, budgets, payments, the desk of finance, the end of a year."""
