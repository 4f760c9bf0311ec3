"""Writes the journal of projects, units and systems: the only way in which a project changes its standing.

`note` runs in the caller's transaction. It locks the project, asks stage, role, ownership, day, rules and
registered judges, adds the entry, folds it into the facts, writes the audit trail, finds holds anew and runs
the effects of other rooms. Pages, interface, imports and administrators all pass through it.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction

from shuyuan.audit.steps import record
from shuyuan.kernel.actor import PLATFORM, Actor
from shuyuan.kernel.errors import BadInput, Conflict, NotPermitted, RuleRefused
from shuyuan.organizations.models import Department
from shuyuan.projects import registry
from shuyuan.projects.events import Event
from shuyuan.projects.holding import refresh_holds
from shuyuan.projects.models import JournalEntry, Project, SystemStanding, UnitStanding
from shuyuan.projects.rules.days import judge_day
from shuyuan.projects.rules.facts import ProjectFacts, to_json
from shuyuan.projects.rules.gates import cites_of
from shuyuan.projects.rules.holds import acceptance_due_on
from shuyuan.projects.rules.stages import OF_SYSTEMS, OF_UNITS, STEPS, UNIT, Kind
from shuyuan.projects.rules.standing import fold, fold_system, fold_unit
from shuyuan.projects.rules.steps import judge_decider, judge_step
from shuyuan.projects.selectors import find_project_holds, system_facts, unit_facts
from shuyuan.projects.tally import lock_figures, recount, tally_of
from shuyuan.regulations.context import LegalContext

PROJECT = "projects.project"
#: The largest amount that is taken, in fen: ten thousand hundred-million yuan.
MOST_FEN = 10**14
#: Kinds of money in `data` that must be positive amounts.
_AMOUNTS = ("fen", "planned_fen")


def note(
    project: Project,
    kind: Kind,
    *,
    on: date | None = None,
    data: Mapping[str, Any] | None = None,
    cites: str = "",
    actor: Actor,
    legal: LegalContext,
) -> JournalEntry:
    """Add an entry to the journal of a project, on that day (today without it).

    `data` holds JSON values, money in fen. `project` is refreshed afterwards. Raises Conflict
    `step_not_open` when the stage does not allow it, NotPermitted for the wrong role, RuleRefused with all
    reasons when rules, holds or another room's judge stand against it, BadInput for impossible amounts.
    """
    _need_transaction()
    values = dict(data or {})
    check_amounts(values)
    on = on or legal.today
    locked = Project.objects.select_for_update().get(pk=project.pk)
    facts = locked.known
    require_step(locked, kind, actor=actor)
    verdict = judge(locked, kind, on=on, data=values, actor=actor, legal=legal)
    if not verdict.allowed:
        raise RuleRefused(verdict)
    known = fold(facts, kind, on, values, person=actor.person_id)
    entry = JournalEntry.objects.create(
        project=locked,
        kind=kind.value,
        on=on,
        data=values,
        cites=cites,
        from_stage=facts.stage.value,
        to_stage=known.stage.value,
        **_written(actor, legal),
    )
    keep(locked, known, legal=legal)
    refresh_holds(locked, entry=entry, legal=legal)
    _refresh_siblings(locked, kind, entry, legal)
    registry.run_effects(entry, actor=actor, legal=legal)
    project.refresh_from_db()
    _audit(kind, locked.number, values, on, cites, actor)
    return entry


def judge(
    project: Project, kind: Kind, *, on: date, data: Mapping[str, Any], actor: Actor, legal: LegalContext
) -> Any:
    """All reasons against the step: who decides, the day, the rules, the holds, the judges of other rooms."""
    facts = project.known
    verdict = judge_day(kind, facts, on, today=legal.today)
    if STEPS[kind].decides and actor != PLATFORM:
        same = actor.department == project.unit.code and actor.role in UNIT
        verdict += judge_decider(facts, person_id=actor.person_id, same_unit_post=same)
    holds = find_project_holds(project, legal=legal)
    verdict += judge_step(kind, facts, data, holds=holds, legal=legal)
    return verdict + registry.judge_besides(kind, project, data, legal)


def require_step(project: Project, kind: Kind, *, actor: Actor) -> None:
    """Conflict when the stage does not allow the step, NotPermitted when the actor may not take it."""
    step = STEPS[kind]
    if actor != PLATFORM:
        if actor.role not in step.roles:
            raise NotPermitted(code="wrong_role", role=str(actor.role), needed=sorted(map(str, step.roles)))
        if actor.role in UNIT and actor.department != project.unit.code:
            raise NotPermitted(code="not_your_project")
    if project.known.stage not in step.stages:
        raise Conflict(
            "the stage of the project does not allow this",
            code="step_not_open",
            step=kind.value,
            stage=project.known.stage.value,
            **({"cites": cites} if (cites := cites_of(kind)) else {}),
        )


def check_amounts(data: Mapping[str, Any]) -> None:
    """BadInput `impossible_amount` for money that is no whole positive number of fen."""
    for name in _AMOUNTS:
        if name not in data:
            continue
        fen = data[name]
        if not isinstance(fen, int) or isinstance(fen, bool) or not 0 < fen <= MOST_FEN:
            raise BadInput(
                "not an amount",
                code="impossible_amount",
                field=name,
                most=MOST_FEN,
                cites="jz-project-2020/12.1",
            )


def begin(project: Project, *, data: Mapping[str, Any], actor: Actor, legal: LegalContext) -> JournalEntry:
    """The first entry of a project that was just made; kind, mode, year and money stand in `data`."""
    _need_transaction()
    check_amounts(data)
    known = fold(ProjectFacts(), Kind.DRAFTED, legal.today, data, person=actor.person_id)
    entry = JournalEntry.objects.create(
        project=project,
        kind=Kind.DRAFTED.value,
        on=legal.today,
        data=dict(data),
        to_stage=known.stage.value,
        **_written(actor, legal),
    )
    keep(project, known, legal=legal, is_new=True)
    refresh_holds(project, entry=entry, legal=legal)
    registry.run_effects(entry, actor=actor, legal=legal)
    _audit(Kind.DRAFTED, project.number, data, legal.today, "", actor)
    return entry


def note_unit(
    unit: Department,
    kind: Kind,
    *,
    on: date | None = None,
    data: Mapping[str, Any] | None = None,
    cites: str = "",
    actor: Actor,
    legal: LegalContext,
) -> JournalEntry:
    """Add an entry about a unit; the holds on all its projects are found anew."""
    _need_transaction()
    if kind not in OF_UNITS:
        raise ValueError(f"{kind} is not about a unit")
    on, values = on or legal.today, dict(data or {})
    standing, _ = UnitStanding.objects.select_for_update().get_or_create(unit=unit)
    standing.facts = to_json(fold_unit(unit_facts(unit), kind, on, values))
    standing.save(update_fields=["facts"])
    entry = JournalEntry.objects.create(
        unit=unit, kind=kind.value, on=on, data=values, cites=cites, **_written(actor, legal)
    )
    for project in Project.objects.filter(unit=unit).select_related("unit"):
        refresh_holds(project, entry=entry, legal=legal)
    registry.run_effects(entry, actor=actor, legal=legal)
    _audit(kind, unit.code, values, on, cites, actor)
    return entry


def note_system(
    system_id: int,
    kind: Kind,
    *,
    on: date | None = None,
    data: Mapping[str, Any] | None = None,
    cites: str = "",
    actor: Actor,
    legal: LegalContext,
) -> JournalEntry:
    """Add an entry about a system; the holds on the projects of the system are found anew."""
    _need_transaction()
    if kind not in OF_SYSTEMS:
        raise ValueError(f"{kind} is not about a system")
    on, values = on or legal.today, dict(data or {})
    standing, _ = SystemStanding.objects.select_for_update().get_or_create(system_id=system_id)
    standing.facts = to_json(fold_system(system_facts(system_id), kind, on))
    standing.save(update_fields=["facts"])
    entry = JournalEntry.objects.create(
        system_id=system_id, kind=kind.value, on=on, data=values, cites=cites, **_written(actor, legal)
    )
    for project in Project.objects.filter(system_id=system_id).select_related("unit"):
        refresh_holds(project, entry=entry, legal=legal)
    registry.run_effects(entry, actor=actor, legal=legal)
    _audit(kind, system_id, values, on, cites, actor)
    return entry


def keep(project: Project, known: ProjectFacts, *, legal: LegalContext, is_new: bool = False) -> None:
    """Store the facts of a locked project with the columns that repeat them, and the totals."""
    before = None if is_new else tally_of(lock_figures(project))
    project.facts = to_json(known)
    project.revision += 1
    project.stage = known.stage.value
    project.stage_since = known.stage_since or legal.today
    project.kind = known.kind.value
    project.funding_mode = known.funding_mode.value
    project.system_id = known.system_id
    project.plan_year = known.plan_year
    project.is_late = known.filed_late
    project.planned_fen = known.planned_fen
    project.approved_fen = known.approved_fen
    project.limit_fen = known.limit_fen
    project.budgeted_fen = known.budgeted_fen
    project.contracted_fen = known.contracted_fen
    project.paid_fen = known.paid_fen
    project.upkeep_fen = sum(known.upkeep_budgets.values())
    project.unfunded_years = len(known.unfunded_years)
    project.completed_on = known.completed_on
    project.acceptance_due_on = acceptance_due_on(known, legal=legal)
    project.accepted_on = known.accepted_on
    project.operating_since = known.operating_since
    failed = known.evaluation_passed is False and known.evaluation_rectified_on is None
    project.evaluation_failed_on = known.evaluated_on if failed else None
    project.save()
    recount(before, tally_of(project))


def _refresh_siblings(project: Project, kind: Kind, entry: JournalEntry, legal: LegalContext) -> None:
    if kind not in {Kind.EVALUATED, Kind.EVALUATION_RECTIFIED} or not project.system_id:
        return
    siblings = Project.objects.filter(system_id=project.system_id).exclude(pk=project.pk)
    for sibling in siblings.select_related("unit"):
        refresh_holds(sibling, entry=entry, legal=legal)


def _written(actor: Actor, legal: LegalContext) -> dict[str, Any]:
    return {
        "at": legal.now,
        "person_id": actor.person_id,
        "person_name": actor.name,
        "post_id": actor.post_id or None,
        "department": actor.department,
        "role": str(actor.role),
    }


def _audit(  # noqa: PLR0917 one line of work
    kind: Kind, subject_id: object, data: Mapping[str, Any], on: date, cites: str, actor: Actor
) -> None:
    subject = (
        "organizations.department"
        if kind in OF_UNITS
        else "systems.system"
        if kind in OF_SYSTEMS
        else PROJECT
    )
    facts = {**data, "day": on.isoformat()}
    record(
        Event[kind.name], actor=actor, subject_kind=subject, subject_id=subject_id, cites=cites, facts=facts
    )


def _need_transaction() -> None:
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("a journal entry belongs into the caller's transaction")
