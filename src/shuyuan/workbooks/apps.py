"""The room as a Django application."""

from django.apps import AppConfig


class WorkbooksConfig(AppConfig):
    """The catalog as spreadsheets, JSON and database schemas: in, out, and the dry run."""

    name = "shuyuan.workbooks"
    label = "workbooks"
