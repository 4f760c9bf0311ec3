"""The two plans of jz-project-2020/14.1: the unit hands them in, the bureau clears them line by line."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction

from shuyuan.approvals import inbox
from shuyuan.approvals import official_papers as papers
from shuyuan.approvals.checks import need_words
from shuyuan.approvals.events import Event
from shuyuan.approvals.models import Plan, PlanLine, PlanState
from shuyuan.approvals.rules import PlanFacts, is_cleared, judge_plan
from shuyuan.approvals.wording import LINES_OF, PLANS
from shuyuan.audit.steps import record
from shuyuan.casework.steps import close_tasks
from shuyuan.catalog.selectors import access_published_entry
from shuyuan.kernel.actor import Actor, Role
from shuyuan.kernel.errors import BadInput, Conflict, NotFound, RuleRefused
from shuyuan.projects.models import JournalEntry, Project
from shuyuan.projects.rules.stages import Kind, Stage
from shuyuan.projects.selectors import access_own_project, access_project_as
from shuyuan.projects.steps import PROJECT, note
from shuyuan.regulations.context import LegalContext

CITES = "jz-project-2020/14.1"
_MOST_LINES = 200
_LONGEST = {"name": 120, "detail": 400, "summary": 4000}
#: From the review on a plan can be written; it is cleared once the project has its money.
_WRITING = frozenset({Stage.REVIEWED, Stage.APPROVED, Stage.BUDGETED})


@dataclass(frozen=True)
class LineWish:
    """One line of a plan: its kind, name and details; `entry` is the code of a published catalog entry."""

    kind: str
    name: str
    detail: str = ""
    entry: str = ""


@transaction.atomic(durable=True)
def begin_plan(
    project_id: int,
    *,
    plan: str,
    summary: str = "",
    lines: tuple[LineWish, ...] = (),
    actor: Actor,
    legal: LegalContext,
) -> Plan:
    """A new round of a plan with its lines; the open one, with these lines added, where there is one.

    After a plan that was not cleared, the new round begins with its lines. Raises NotFound for an unknown
    plan, NotPermitted for others than the unit, Conflict `plan_not_open` when it is not the time for it.
    """
    project = access_own_project(project_id, actor=actor, lock=True)
    made = _open_round(project, plan, legal)
    if summary.strip():
        made.summary = _within("summary", summary)
    made.revision += 1
    made.save()
    for wish in lines:
        _add(made, wish)
    _trace(Event.PLAN_SAVED, made, actor=actor)
    return made


@transaction.atomic(durable=True)
def save_summary(project_id: int, *, plan: str, summary: str, actor: Actor, legal: LegalContext) -> Plan:
    """What the plan says in words."""
    made = _open_round(access_own_project(project_id, actor=actor, lock=True), plan, legal)
    made.summary = _within("summary", summary)
    made.revision += 1
    made.save()
    _trace(Event.PLAN_SAVED, made, actor=actor)
    return made


@transaction.atomic(durable=True)
def add_line(project_id: int, *, plan: str, line: LineWish, actor: Actor, legal: LegalContext) -> PlanLine:
    """One more line; BadInput `bad_plan_line` for one that cannot stand there."""
    made = _open_round(access_own_project(project_id, actor=actor, lock=True), plan, legal)
    made.revision += 1
    made.save()
    added = _add(made, line)
    _trace(Event.PLAN_SAVED, made, actor=actor)
    return added


@transaction.atomic(durable=True)
def remove_line(project_id: int, *, plan: str, line_id: int, actor: Actor, legal: LegalContext) -> None:
    """Take a line out again; NotFound `unknown_plan_line`."""
    made = _open_round(access_own_project(project_id, actor=actor, lock=True), plan, legal)
    gone, _ = made.lines.filter(pk=line_id).delete()
    if not gone:
        raise NotFound(code="unknown_plan_line")
    made.revision += 1
    made.save()
    _trace(Event.PLAN_SAVED, made, actor=actor)


@transaction.atomic(durable=True)
def hand_in_plan(project_id: int, *, plan: str, actor: Actor, legal: LegalContext) -> Plan:
    """Put a plan before the bureau: RuleRefused with all that is missing, Conflict before the money."""
    project = access_own_project(project_id, actor=actor, lock=True)
    if project.stage != Stage.BUDGETED:
        raise Conflict("plans follow the money", code="plan_not_open", stage=project.stage)
    made = _latest(project, plan)
    if made is None or not made.is_open:
        raise Conflict("there is no plan to hand in", code="plan_not_open", stage=project.stage)
    kinds = tuple(made.lines.values_list("kind", flat=True))
    verdict = judge_plan(PlanFacts(plan, made.summary, kinds))
    if not verdict.allowed:
        raise RuleRefused(verdict)
    made.state = PlanState.HANDED_IN
    made.handed_in_at, made.handed_in_by_id = legal.now, actor.post_id or None
    made.revision += 1
    made.save()
    close_tasks(
        PROJECT, project.number, kind=inbox.PLAN_OF[plan], outcome="handed_in", actor=actor, legal=legal
    )
    inbox.ask_to_clear(made.pk, project, made.get_absolute_url(), actor=actor, legal=legal)
    _trace(Event.PLAN_HANDED_IN, made, actor=actor)
    return made


@transaction.atomic(durable=True)
def decide_plan(
    project_id: int,
    *,
    plan: str,
    verdicts: Mapping[int, bool] | None = None,
    opinions: Mapping[int, str] | None = None,
    opinion: str = "",
    revision: int | None = None,
    paper: bool = True,
    actor: Actor,
    legal: LegalContext,
) -> JournalEntry:
    """The bureau clears a plan line by line (all of them without `verdicts`); one refused line stops it.

    Raises BadInput `plan_lines_undecided` when a line has no answer and `opinion_missing` when a refusal has
    no words, Conflict `plan_not_open` when it does not lie before the bureau, `plan_changed` for an old page.
    """
    project = access_project_as(project_id, Role.DATA_ADMINISTRATION, actor=actor, lock=True)
    made = _latest(project, plan)
    if made is None or made.state != PlanState.HANDED_IN:
        raise Conflict("the plan does not wait for a decision", code="plan_not_open", stage=project.stage)
    if revision is not None and revision != made.revision:
        raise Conflict("somebody was faster", code="plan_changed")
    cleared = _decide_lines(made, verdicts, opinions or {})
    opinion = opinion.strip() if cleared else need_words(opinion)
    made.state = PlanState.CLEARED if cleared else PlanState.NOT_CLEARED
    made.opinion, made.decided_at, made.decided_by_id = opinion, legal.now, actor.post_id or None
    made.number = (
        _issue(made, cleared=cleared, opinion=opinion, actor=actor, legal=legal)
        if paper
        else papers.take_number(actor=actor, legal=legal)
    )
    made.revision += 1
    made.save()
    close_tasks(inbox.PLAN_SUBJECT, made.pk, outcome=str(made.state), actor=actor, legal=legal)
    refused = list(made.lines.filter(cleared=False).values_list("name", flat=True))
    data = {"plan": plan, "round": made.round, "opinion": opinion, "number": made.number, "refused": refused}
    kind = Kind.PLAN_CLEARED if cleared else Kind.PLAN_NOT_CLEARED
    entry = note(project, kind, data=data, cites=CITES, actor=actor, legal=legal)
    if not cleared:
        inbox.ask_for_plan(project, plan, actor=actor, legal=legal)
    return entry


@transaction.atomic(durable=True)
def open_procurement(
    project_id: int, *, content: str = "", follows_approval: bool = True, actor: Actor, legal: LegalContext
) -> JournalEntry:
    """The unit opens the procurement; RuleRefused while a plan is missing or the content is another one."""
    project = access_own_project(project_id, actor=actor, lock=True)
    data = {"follows_approval": follows_approval, "content": content.strip()[: _LONGEST["summary"]]}
    return note(project, Kind.PROCUREMENT_OPENED, data=data, cites=CITES, actor=actor, legal=legal)


def _latest(project: Project, plan: str) -> Plan | None:
    if plan not in PLANS:
        raise NotFound(code="unknown_plan")
    rounds = Plan.objects.select_for_update().filter(project=project, plan=plan)
    latest = rounds.order_by("-round").first()
    if latest is not None:
        latest.project = project
    return latest


def _open_round(project: Project, plan: str, legal: LegalContext) -> Plan:
    """The round that the unit writes, a new one where none is open."""
    latest = _latest(project, plan)
    if Stage(project.stage) not in _WRITING:
        raise Conflict("plans are not written now", code="plan_not_open", stage=project.stage)
    if latest is not None and latest.state in {PlanState.HANDED_IN, PlanState.CLEARED}:
        raise Conflict("the plan lies before the bureau", code="plan_not_open", stage=project.stage)
    if latest is not None and latest.is_open:
        latest.saved_at = legal.now
        return latest
    made = Plan.objects.create(
        project=project,
        plan=plan,
        round=latest.round + 1 if latest else 1,
        summary=latest.summary if latest else "",
        saved_at=legal.now,
    )
    if latest:
        for line in latest.lines.all():
            made.lines.create(kind=line.kind, name=line.name, detail=line.detail, entry=line.entry)
    return made


def _add(made: Plan, wish: LineWish) -> PlanLine:
    entry = access_published_entry(wish.entry.strip()) if wish.entry.strip() else None
    name = wish.name.strip() or (entry.name if entry else "")
    if wish.kind not in LINES_OF[made.plan] or not name:
        raise BadInput("not a line of this plan", code="bad_plan_line", kind=wish.kind)
    if made.lines.count() >= _MOST_LINES:
        raise BadInput("too many lines", code="too_many_plan_lines", limit=_MOST_LINES)
    return made.lines.create(
        kind=wish.kind, name=_within("name", name), detail=_within("detail", wish.detail), entry=entry
    )


def _within(field: str, text: str) -> str:
    text = text.strip()
    if len(text) > _LONGEST[field] or "\0" in text:
        raise BadInput("too long", code="bad_plan_line", kind=field)
    return text


def _decide_lines(made: Plan, verdicts: Mapping[int, bool] | None, opinions: Mapping[int, str]) -> bool:
    lines = list(made.lines.all())
    given = {line.pk: True for line in lines} if verdicts is None else verdicts
    undecided = [line.name for line in lines if line.pk not in given]
    if undecided:
        raise BadInput("every line needs an answer", code="plan_lines_undecided", lines="、".join(undecided))
    for line in lines:
        line.cleared = given[line.pk]
        line.opinion = _within("detail", opinions.get(line.pk, ""))
        line.save(update_fields=["cleared", "opinion"])
    return is_cleared(given[line.pk] for line in lines)


def _issue(made: Plan, *, cleared: bool, opinion: str, actor: Actor, legal: LegalContext) -> str:
    issuer = papers.name_of(actor.department)
    drawn = papers.clearance_paper(made, cleared=cleared, opinion=opinion, issuer=issuer, day=legal.today)
    return papers.issue(
        papers.CLEARANCE_PAPER, drawn, project=made.project, recipients=[made.project.unit.code],
        actor=actor, legal=legal,
    ).number  # fmt: skip


def _trace(event: Event, made: Plan, *, actor: Actor) -> None:
    record(
        event,
        actor=actor,
        subject_kind=PROJECT,
        subject_id=made.project.number,
        cites=CITES,
        facts={"plan": made.plan, "round": made.round, "lines": made.lines.count()},
    )
