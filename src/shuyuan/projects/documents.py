"""Whose documents these are: who may read, add and remove the files of a project, and which are named."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from shuyuan.kernel.actor import Actor
from shuyuan.kernel.errors import RuleRefused
from shuyuan.papers.models import Attachment
from shuyuan.papers.registry import register_subject
from shuyuan.papers.selectors import attachments_of
from shuyuan.projects.models import Project
from shuyuan.projects.rules.documents import HANDED_IN, judge_removal
from shuyuan.projects.rules.stages import ENDED, UNIT, Stage
from shuyuan.projects.selectors import access_project
from shuyuan.regulations.context import LegalContext

PROJECT_DOCUMENTS = "projects.project"
#: Lists of the law: parameter, what for, provision, from which stage on it is a question.
_LISTS: tuple[tuple[str, Any, str, frozenset[Stage]], ...] = (
    ("projects.plan_documents", _("For the review"), "jz-project-2020/9.1", frozenset(Stage)),
    (
        "projects.acceptance_documents",
        _("After the acceptance"),
        "jz-project-2020/20.1",
        frozenset({Stage.ACCEPTING, Stage.ACCEPTED, Stage.OPERATING}),
    ),
    (
        "projects.upkeep_plans",
        _("For upkeep"),
        "jz-project-2020/22.1",
        frozenset({Stage.ACCEPTED, Stage.OPERATING}),
    ),
)


@dataclass(frozen=True)
class Place:
    """A document that the law names: its label, and the latest file under it (None for none)."""

    label: str
    attachment: Attachment | None


@dataclass(frozen=True)
class NamedList:
    """The documents that one paragraph of the law names."""

    label: Any
    cites: str
    places: list[Place]


def register() -> None:
    """Tell the papers room about projects."""
    register_subject(PROJECT_DOCUMENTS, _may_read, _may_write, check_removal=_check_removal)


def checklist(project: Project, *, legal: LegalContext) -> list[NamedList]:
    """The named documents that are a question in this stage, with their files: one query.

    A file belongs to a named document by its label, the Chinese name of the document.
    """
    files: dict[str, Attachment] = {}
    for one in attachments_of(PROJECT_DOCUMENTS, project.pk).order_by("label", "-version"):
        files.setdefault(one.label, one)
    words, stage = legal.law.reasons.words, Stage(project.stage)
    found = []
    for parameter, label, cites, stages in _LISTS:
        if stage not in stages:
            continue
        places = []
        for code in legal.law.codes(parameter, on=legal.today):
            word = words.get(code)
            shown = word.of(get_language() or "zh-hans") if word else code
            places.append(Place(shown, files.get(word.zh if word else code)))
        found.append(NamedList(label, cites, places))
    return found


def _may_read(project_id: str, actor: Actor) -> bool:
    access_project(int(project_id), actor=actor)
    return True


def _may_write(project_id: str, actor: Actor) -> bool:
    """The unit adds documents while the project lives; what lies under review stays as it is."""
    project = access_project(int(project_id), actor=actor)
    own = project.unit.code == actor.department and actor.role in UNIT
    return own and Stage(project.stage) not in ENDED | {Stage.FILED, Stage.SUBMITTED}


def _check_removal(attachment: Attachment) -> None:
    """Raises RuleRefused for a document on which others have decided or will decide."""
    entries = Project.objects.get(pk=int(attachment.subject_id)).journal
    kinds = [kind.value for kind in HANDED_IN]
    last = entries.filter(kind__in=kinds).order_by("-id").values_list("at", flat=True).first()
    verdict = judge_removal(attachment.added_at, last)
    if not verdict.allowed:
        raise RuleRefused(verdict)
