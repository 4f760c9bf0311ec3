"""The room as a Django application."""

from importlib import import_module

from django.apps import AppConfig


class DemandConfig(AppConfig):
    """The demand list: what departments need, matched to what exists."""

    name = "shuyuan.demand"
    label = "demand"

    def ready(self) -> None:
        """Follow the published catalog, so that a new entry is offered to whoever needs it."""
        register = import_module("shuyuan.catalog.registry").register_effect
        register("demand", import_module("shuyuan.demand.steps").rematch_later)
