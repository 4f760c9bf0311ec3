"""The room as a Django application."""

from django.apps import AppConfig


class FeedsConfig(AppConfig):
    """The catalog for other programs: DCAT, CKAN, Table Schema, change feed."""

    name = "shuyuan.feeds"
    label = "feeds"
