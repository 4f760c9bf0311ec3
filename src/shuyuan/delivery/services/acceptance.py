"""From the application to the result of an acceptance, with rectification, delay and a second one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from shuyuan.delivery import official_paper
from shuyuan.delivery.models import Acceptance
from shuyuan.delivery.rules import judge_acceptance_expert
from shuyuan.delivery.selectors import involved_bodies, judge_pooled, last_acceptance, open_acceptance
from shuyuan.delivery.services.checks import (
    Upload,
    attached,
    received,
    require_seen,
    require_words,
    without_empty,
)
from shuyuan.experts.selectors import access_expert
from shuyuan.kernel.actor import Actor, Role
from shuyuan.kernel.errors import BadInput, Conflict, RuleRefused
from shuyuan.projects.models import JournalEntry, Project
from shuyuan.projects.rules import judge_delay
from shuyuan.projects.rules.stages import Kind
from shuyuan.projects.selectors import access_own_project, access_project, access_project_as
from shuyuan.projects.steps import note, require_step
from shuyuan.regulations.context import LegalContext

LAW = "jz-project-2020/20.1"
RECTIFICATION = "jz-project-2020/21.1"


@dataclass(frozen=True)
class Panelist:
    """Somebody who held the acceptance."""

    name: str
    employer: str = ""


def apply_for_acceptance(
    project_id: int,
    *,
    statement: str,
    document: Upload | None = None,
    on: date | None = None,
    actor: Actor,
    legal: LegalContext,
) -> Acceptance:
    """Apply for the acceptance, or the second one; RuleRefused while defects are not rectified."""
    file = received(project_id, document, actor=actor)
    with transaction.atomic(durable=True):
        project = access_own_project(project_id, actor=actor, lock=True)
        words = require_words(statement=statement)
        last = last_acceptance(project)
        number = last.number + 1 if last else 1
        data = {"acceptance": number, **words}
        note(project, Kind.ACCEPTANCE_APPLIED, on=on, data=data, cites=LAW, actor=actor, legal=legal)
        attached(project, file, f"验收申请（第{number}次）", actor=actor, legal=legal)
        return Acceptance.objects.create(
            project=project,
            number=number,
            applied_on=on or legal.today,
            applied_by_id=actor.post_id or None,
            **words,
        )


@transaction.atomic(durable=True)
def name_expert(
    project_id: int,
    *,
    name: str = "",
    employer: str = "",
    expert_id: int | None = None,
    on: date | None = None,
    seen: int | None = None,
    actor: Actor,
    legal: LegalContext,
) -> Acceptance:
    """The bureau sends an expert: one of the pool (`expert_id`), or somebody by name and employer.

    RuleRefused for one who works for the unit or a company of the project, or is tied to them.
    """
    project = access_project_as(project_id, Role.DATA_ADMINISTRATION, actor=actor, lock=True)
    require_seen(project, seen)
    require_step(project, Kind.EXPERT_NAMED, actor=actor)
    pooled = access_expert(expert_id, actor=actor) if expert_id is not None else None
    if pooled is not None:
        name, employer = pooled.name, pooled.employer
    words = require_words(name=name, employer=employer)
    verdict = judge_acceptance_expert(words["employer"], involved_bodies(project))
    if pooled is not None:
        verdict = judge_pooled(pooled, project)
    if not verdict.allowed:
        raise RuleRefused(verdict)
    acceptance = _open_one(project)
    data = {"acceptance": acceptance.number, **words, **({"expert": pooled.number} if pooled else {})}
    note(project, Kind.EXPERT_NAMED, on=on, data=data, cites=LAW, actor=actor, legal=legal)
    acceptance.expert, acceptance.expert_employer = words["name"], words["employer"]
    acceptance.expert_named_on = on or legal.today
    acceptance.save(update_fields=["expert", "expert_employer", "expert_named_on"])
    return acceptance


@transaction.atomic(durable=True)
def decide_clearance(
    project_id: int,
    *,
    cleared: bool,
    opinion: str,
    on: date | None = None,
    seen: int | None = None,
    actor: Actor,
    legal: LegalContext,
) -> Acceptance:
    """The bureau clears the acceptance (核准意见) or not; a clearance that is given stands."""
    project = access_project_as(project_id, Role.DATA_ADMINISTRATION, actor=actor, lock=True)
    require_seen(project, seen)
    require_step(project, Kind.ACCEPTANCE_CLEARED, actor=actor)
    words = require_words(opinion=opinion)
    acceptance = _open_one(project)
    if acceptance.is_cleared:
        raise Conflict("cleared already", code="acceptance_cleared_already")
    data = {"acceptance": acceptance.number, "cleared": cleared, **words}
    note(project, Kind.ACCEPTANCE_CLEARED, on=on, data=data, cites=LAW, actor=actor, legal=legal)
    acceptance.is_cleared, acceptance.clearance_opinion = cleared, words["opinion"]
    acceptance.cleared_on = on or legal.today
    acceptance.save(update_fields=["is_cleared", "clearance_opinion", "cleared_on"])
    return acceptance


@transaction.atomic(durable=True)
def record_result(
    project_id: int,
    *,
    passed: bool,
    panel: Sequence[Panelist],
    opinion: str,
    held_on: date | None = None,
    defects: str = "",
    rectify_by: date | None = None,
    issue: bool = True,
    seen: int | None = None,
    actor: Actor,
    legal: LegalContext,
) -> Acceptance:
    """Record what the panel found, and issue its opinion (验收意见) as a paper unless `issue` is false.

    RuleRefused without expert or clearance, with the expert absent, or a failed one without a day for the
    rectification; BadInput without a panel, or a failed one without defects.
    """
    project = access_project(project_id, actor=actor, lock=True)
    require_seen(project, seen)
    kind = Kind.ACCEPTED if passed else Kind.ACCEPTANCE_FAILED
    require_step(project, kind, actor=actor)
    words = require_words(opinion=opinion, **({} if passed else {"defects": defects}))
    people = [
        {"name": one.name.strip(), "employer": one.employer.strip()} for one in panel if one.name.strip()
    ]
    if not people:
        raise BadInput("nobody held it", code="panel_missing")
    held_on = held_on or legal.today
    acceptance = _open_one(project)
    data = {
        "acceptance": acceptance.number,
        "panel": [one["name"] for one in people],
        "day": held_on.isoformat(),
        **words,
    }
    if not passed:
        data["rectify_by"] = (rectify_by or held_on).isoformat()
    cites = LAW if passed else RECTIFICATION
    note(project, kind, on=held_on, data=data, cites=cites, actor=actor, legal=legal)
    acceptance.outcome = Acceptance.Outcome.PASSED if passed else Acceptance.Outcome.FAILED
    acceptance.held_on, acceptance.panel, acceptance.opinion = held_on, people, words["opinion"]
    if not passed:
        acceptance.defects, acceptance.rectify_by = words["defects"], rectify_by
    if issue:
        acceptance.paper = official_paper.issue(acceptance, project, actor=actor, legal=legal)
    acceptance.save()
    return acceptance


def rectify(
    project_id: int,
    *,
    text: str,
    document: Upload | None = None,
    on: date | None = None,
    actor: Actor,
    legal: LegalContext,
) -> Acceptance:
    """Say that the defects of the failed acceptance are mended, and how; opens the way to the next one."""
    file = received(project_id, document, actor=actor)
    with transaction.atomic(durable=True):
        project = access_own_project(project_id, actor=actor, lock=True)
        require_step(project, Kind.RECTIFIED, actor=actor)
        words = require_words(text=text)
        acceptance = last_acceptance(project)
        if acceptance is None or project.known.rectified:
            raise Conflict("mended already", code="rectified_already")
        data = {**words, "acceptance": acceptance.number}
        note(project, Kind.RECTIFIED, on=on, data=data, cites=RECTIFICATION, actor=actor, legal=legal)
        attached(project, file, f"整改报告（第{acceptance.number}次验收）", actor=actor, legal=legal)
        acceptance.rectified_on, acceptance.rectification = on or legal.today, words["text"]
        acceptance.save(update_fields=["rectified_on", "rectification"])
        return acceptance


@transaction.atomic(durable=True)
def report_delay(
    project_id: int,
    *,
    reason: str,
    until: date | None,
    on: date | None = None,
    actor: Actor,
    legal: LegalContext,
) -> JournalEntry:
    """Report that the acceptance cannot be held in time, why, and on which day it will be."""
    project = access_own_project(project_id, actor=actor, lock=True)
    require_step(project, Kind.DELAY_REPORTED, actor=actor)
    verdict = judge_delay(reason, until)
    if not verdict.allowed or until is None:
        raise RuleRefused(verdict)
    data = without_empty({"reason": reason.strip(), "until": until})
    return note(project, Kind.DELAY_REPORTED, on=on, data=data, cites=RECTIFICATION, actor=actor, legal=legal)


def _open_one(project: Project) -> Acceptance:
    acceptance = open_acceptance(project)
    if acceptance is None:
        raise Conflict("no acceptance is under way", code="no_open_acceptance")
    return acceptance
