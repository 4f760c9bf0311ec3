"""A unit files a project; the bureau studies it; the city government's consent is recorded."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction

from shuyuan.audit.steps import record
from shuyuan.casework.steps import Gap, return_for_completion
from shuyuan.kernel.actor import Actor, Role
from shuyuan.kernel.errors import BadInput, Conflict
from shuyuan.papers.steps import attach
from shuyuan.papers.uploads import Received, receive
from shuyuan.planning import inbox, selectors
from shuyuan.planning.effects import FILING, plan_of
from shuyuan.planning.events import Event
from shuyuan.planning.judges import filing_day
from shuyuan.planning.models import Consent, ProjectPlan
from shuyuan.planning.rules import is_late
from shuyuan.planning.scans import CONSENT
from shuyuan.planning.services.plans import PLAN
from shuyuan.projects.models import Project
from shuyuan.projects.rules.stages import Kind
from shuyuan.projects.selectors import access_own_project, access_project_as
from shuyuan.projects.steps import note
from shuyuan.regulations.context import LegalContext

Opinion = ProjectPlan.Opinion
_TEXT_LENGTH = 2000
_MOST_RANK = 9999


@transaction.atomic(durable=True)
def file_project(project_id: int, *, actor: Actor, legal: LegalContext) -> Project:
    """File a project of the actor's unit for the plan of its year, or again after a return.

    NotFound when the plan of that year is not open; RuleRefused after the last day without leave.
    """
    project = access_own_project(project_id, actor=actor)
    selectors.access_plan(project.plan_year)
    data = {"plan_year": project.plan_year, "late": is_late(filing_day(project, legal=legal))}
    note(project, Kind.FILED, data=data, cites=inbox.FILING_LAW, actor=actor, legal=legal)
    return project


@transaction.atomic(durable=True)
def study_project(
    project_id: int,
    *,
    opinion: str,
    text: str = "",
    rank: int = 0,
    gaps: Sequence[Gap] = (),
    new_facts: str = "",
    actor: Actor,
    legal: LegalContext,
) -> Project:
    """The bureau studies a filing: `include` with a priority, `return` with gaps, `decline` with a reason.

    Everything that is missing is named at once: BadInput `gap_named_too_late` for a second return that names
    something else without new facts.
    """
    project = access_project_as(project_id, Role.DATA_ADMINISTRATION, actor=actor)
    text = text.strip()[:_TEXT_LENGTH]
    cites = inbox.FILING_LAW
    if opinion == Opinion.RETURN:
        named = {"gaps": [gap.text for gap in gaps], "new_facts": new_facts.strip()[:_TEXT_LENGTH]}
        note(project, Kind.PLAN_RETURNED, data=named, cites=cites, actor=actor, legal=legal)
        return_for_completion(
            FILING, project.pk, gaps=gaps, new_facts=new_facts, cites=cites, actor=actor, legal=legal
        )
    elif opinion == Opinion.DECLINE:
        if not text:
            raise BadInput("a refusal needs a reason", code="bad_study", fields={"text": "required"})
        note(project, Kind.PLAN_DECLINED, data={"reason": text}, cites=cites, actor=actor, legal=legal)
    elif opinion == Opinion.INCLUDE:
        check_rank(rank)
        said = {"opinion": Opinion.INCLUDE.value, "text": text, "rank": rank}
        note(project, Kind.STUDIED, data=said, cites=cites, actor=actor, legal=legal)
    else:
        raise BadInput("not an opinion", code="bad_study", fields={"opinion": "required"})
    return project


@transaction.atomic(durable=True)
def order_projects(*, year: int, ranks: Mapping[int, int], actor: Actor, legal: LegalContext) -> int:  # noqa: ARG001
    """Set the priority of studied projects (project id → rank) before the consent; gives how many changed."""
    selectors.require_bureau(actor)
    changed = {}
    for project in selectors.list_for_consent(year).filter(pk__in=list(ranks)):
        rank = check_rank(ranks[project.pk])
        plan = plan_of(project)
        if plan.rank != rank:
            changed[project.number] = rank
            ProjectPlan.objects.filter(pk=plan.pk).update(rank=rank)
    if changed:
        record(
            Event.PROJECTS_ORDERED,
            actor=actor,
            subject_kind=PLAN,
            subject_id=year,
            cites=inbox.FILING_LAW,
            facts={"ranks": changed},
        )
    return len(changed)


def record_consent(
    *,
    year: int,
    projects: Collection[int],
    document: str,
    day: date,
    scan: UploadedFile | Received | None = None,
    actor: Actor,
    legal: LegalContext,
) -> Consent:
    """Record the city government's consent to many projects at once: all of them or none.

    `scan` is checked before the transaction. BadInput without document number or projects, Conflict for a
    document that was recorded before, RuleRefused when one of the projects was not studied.
    """
    selectors.require_bureau(actor)
    faults = {}
    document = document.strip()
    if not document:
        faults["document"] = "required"
    if not projects:
        faults["projects"] = "required"
    if day > legal.today:
        faults["day"] = "in_the_future"
    if faults:
        raise BadInput("malformed content", code="bad_consent", fields=faults)
    received = receive(scan) if isinstance(scan, UploadedFile) else scan
    return _consent(
        sorted(set(projects)),
        year=year,
        document=document,
        day=day,
        received=received,
        actor=actor,
        legal=legal,
    )


@transaction.atomic(durable=True)
def _consent(
    projects: list[int],
    *,
    year: int,
    document: str,
    day: date,
    received: Received | None,
    actor: Actor,
    legal: LegalContext,
) -> Consent:
    found = list(
        Project.objects.filter(pk__in=projects, plan_year=year).select_related("unit").order_by("pk")
    )
    if len(found) != len(projects):
        raise BadInput("unknown projects", code="bad_consent", fields={"projects": "unknown_project"})
    try:
        with transaction.atomic():
            consent = Consent.objects.create(
                year=year,
                document=document[:80],
                day=day,
                recorded_at=legal.now,
                recorded_by_id=actor.post_id or None,
            )
    except IntegrityError as error:
        raise Conflict(code="consent_recorded_already", document=document) from error
    if received is not None:
        attach(
            received,
            subject_kind=CONSENT,
            subject_id=consent.pk,
            label=document[:80],
            actor=actor,
            legal=legal,
        )
    said = {"document": document, "day": day.isoformat(), "consent": consent.pk}
    for project in found:
        plan_of(project)
        note(project, Kind.CONSENTED, on=day, data=said, cites=inbox.FILING_LAW, actor=actor, legal=legal)
    ProjectPlan.objects.filter(project__in=found).update(consent=consent)
    record(
        Event.CONSENT_RECORDED,
        actor=actor,
        subject_kind=PLAN,
        subject_id=year,
        cites=inbox.FILING_LAW,
        facts={"document": document, "day": day.isoformat(), "projects": [one.number for one in found]},
    )
    return consent


def check_rank(rank: int) -> int:
    """The priority; BadInput for an impossible one."""
    if not 0 <= rank <= _MOST_RANK:
        raise BadInput("not a priority", code="bad_study", fields={"rank": "out_of_range"})
    return rank
