"""The room as a Django application."""

from django.apps import AppConfig


class CampaignsConfig(AppConfig):
    """Yearly catalog campaigns, county summaries, and the numbered editions of the master catalog."""

    name = "shuyuan.campaigns"
    label = "campaigns"
