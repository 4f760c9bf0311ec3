"""Bureau and finance have a project evaluated: who does it, the points, the result."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from shuyuan.casework.steps import close_tasks
from shuyuan.evaluation import steps
from shuyuan.evaluation.events import Event
from shuyuan.evaluation.measures import measure
from shuyuan.evaluation.models import Evaluation, Mark
from shuyuan.evaluation.order_paper import draw_up
from shuyuan.evaluation.rules import (
    FULL,
    Conductor,
    EvaluatorFacts,
    Measure,
    judge_evaluator,
    judge_result,
    points_for,
)
from shuyuan.evaluation.selectors import access_as_organizer, result_facts, total
from shuyuan.experts.models import Expert
from shuyuan.experts.rules import ExpertTies, draw_order, judge_independence
from shuyuan.experts.selectors import ties_of, with_ties
from shuyuan.kernel.actor import Actor
from shuyuan.kernel.errors import BadInput, Conflict, RuleRefused
from shuyuan.organizations.selectors import access_department
from shuyuan.papers.steps import issue_paper
from shuyuan.projects.rules.stages import Kind
from shuyuan.projects.steps import note
from shuyuan.regulations.context import LegalContext

_MOST_EXPERTS = 15
_LONGEST_OPINION = 4000


@dataclass(frozen=True)
class BodyDraft:
    """A third-party body that evaluates, with its contract and its qualification."""

    name: str
    contract: str
    qualification: str


@transaction.atomic(durable=True)
def appoint_body(evaluation_id: int, body: BodyDraft, *, actor: Actor, legal: LegalContext) -> Evaluation:
    """Have a third-party body evaluate; RuleRefused for one that took part in the project."""
    evaluation = _open_one(evaluation_id, actor)
    ties = ties_of(evaluation.project, [])
    is_tied = not judge_independence(ExpertTies(employer=body.name), ties).allowed
    verdict = judge_evaluator(
        EvaluatorFacts(
            Conductor.THIRD_PARTY,
            body.name,
            body.contract,
            body.qualification,
            tied=(body.name.strip(),) if is_tied else (),
        )
    )
    if not verdict.allowed:
        raise RuleRefused(verdict)
    evaluation.conductor = Conductor.THIRD_PARTY.value
    evaluation.body = body.name.strip()[:120]
    evaluation.contract, evaluation.qualification = (
        body.contract.strip()[:80],
        body.qualification.strip()[:200],
    )
    evaluation.seed = ""
    evaluation.save()
    evaluation.panel.clear()
    _measure(evaluation, legal)
    facts = {"conductor": evaluation.conductor, "body": evaluation.body, "contract": evaluation.contract}
    steps.trace(Event.APPOINTED, evaluation, facts=facts, actor=actor)
    return evaluation


@transaction.atomic(durable=True)
def appoint_panel(
    evaluation_id: int, *, experts: int = 3, seed: str = "", actor: Actor, legal: LegalContext
) -> Evaluation:
    """Draw an odd panel by lot from the pool of experts; whoever is not independent is passed over."""
    evaluation = _open_one(evaluation_id, actor)
    verdict = judge_evaluator(EvaluatorFacts(Conductor.PANEL, experts=experts))
    if not verdict.allowed:
        raise RuleRefused(verdict)
    if not 0 < experts <= _MOST_EXPERTS:
        raise BadInput("not a panel", code="bad_evaluators", most=_MOST_EXPERTS)
    ties, seed = ties_of(evaluation.project, []), seed.strip()[:64] or secrets.token_hex(16)
    pool = {one.number: one for one in with_ties(Expert.objects.filter(state=Expert.State.ACTIVE))}
    order = draw_order(pool, seed)
    drawn = [pool[one] for one in order if judge_independence(pool[one].ties, ties).allowed][:experts]
    if len(drawn) < experts:
        raise Conflict("pool too small", code="pool_of_evaluators_too_small", available=len(drawn))
    evaluation.conductor, evaluation.seed = Conductor.PANEL.value, seed
    evaluation.body = evaluation.contract = evaluation.qualification = ""
    evaluation.save()
    evaluation.panel.set(drawn)
    _measure(evaluation, legal)
    facts = {"conductor": evaluation.conductor, "seed": seed, "drawn": [one.number for one in drawn]}
    steps.trace(Event.APPOINTED, evaluation, facts=facts, actor=actor)
    return evaluation


@transaction.atomic(durable=True)
def mark_indicators(
    evaluation_id: int,
    *,
    points: Mapping[int, Decimal | int],
    remarks: Mapping[int, str] | None = None,
    actor: Actor,
    legal: LegalContext,
) -> Evaluation:
    """Write down the points of a hundred that the evaluators gave to judged indicators (by their ids).

    What the platform counts is counted anew. Raises BadInput `bad_points` for points that cannot be or for an
    indicator that is counted, Conflict before somebody was appointed.
    """
    evaluation = _open_one(evaluation_id, actor)
    if not evaluation.conductor:
        raise Conflict("nobody evaluates", code="evaluators_missing")
    judged = {one.pk: one for one in evaluation.scheme.indicators.filter(measure=Measure.JUDGED.value)}
    for key, given in points.items():
        if key not in judged or isinstance(given, bool) or not Decimal(given).is_finite():
            raise BadInput("not points", code="bad_points", most=FULL)
        if not 0 <= given <= FULL:
            raise BadInput("not points", code="bad_points", most=FULL)
        values = {"points": given, "remark": (remarks or {}).get(key, "").strip()[:500]}
        Mark.objects.update_or_create(evaluation=evaluation, indicator=judged[key], defaults=values)
    _measure(evaluation, legal)
    facts = {"points": {judged[key].label: str(given) for key, given in points.items()}}
    steps.trace(Event.MARKED, evaluation, facts=facts, actor=actor)
    return evaluation


@transaction.atomic(durable=True)
def conclude_evaluation(
    evaluation_id: int,
    *,
    opinion: str = "",
    rectify_by: date | None = None,
    actor: Actor,
    legal: LegalContext,
) -> Evaluation:
    """The result, into the journal of the project; one that fails orders to rectify by a day.

    Raises RuleRefused while report, evaluators or points are missing, and for a failure without a day.
    """
    evaluation = _open_one(evaluation_id, actor)
    if len(opinion) > _LONGEST_OPINION:
        raise BadInput("too long", code="evaluation_text_missing", most=_LONGEST_OPINION)
    if evaluation.conductor:
        _measure(evaluation, legal)
    facts = result_facts(evaluation, rectify_by=rectify_by)
    verdict = judge_result(facts, legal=legal)
    if not verdict.allowed:
        raise RuleRefused(verdict)
    score = total(evaluation)
    evaluation.score = Decimal(f"{score:.2f}")
    evaluation.opinion, evaluation.concluded_on = opinion.strip(), legal.today
    evaluation.state = Evaluation.State.PASSED if facts.passed else Evaluation.State.FAILED
    evaluation.rectify_by = None if facts.passed else rectify_by
    evaluation.save()
    data = {
        "passed": facts.passed,
        "score": score,
        "evaluation": evaluation.pk,
        "year": evaluation.year,
        "conductor": evaluation.conductor,
        "opinion": evaluation.opinion,
        "rectify_by": rectify_by.isoformat() if rectify_by and not facts.passed else None,
    }
    note(evaluation.project, Kind.EVALUATED, data=data, cites=steps.CITES, actor=actor, legal=legal)
    close_tasks(steps.SUBJECT, evaluation.pk, outcome=evaluation.state, actor=actor, legal=legal)
    if not facts.passed and rectify_by is not None:
        _order(evaluation, rectify_by, actor=actor, legal=legal)
    steps.tell_unit(
        evaluation,
        title=_("%(project)s: %(state)s")
        % {"project": evaluation.project.name, "state": evaluation.get_state_display()},
        text=evaluation.opinion,
        actor=actor,
        legal=legal,
    )
    kept = {"score": str(evaluation.score), "passed": facts.passed, "rectify_by": data["rectify_by"]}
    steps.trace(Event.CONCLUDED, evaluation, facts=kept, actor=actor)
    return evaluation


def _open_one(evaluation_id: int, actor: Actor) -> Evaluation:
    evaluation = access_as_organizer(evaluation_id, actor=actor)
    if evaluation.state != Evaluation.State.OPEN:
        raise Conflict("concluded", code="evaluation_moved_on", state=evaluation.state)
    return evaluation


def _measure(evaluation: Evaluation, legal: LegalContext) -> None:
    """Count anew what the platform counts; a measure that is not known yet has no points."""
    values = measure(evaluation, legal=legal)
    for indicator in evaluation.scheme.indicators.exclude(measure=Measure.JUDGED.value):
        value = values.get(Measure(indicator.measure))
        if value is None:
            Mark.objects.filter(evaluation=evaluation, indicator=indicator).delete()
            continue
        points = Decimal(f"{points_for(value, indicator.full_at):.2f}")
        Mark.objects.update_or_create(
            evaluation=evaluation, indicator=indicator, defaults={"value": value, "points": points}
        )


def _order(evaluation: Evaluation, rectify_by: date, *, actor: Actor, legal: LegalContext) -> None:
    """The rectification order as a paper, and the task in the unit's inbox."""
    issuer = access_department(actor.department)
    evaluation.paper = issue_paper(
        "rectification",
        draw_up(evaluation, issuer=issuer.name, rectify_by=rectify_by, day=legal.today),
        department=issuer.code,
        recipients=[evaluation.project.unit.code],
        subject_kind=steps.SUBJECT,
        subject_id=evaluation.pk,
        cites=steps.CITES,
        actor=actor,
        legal=legal,
    )
    evaluation.save(update_fields=["paper"])
    steps.ask_unit(evaluation, steps.RECTIFY, rectify_by, actor=actor, legal=legal)
