"""The room as a Django application."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CampaignsConfig(AppConfig):
    """Yearly catalog campaigns, county summaries, and the numbered editions of the master catalog."""

    name = "shuyuan.campaigns"
    label = "campaigns"

    def ready(self) -> None:
        """Say what stands in the way of an edition, and how its papers are numbered."""
        import_module("shuyuan.campaigns.obstacles").register()
        papers = import_module("shuyuan.papers.registry")
        papers.register_paper("responsibility", _("Responsibility list"), series="catalog")
