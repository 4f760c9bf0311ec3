"""The room as a Django application."""

from django.apps import AppConfig


class SharingConfig(AppConfig):
    """Requests, grants and clients."""

    name = "shuyuan.sharing"
    label = "sharing"
