"""The room as a Django application."""

from importlib import import_module

from django.apps import AppConfig


class SearchConfig(AppConfig):
    """Finding entries: the index, facets, suggestions, saved searches."""

    name = "shuyuan.search"
    label = "search"

    def ready(self) -> None:
        """Follow the published catalog."""
        register = import_module("shuyuan.catalog.registry").register_effect
        register("search", import_module("shuyuan.search.index").refresh)
