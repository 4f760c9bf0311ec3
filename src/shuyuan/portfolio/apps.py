"""The room as a Django application."""

from django.apps import AppConfig


class PortfolioConfig(AppConfig):
    """Pictures of all projects: stages, years, units, money, deadlines."""

    name = "shuyuan.portfolio"
    label = "portfolio"
