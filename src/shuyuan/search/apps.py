"""The room as a Django application."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    """Finding entries: the index, facets, suggestions, saved searches."""

    name = "shuyuan.search"
    label = "search"
