"""What every room stands on: verdicts, gates, provisions, errors, working days, identifiers.

Standard library only; nothing here knows a database, a request or the clock.
"""
