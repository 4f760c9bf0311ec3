"""The room as a Django application."""

from django.apps import AppConfig


class PapersConfig(AppConfig):
    """Attachments, numbers, and official papers in red-head layout."""

    name = "shuyuan.papers"
    label = "papers"
