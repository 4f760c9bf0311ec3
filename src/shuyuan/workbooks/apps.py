"""The room as a Django application."""

from importlib import import_module

from django.apps import AppConfig


class WorkbooksConfig(AppConfig):
    """The catalog as spreadsheets, JSON and database schemas: in, out, and the dry run."""

    name = "shuyuan.workbooks"
    label = "workbooks"

    def ready(self) -> None:
        """Offer the export on the lists of the catalog."""
        import_module("shuyuan.workbooks.listings").register()
