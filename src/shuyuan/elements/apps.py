"""The room as a Django application."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ElementsConfig(AppConfig):
    """Data elements and their one authoritative source (一数一源)."""

    name = "shuyuan.elements"
    label = "elements"

    def ready(self) -> None:
        """Add a tab and a check to the catalog, follow its publications, and number the cases."""
        import_module("shuyuan.elements.catalog_hooks").register()
        register_number = import_module("shuyuan.papers.registry").register_number
        register_number("elements.conflict", _("Conflicts of sources"), "焦数源〔{year}〕{number}号")
