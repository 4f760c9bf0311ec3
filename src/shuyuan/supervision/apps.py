"""The room as a Django application."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SupervisionConfig(AppConfig):
    """Inspections, orders, sanctions, audits and the liability record."""

    name = "shuyuan.supervision"
    label = "supervision"

    def ready(self) -> None:
        """Make numbers, papers and judges known."""
        papers = import_module("shuyuan.papers.registry")
        papers.register_number("inspection", _("Inspection"), "焦信检〔{year}〕{number}号")
        papers.register_number("rectification_order", _("Order to rectify"), "焦信改〔{year}〕{number}号")
        papers.register_number("sanction", _("Sanction"), "焦信处〔{year}〕{number}号")
        papers.register_number("audit_case", _("Audit of a project"), "焦审信〔{year}〕{number}号")
        papers.register_paper("rectification_order", _("Order to rectify"), series="rectification_order")
        papers.register_paper("project_sanction", _("Sanction"), series="sanction")
        import_module("shuyuan.supervision.judges").register()
        import_module("shuyuan.supervision.project_page").register()
        import_module("shuyuan.supervision.ending").register()
