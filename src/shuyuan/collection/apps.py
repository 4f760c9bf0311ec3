"""The room as a Django application."""

from importlib import import_module

from django.apps import AppConfig


class CollectionConfig(AppConfig):
    """Batches of departments."""

    name = "shuyuan.collection"
    label = "collection"

    def ready(self) -> None:
        """Make the job handlers and the catalog page's block known."""
        import_module("shuyuan.collection.tasks")
        import_module("shuyuan.collection.entry_page").register()
