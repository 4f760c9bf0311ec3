"""The room as a Django application."""

from importlib import import_module

from django.apps import AppConfig


class SystemsConfig(AppConfig):
    """The system register."""

    name = "shuyuan.systems"
    label = "systems"

    def ready(self) -> None:
        """Entries of the catalog name the system that holds their data by its number here."""
        import_module("shuyuan.systems.tasks")
        joined = import_module("shuyuan.systems.selectors").systems_with_data
        registry = import_module("shuyuan.systems.registry")
        registry.register_connection("catalog", joined)
        confirmed = import_module("shuyuan.systems.connections").systems_confirmed
        registry.register_connection("confirmed", confirmed)
        systems = import_module("shuyuan.systems.selectors").name_systems
        import_module("shuyuan.catalog.registry").register_systems(systems)
        import_module("shuyuan.systems.produced").register()
        import_module("shuyuan.systems.evidence").register()
