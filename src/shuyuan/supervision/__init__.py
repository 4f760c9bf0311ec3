"""Assessment, violations, orders and sanctions.

Carries jz-data-2020/33 to 36 and jz-project-2020/31. So far the decisions only; the procedures come in a
later release.
"""
