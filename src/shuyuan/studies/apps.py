"""The room as a Django application."""

from importlib import import_module

from django.apps import AppConfig


class StudiesConfig(AppConfig):
    """The feasibility study as data: draft catalog, sharing, needed data, overlap."""

    name = "shuyuan.studies"
    label = "studies"

    def ready(self) -> None:
        """Tell projects and the catalog what studies judge, follow and show."""
        import_module("shuyuan.studies.project_page").register()
