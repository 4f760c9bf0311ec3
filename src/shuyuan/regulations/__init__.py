"""The law as data, and the reader of it.

One folder per instrument holds its articles in our own words, what each paragraph means for software,
its dated parameters and its worked cases. `context.LegalContext` is what every rule is given; nothing here
knows a database or a request, and only `context.legal_now` reads the clock. It lists, it does not decide.
"""
