"""The yearly plan with its filings, the compiled plans, and the project library."""
