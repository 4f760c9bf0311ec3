"""The room as a Django application."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PlanningConfig(AppConfig):
    """The yearly plan with its filings, the compiled plans, and the project library."""

    name = "shuyuan.planning"
    label = "planning"

    def ready(self) -> None:
        """Hang judges, effects, the tab and the buttons on projects; make papers, scans and jobs known."""
        for module in ("judges", "effects", "scans", "project_page"):
            import_module(f"shuyuan.planning.{module}").register()
        papers = import_module("shuyuan.papers.registry")
        papers.register_number("planning", _("Annual plan"), "焦数信〔{year}〕{number}号")
        papers.register_paper("construction_plan", _("Yearly construction plan"), series="planning")
        papers.register_paper("fund_plan", _("Fund plan"), series="planning")
        import_module("shuyuan.planning.tasks")
