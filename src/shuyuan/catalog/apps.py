"""The room as a Django application."""

from importlib import import_module

from django.apps import AppConfig


class CatalogConfig(AppConfig):
    """Catalog entries, their items, versions and classes."""

    name = "shuyuan.catalog"
    label = "catalog"

    def ready(self) -> None:
        """The catalog's own checks stand beside those of the rooms above."""
        import_module("shuyuan.catalog.own_checks").register()
        import_module("shuyuan.catalog.attachments").register()
