"""The room as a Django application."""

from importlib import import_module

from django.apps import AppConfig


class SharingConfig(AppConfig):
    """Requests, grants and clients."""

    name = "shuyuan.sharing"
    label = "sharing"

    def ready(self) -> None:
        """Follow changes of the catalog, and add a tab to its entry pages."""
        import_module("shuyuan.sharing.entry_page").register()
        joined = import_module("shuyuan.sharing.selectors").systems_with_grants
        import_module("shuyuan.systems.registry").register_connection("sharing", joined)
        import_module("shuyuan.sharing.system_page").register()
