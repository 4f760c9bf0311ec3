"""The room as a Django application."""

from django.apps import AppConfig


class PlanningConfig(AppConfig):
    """The yearly plan with its filings, the compiled plans, and the project library."""

    name = "shuyuan.planning"
    label = "planning"
