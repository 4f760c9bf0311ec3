"""The room as a Django application."""

from importlib import import_module

from django.apps import AppConfig


class UpkeepConfig(AppConfig):
    """What keeps the catalog alive: clocks, dead entries, scores, followers."""

    name = "shuyuan.upkeep"
    label = "upkeep"

    def ready(self) -> None:
        """Make the job handlers, the tab of the entry page and the word to followers known."""
        import_module("shuyuan.upkeep.tasks")
        import_module("shuyuan.upkeep.entry_page").register()
