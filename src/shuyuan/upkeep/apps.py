"""The room as a Django application."""

from django.apps import AppConfig


class UpkeepConfig(AppConfig):
    """What keeps the catalog alive: clocks, dead entries, scores, followers."""

    name = "shuyuan.upkeep"
    label = "upkeep"
