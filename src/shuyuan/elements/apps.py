"""The room as a Django application."""

from django.apps import AppConfig


class ElementsConfig(AppConfig):
    """Data elements and their one authoritative source (一数一源)."""

    name = "shuyuan.elements"
    label = "elements"
