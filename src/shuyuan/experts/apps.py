"""The room as a Django application."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ExpertsConfig(AppConfig):
    """The pool of experts, draws, blind reviews and their minutes."""

    name = "shuyuan.experts"
    label = "experts"

    def ready(self) -> None:
        """Make numbers and minutes known, and add to projects their reviews, buttons and readers."""
        papers = import_module("shuyuan.papers.registry")
        papers.register_number("expert", _("Expert of the pool"), "焦专〔{year}〕{number}号")
        papers.register_number("expert_review", _("Expert review"), "焦评〔{year}〕{number}号")
        papers.register_number(
            "expert_minutes", _("Minutes of an expert review"), "焦数评〔{year}〕{number}号"
        )
        papers.register_paper("expert_minutes", _("Minutes of an expert review"), series="expert_minutes")
        registry = import_module("shuyuan.projects.registry")
        page = import_module("shuyuan.experts.project_page")
        selectors = import_module("shuyuan.experts.selectors")
        registry.register_readers("experts", selectors.read_as_expert)
        registry.register_documents("experts", page.in_archive)
        registry.register_actions("experts", page.actions, order=40)
        registry.register_block(
            registry.Block(
                "experts", _("Expert review"), "experts/project_block.html", page.context, order=40
            )
        )
