"""The room as a Django application."""

from django.apps import AppConfig


class SystemsConfig(AppConfig):
    """The system register."""

    name = "shuyuan.systems"
    label = "systems"
