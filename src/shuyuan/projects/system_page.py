"""What projects tell of a system: those that built or changed it, as far as the reader may see them."""

from typing import Any

from django.db.models import OuterRef, Subquery
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from shuyuan.projects.models import Project
from shuyuan.projects.rules.stages import Stage
from shuyuan.projects.selectors import list_projects
from shuyuan.systems.models import InformationSystem
from shuyuan.systems.registry import Block, register_block, register_column
from shuyuan.web.columns import Column


def card(request: HttpRequest, system: InformationSystem) -> dict[str, Any]:
    """Its projects, the newest first."""
    found = list_projects(request.actor).filter(system=system).order_by("-pk")
    return {"projects": list(found[:20])}


def register() -> None:
    """Called once when Django starts."""
    register_block(Block("projects", _("Projects"), "folders", "projects/system_card.html", card, order=50))
    filed = Project.objects.filter(system=OuterRef("pk")).exclude(stage=Stage.DRAFT)
    number = filed.order_by("-pk").values("number")[:1]
    register_column(Column("latest_project", _("Latest project")), Subquery(number), order=50)
