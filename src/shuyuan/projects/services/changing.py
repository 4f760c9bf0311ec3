"""The unit changes what it said of its project, or takes the project back."""

from django.db import transaction

from shuyuan.kernel.actor import Actor
from shuyuan.kernel.errors import BadInput, Conflict
from shuyuan.projects.models import JournalEntry, Project
from shuyuan.projects.rules.stages import Kind
from shuyuan.projects.selectors import access_own_project
from shuyuan.projects.services.drafting import ProjectDraft, check_draft, data_of
from shuyuan.projects.steps import note
from shuyuan.regulations.context import LegalContext

REASON_LENGTH = 1000


@transaction.atomic(durable=True)
def amend_project(
    project_id: int,
    draft: ProjectDraft,
    *,
    revision: int | None = None,
    actor: Actor,
    legal: LegalContext,
) -> Project:
    """Say anew what the project is, while it is drafted, returned or in the plan.

    `revision` is the one that the person saw: Conflict `project_changed_meanwhile` when it is old. Raises
    what `draft_project` and `steps.note` raise; without a difference nothing is written.
    """
    project = access_own_project(project_id, actor=actor, lock=True)
    if revision is not None and revision != project.revision:
        raise Conflict(code="project_changed_meanwhile", revision=project.revision)
    check_draft(draft, actor=actor, legal=legal)
    changed = changes(project, draft)
    if not changed:
        return project
    project.name, project.purpose = draft.name.strip(), draft.purpose.strip()
    project.planned_start_on, project.planned_end_on = draft.planned_start_on, draft.planned_end_on
    project.save(update_fields=["name", "purpose", "planned_start_on", "planned_end_on"])
    note(project, Kind.AMENDED, data={**data_of(draft), "changed": changed}, actor=actor, legal=legal)
    return project


def changes(project: Project, draft: ProjectDraft) -> list[str]:
    """The fields in which the draft differs from the project."""
    before = draft_of(project)
    texts = {"name", "purpose"}
    return [
        field
        for field in vars(before)
        if field != "declared_secret"
        and getattr(before, field)
        != (getattr(draft, field).strip() if field in texts else getattr(draft, field))
    ]


def draft_of(project: Project) -> ProjectDraft:
    """What the project says of itself now."""
    return ProjectDraft(
        name=project.name,
        kind=project.project_kind,
        funding_mode=project.mode,
        plan_year=project.plan_year,
        planned_fen=project.planned_fen,
        purpose=project.purpose,
        system_id=project.system_id,
        planned_start_on=project.planned_start_on,
        planned_end_on=project.planned_end_on,
    )


@transaction.atomic(durable=True)
def withdraw_project(project_id: int, *, reason: str, actor: Actor, legal: LegalContext) -> JournalEntry:
    """Take back a project that has no money yet, with the reason; raises what `steps.note` raises."""
    project = access_own_project(project_id, actor=actor, lock=True)
    reason = reason.strip()
    if not reason or len(reason) > REASON_LENGTH:
        raise BadInput("say why", code="reason_missing", limit=REASON_LENGTH)
    return note(project, Kind.WITHDRAWN, data={"reason": reason}, actor=actor, legal=legal)
