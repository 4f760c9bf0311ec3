"""The room as a Django application."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class EvaluationConfig(AppConfig):
    """Plans of upkeep and the evaluation after one year in operation."""

    name = "shuyuan.evaluation"
    label = "evaluation"

    def ready(self) -> None:
        """Add to projects their plans, evaluations and buttons, and make the job known."""
        registry = import_module("shuyuan.projects.registry")
        page = import_module("shuyuan.evaluation.project_page")
        registry.register_documents("evaluation", page.in_archive)
        registry.register_actions("evaluation", page.actions, order=70)
        registry.register_block(
            registry.Block(
                "evaluation",
                _("Upkeep and evaluation"),
                "evaluation/project_block.html",
                page.context,
                order=70,
            )
        )
        import_module("shuyuan.evaluation.tasks")
