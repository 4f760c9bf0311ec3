"""What else stands against steps of the journal than the room of projects knows."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from shuyuan.delivery.models import ChangeRequest, Contract, Tender
from shuyuan.delivery.rules import (
    ContractFacts,
    SupervisorFacts,
    judge_completion_day,
    judge_consented_change,
    judge_contract_party,
    judge_new_day,
    judge_panel,
    judge_rectification_day,
    judge_supervisor,
)
from shuyuan.delivery.selectors import last_work_on, present_supervisor
from shuyuan.kernel.verdict import Verdict
from shuyuan.projects.models import Project
from shuyuan.projects.registry import register_judge
from shuyuan.projects.rules import needs_named_expert, needs_rectification
from shuyuan.projects.rules.holds import acceptance_due_on
from shuyuan.projects.rules.stages import Kind, Stage
from shuyuan.projects.rules.steps import acceptance_facts
from shuyuan.regulations.context import LegalContext

Data = Mapping[str, Any]
_NAME = "delivery"


def register() -> None:
    """Tell the room of projects."""
    for kind, judge in {
        Kind.SUPERVISOR_APPOINTED: judge_appointment,
        Kind.CONTRACTED: judge_contract,
        Kind.CHANGE_APPROVED: judge_larger_investment,
        Kind.COMPLETED: judge_completion,
        Kind.ACCEPTANCE_APPLIED: judge_application,
        Kind.ACCEPTED: judge_result,
        Kind.ACCEPTANCE_FAILED: judge_failure,
        Kind.DELAY_REPORTED: judge_delayed_day,
    }.items():
        register_judge(_NAME, kind, judge)


def judge_appointment(project: Project, data: Data, legal: LegalContext) -> Verdict:
    """Qualified and independent, where the company is named by its code."""
    if "uscc" not in data:
        return Verdict()
    builders = project.delivery_contracts.filter(kind=Contract.Kind.BUILD).values_list("uscc", flat=True)
    facts = SupervisorFacts(
        company=data["uscc"],
        certificate=str(data.get("certificate") or ""),
        valid_until=_day(data.get("valid_until")),
        appointed_on=_day(data.get("day")) or legal.today,
        builders=tuple(builders),
        is_related=bool(data.get("is_related")),
    )
    return judge_supervisor(facts)


def judge_contract(project: Project, data: Data, legal: LegalContext) -> Verdict:
    """The winner of its tender, and nobody who watches the building."""
    if "uscc" not in data:
        return Verdict()
    tender = Tender.objects.prefetch_related("bids").filter(pk=data.get("tender")).first()
    winner = tender.winner if tender else None
    supervisor = present_supervisor(project)
    facts = ContractFacts(
        party=data["uscc"],
        fen=data["fen"],
        signed_on=_day(data.get("signed_on")) or legal.today,
        winner=winner.uscc if winner else None,
        offer_fen=winner.fen if winner else None,
        opened_on=tender.opened_on if tender else None,
        builds=data.get("kind") == Contract.Kind.BUILD,
        supervisor=supervisor.uscc if supervisor else "",
    )
    return judge_contract_party(facts)


def judge_larger_investment(project: Project, data: Data, legal: LegalContext) -> Verdict:  # noqa: ARG001 one shape
    """The bureau has consented to this very change."""
    waiting = project.change_requests.filter(state=ChangeRequest.State.CONSENTED).first()
    return judge_consented_change(data["fen"], waiting.fen_after if waiting else None)


def judge_completion(project: Project, data: Data, legal: LegalContext) -> Verdict:
    """Not before the last work that is on record."""
    return judge_completion_day(_day(data.get("day")) or legal.today, last_work_on(project))


def judge_application(project: Project, data: Data, legal: LegalContext) -> Verdict:  # noqa: ARG001 one shape
    """A second acceptance follows the rectification."""
    if project.stage != Stage.RECTIFYING:
        return Verdict()
    return Verdict.of([needs_rectification(acceptance_facts(project.known))])


def judge_result(project: Project, data: Data, legal: LegalContext) -> Verdict:  # noqa: ARG001 one shape
    """The expert sat on the panel."""
    if "panel" not in data:
        return Verdict()
    return judge_panel(project.known.acceptance_expert, data["panel"])


def judge_failure(project: Project, data: Data, legal: LegalContext) -> Verdict:
    """An expert took part, too, when it failed; and there is a day for the rectification."""
    facts = acceptance_facts(project.known)
    held_on = _day(data.get("day")) or legal.today
    return (
        Verdict.of([needs_named_expert(facts)])
        + judge_result(project, data, legal)
        + judge_rectification_day(held_on, _day(data.get("rectify_by")))
    )


def judge_delayed_day(project: Project, data: Data, legal: LegalContext) -> Verdict:
    """A day that is later, and still to come."""
    until = _day(data.get("until"))
    if until is None:
        return Verdict()
    return judge_new_day(until, acceptance_due_on(project.known, legal=legal), today=legal.today)


def _day(text: Any) -> date | None:
    return date.fromisoformat(text) if text else None
