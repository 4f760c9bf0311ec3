"""The catalog of government data (目录): entries, items, versions, review and the computed lists.

Carries jz-data-2020 articles 7 to 10, 12 (keys of persons and organizations), 18, 21 and 22.1, and the
fields of the national compilation guide (发改高技〔2017〕1272号). Everything that the platform collects
and shares is an entry here first.
"""
