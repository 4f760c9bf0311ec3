"""Years of IT projects, lived through the services by invented people: every gate and hold is met on the way.

`simulation.simulate` runs it. The same seed gives the same years. What happens to one project is a generator
that gives the day of its next step; the clock wakes it then.
"""
