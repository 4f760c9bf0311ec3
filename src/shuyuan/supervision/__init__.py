"""Assessment, inspections, orders, sanctions, audits and the liability record.

Carries jz-data-2020/33 to 36 and jz-project-2020/30 to 33.
"""
