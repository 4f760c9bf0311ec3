"""The room as a Django application."""

from django.apps import AppConfig


class OrganizationsConfig(AppConfig):
    """Regions, departments, people and posts."""

    name = "shuyuan.organizations"
    label = "organizations"
