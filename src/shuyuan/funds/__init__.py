"""Finance review, budgets, payments, and the desk on which held money stays."""
