"""The room as a Django application."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DeliveryConfig(AppConfig):
    """Contracts, supervision, milestones, changes, completion and acceptance."""

    name = "shuyuan.delivery"
    label = "delivery"

    def ready(self) -> None:
        """Make judges, effects, the project's page and the paper of an acceptance known."""
        papers = import_module("shuyuan.papers.registry")
        papers.register_number("acceptance", _("Acceptance"), "焦信验〔{year}〕{number}号")
        papers.register_paper("acceptance", _("Opinion of an acceptance"), series="acceptance")
        import_module("shuyuan.delivery.judging").register()
        import_module("shuyuan.delivery.effects").register()
        import_module("shuyuan.delivery.blocks").register()
        import_module("shuyuan.delivery.tasks")
