"""The room as a Django application."""

from django.apps import AppConfig


class StudiesConfig(AppConfig):
    """The feasibility study as data: draft catalog, sharing, needed data, overlap."""

    name = "shuyuan.studies"
    label = "studies"
