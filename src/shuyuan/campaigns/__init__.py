"""Yearly catalog campaigns, county summaries, and the numbered editions of the master catalog.

Carries jz-data-2020 articles 8 (catalog lists of departments, county summaries, review, master catalog)
and 9 (responsibility lists): a campaign asks every department for its list, an edition freezes what was
reviewed, and each department gets the list of what it has to collect.
"""
