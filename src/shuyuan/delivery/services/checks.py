"""What the services of this room check of their input before they write."""

from collections.abc import Iterable, Mapping
from datetime import date

from django.core.files.uploadedfile import UploadedFile

from shuyuan.kernel.actor import Actor
from shuyuan.kernel.errors import BadInput, Conflict, RuleRefused
from shuyuan.kernel.identifiers import uscc
from shuyuan.papers.models import Attachment
from shuyuan.papers.steps import LABEL_LENGTH, attach
from shuyuan.papers.uploads import Received, receive
from shuyuan.projects.documents import PROJECT_DOCUMENTS
from shuyuan.projects.models import Project
from shuyuan.projects.rules.days import judge_day
from shuyuan.projects.rules.stages import Kind, Stage
from shuyuan.projects.selectors import access_own_project
from shuyuan.regulations.context import LegalContext

Upload = UploadedFile | Received


def require_words(**fields: str) -> dict[str, str]:
    """The texts without blanks around them; BadInput `delivery_incomplete` names those that are empty."""
    found = {name: text.strip() for name, text in fields.items()}
    missing = sorted(name for name, text in found.items() if not text)
    if missing:
        raise BadInput("something is missing", code="delivery_incomplete", missing=missing)
    return found


def require_code(code: str) -> str:
    """The unified social credit code as it should be written; BadInput with its fault."""
    return uscc.parse(uscc.normalize(code)).code


def require_seen(project: Project, seen: int | None) -> None:
    """Conflict when the project changed after the page that decides was shown; None does not ask."""
    if seen is not None and seen != project.revision:
        raise Conflict("somebody else changed the project", code="project_changed_meanwhile")


def require_stage(project: Project, stages: Iterable[Stage], *, step: str) -> None:
    """Conflict `delivery_not_open` when the project does not stand in one of these stages."""
    if Stage(project.stage) not in set(stages):
        raise Conflict("not in this stage", code="delivery_not_open", step=step, stage=project.stage)


def require_past(project: Project, day: date, *, legal: LegalContext) -> None:
    """RuleRefused for a day that has not come yet."""
    verdict = judge_day(Kind.CONTRACTED, project.known, day, today=legal.today)
    if not verdict.allowed:
        raise RuleRefused(verdict)


def received(project_id: int, upload: Upload | None, *, actor: Actor) -> Received | None:
    """The file checked and kept, before any transaction, for people of the unit only; None without one."""
    if upload is None or isinstance(upload, Received):
        return upload
    access_own_project(project_id, actor=actor)
    return receive(upload)


def attached(
    project: Project, file: Received | None, label: str, *, actor: Actor, legal: LegalContext
) -> Attachment | None:
    """The file as a document of the project, under that label."""
    if file is None:
        return None
    return attach(
        file,
        subject_kind=PROJECT_DOCUMENTS,
        subject_id=project.pk,
        label=label[:LABEL_LENGTH],
        actor=actor,
        legal=legal,
    )


def without_empty(values: Mapping[str, object]) -> dict[str, object]:
    """What the journal keeps: no empty texts, days as ISO text."""
    return {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in values.items()
        if value not in {None, ""}
    }
