"""The room as a Django application."""

from importlib import import_module

from django.apps import AppConfig

from shuyuan.audit.names import name_departments


class OrganizationsConfig(AppConfig):
    """Regions, departments, people and posts."""

    name = "shuyuan.organizations"
    label = "organizations"

    def ready(self) -> None:
        """Let the audit trail see who signs in and out, and know the departments by name."""
        import_module("shuyuan.organizations.sign_in_audit").connect()
        name_departments(import_module("shuyuan.organizations.selectors").department_names)
