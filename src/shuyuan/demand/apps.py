"""The room as a Django application."""

from django.apps import AppConfig


class DemandConfig(AppConfig):
    """The demand list: what departments need, matched to what exists."""

    name = "shuyuan.demand"
    label = "demand"
