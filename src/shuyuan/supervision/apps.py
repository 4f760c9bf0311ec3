"""The room as a Django application."""

from django.apps import AppConfig


class SupervisionConfig(AppConfig):
    """Inspections, orders, sanctions, audits and the liability record."""

    name = "shuyuan.supervision"
    label = "supervision"
