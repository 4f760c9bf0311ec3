"""Regions, departments, duties, people, posts and sign-in.

Carries who is responsible (jz-data-2020/5.2), the bureau and its oversight partners (jz-data-2020/5.1,
jz-project-2020/5 to 8) and the three separated administrators (jz-data-2020/27 and 28).
"""
