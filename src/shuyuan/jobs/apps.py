"""The room as a Django application."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class JobsConfig(AppConfig):
    """Jobs and schedules."""

    name = "shuyuan.jobs"
    label = "jobs"

    def ready(self) -> None:
        """Import every room's `tasks.py`, which registers its handlers and schedules."""
        autodiscover_modules("tasks")
