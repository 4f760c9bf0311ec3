"""The room as a Django application."""

from django.apps import AppConfig


class CatalogConfig(AppConfig):
    """Catalog entries, their items, versions and classes."""

    name = "shuyuan.catalog"
    label = "catalog"
