"""A unit files one of the four plans of upkeep with its document."""

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from shuyuan.audit.steps import record
from shuyuan.evaluation.events import Event
from shuyuan.kernel.actor import Actor
from shuyuan.kernel.errors import BadInput
from shuyuan.papers.steps import attach
from shuyuan.papers.uploads import Received, receive
from shuyuan.projects.models import JournalEntry
from shuyuan.projects.rules.stages import Kind
from shuyuan.projects.selectors import access_own_project
from shuyuan.projects.steps import PROJECT, note
from shuyuan.regulations.context import LegalContext

CITES = "jz-project-2020/22.1"


def file_upkeep_plan(
    project_id: int,
    *,
    plan: str,
    upload: UploadedFile | Received | None = None,
    actor: Actor,
    legal: LegalContext,
) -> JournalEntry:
    """Put a plan of upkeep on file; filed again, its document is the next version.

    Without an `upload` the plan is one that lies with the bureau on paper. Raises BadInput
    `unknown_upkeep_plan`, and what the door of the project, the journal and `papers` raise.
    """
    if plan not in legal.law.codes("projects.upkeep_plans", on=legal.today):
        raise BadInput("no such plan", code="unknown_upkeep_plan", plan=plan)
    access_own_project(project_id, actor=actor)
    kept = receive(upload) if isinstance(upload, UploadedFile) else upload
    return _file(project_id, plan, kept, actor=actor, legal=legal)


@transaction.atomic(durable=True)
def _file(
    project_id: int, plan: str, kept: Received | None, *, actor: Actor, legal: LegalContext
) -> JournalEntry:
    project = access_own_project(project_id, actor=actor)
    data: dict[str, object] = {"plan": plan}
    if kept is not None:
        attachment = attach(
            kept,
            subject_kind=PROJECT,
            subject_id=project.pk,
            label=legal.law.reasons.words[plan].of("zh-hans"),
            actor=actor,
            legal=legal,
        )
        data |= {"attachment": attachment.pk, "digest": attachment.digest, "file": attachment.name}
    entry = note(project, Kind.UPKEEP_PLAN_FILED, data=data, cites=CITES, actor=actor, legal=legal)
    record(
        Event.PLAN_FILED,
        actor=actor,
        subject_kind=PROJECT,
        subject_id=project.number,
        cites=CITES,
        facts=data,
    )
    return entry
