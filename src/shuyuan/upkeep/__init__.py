"""What keeps the catalog alive: clocks, dead entries, scores, followers.

Carries the clocks of jz-data-2020/10.1 from the change of law or functions to the updated catalog, and shows
what no longer lives up to jz-data-2020/7.1, 9.1, 13.1 and 15.1.
"""
