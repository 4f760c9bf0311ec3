"""Government IT projects: filing, review, approvals, procurement, change, acceptance, evaluation, funds.

Carries jz-project-2020. So far the decisions only; the procedures come in a later release.
"""
