"""Government IT projects: the project, its journal, the gates and the funding holds that follow from it.

Carries jz-project-2020 together with the rooms above: planning, studies, experts, approvals, delivery,
evaluation, funds, supervision and portfolio.
"""
