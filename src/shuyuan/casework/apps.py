"""The room as a Django application."""

from django.apps import AppConfig


class CaseworkConfig(AppConfig):
    """Inbox, deadlines and the working calendar."""

    name = "shuyuan.casework"
    label = "casework"
