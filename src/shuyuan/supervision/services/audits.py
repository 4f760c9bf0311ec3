"""The audit office plans, concludes and closes audits, and records who is answerable."""

from datetime import date

from django.db import IntegrityError, transaction

from shuyuan.audit.steps import record
from shuyuan.kernel.actor import Actor, Role
from shuyuan.kernel.errors import BadInput, Conflict
from shuyuan.papers.steps import next_number
from shuyuan.projects.rules.stages import Kind
from shuyuan.projects.selectors import access_project_as, require_role
from shuyuan.projects.steps import note
from shuyuan.regulations.context import LegalContext
from shuyuan.supervision import inbox
from shuyuan.supervision.checks import INSPECTORS, access_audit, need_words, require_own, require_state
from shuyuan.supervision.events import Event
from shuyuan.supervision.models import AuditCase, Liability

CITES = "jz-project-2020/32.1"
LIABILITY = "jz-project-2020/33.1"
State = AuditCase.State
#: The plan of a year is made in it or the year before.
_AHEAD = 1


@transaction.atomic(durable=True)
def plan_audit(
    project_id: int, *, year: int, scope: str = "", actor: Actor, legal: LegalContext
) -> AuditCase:
    """Take a project into the audit plan of a year; Conflict the second time, BadInput for another year."""
    project = access_project_as(project_id, Role.AUDIT_OFFICE, actor=actor, lock=True)
    if not legal.today.year <= year <= legal.today.year + _AHEAD:
        raise BadInput("not a year to plan", code="impossible_audit_year", year=year)
    try:
        with transaction.atomic():
            case = AuditCase.objects.create(
                number=next_number("audit_case", year=year, actor=actor, legal=legal),
                project=project,
                year=year,
                scope=scope.strip()[:1000],
                planned_on=legal.today,
                planned_by_id=actor.post_id or None,
            )
    except IntegrityError as error:
        raise Conflict("planned already", code="audit_planned", year=year) from error
    data = {"audit": case.number, "year": year}
    note(project, Kind.AUDIT_PLANNED, data=data, cites=CITES, actor=actor, legal=legal)
    return case


@transaction.atomic(durable=True)
def conclude_audit(
    case_id: int,
    *,
    passed: bool,
    findings: str,
    rectify_by: date | None = None,
    actor: Actor,
    legal: LegalContext,
) -> AuditCase:
    """Write down the findings; a failed audit sets a day to rectify by, and holds upkeep money."""
    case = access_audit(case_id, actor=actor, lock=True)
    require_role(actor, Role.AUDIT_OFFICE)
    require_state(case, State.PLANNED)
    if not passed and (rectify_by is None or rectify_by <= legal.today):
        raise BadInput("a day to rectify by", code="order_day_past", today=legal.today.isoformat())
    case.findings = need_words(findings, longest=8000)
    case.concluded_on, case.rectify_by = legal.today, None if passed else rectify_by
    case.state = State.PASSED if passed else State.FAILED
    case.save(update_fields=["findings", "concluded_on", "rectify_by", "state"])
    if not passed:
        inbox.ask_to_rectify(case, actor=actor, legal=legal)
    data = {"audit": case.number, "passed": passed, "finding": case.findings[:1000]}
    note(case.project, Kind.AUDITED, data=data, cites=CITES, actor=actor, legal=legal)
    return case


@transaction.atomic(durable=True)
def report_audit_rectification(case_id: int, *, text: str, actor: Actor, legal: LegalContext) -> AuditCase:
    """The unit says how it rectified the findings."""
    case = access_audit(case_id, actor=actor, lock=True)
    require_own(case.project.unit, actor)
    require_state(case, State.FAILED)
    case.rectification, case.state = need_words(text), State.REPORTED
    case.save(update_fields=["rectification", "state"])
    inbox.ask_to_confirm(case, actor=actor, legal=legal)
    record(
        Event.AUDIT_REPORTED,
        actor=actor,
        subject_kind=inbox.AUDIT,
        subject_id=case.pk,
        cites=CITES,
        facts={"project": case.project.number},
    )
    return case


@transaction.atomic(durable=True)
def accept_audit_rectification(case_id: int, *, opinion: str, actor: Actor, legal: LegalContext) -> AuditCase:
    """The audit office finds the findings rectified; what was held is released."""
    case = access_audit(case_id, actor=actor, lock=True)
    require_role(actor, Role.AUDIT_OFFICE)
    require_state(case, State.REPORTED)
    case.state, case.rectified_on = State.RECTIFIED, legal.today
    case.save(update_fields=["state", "rectified_on"])
    inbox.close_audit(case, actor=actor, legal=legal)
    data = {"audit": case.number, "opinion": need_words(opinion, longest=1000)}
    note(case.project, Kind.AUDIT_RECTIFIED, data=data, cites=CITES, actor=actor, legal=legal)
    return case


@transaction.atomic(durable=True)
def record_liability(
    project_id: int,
    *,
    person: str,
    finding: str,
    post: str = "",
    referred_to: str = "",
    actor: Actor,
    legal: LegalContext,
) -> Liability:
    """Write down who is answerable for what; the journal keeps that it was done, not the name."""
    project = access_project_as(project_id, *INSPECTORS, Role.AUDIT_OFFICE, actor=actor, lock=True)
    liability = Liability.objects.create(
        project=project,
        person=need_words(person, longest=60),
        post=post.strip()[:120],
        finding=need_words(finding),
        referred_to=referred_to.strip()[:120],
        recorded_on=legal.today,
        recorded_by_id=actor.post_id or None,
    )
    data = {"liability": liability.pk, "referred_to": liability.referred_to}
    note(project, Kind.LIABILITY_RECORDED, data=data, cites=LIABILITY, actor=actor, legal=legal)
    return liability
