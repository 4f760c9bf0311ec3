"""The room as a Django application."""

from importlib import import_module

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    """Messages inside, by e-mail and by SMS, from an outbox; following; the daily digest."""

    name = "shuyuan.notices"
    label = "notices"

    def ready(self) -> None:
        """Make the job handlers known."""
        import_module("shuyuan.notices.tasks")
