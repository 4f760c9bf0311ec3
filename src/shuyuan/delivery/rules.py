"""Decisions on contracts, supervisors, completion and acceptance: pure, no Django, no clock."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from shuyuan.kernel.provisions import carries
from shuyuan.kernel.verdict import Reason, Verdict


@dataclass(frozen=True)
class SupervisorFacts:
    """An engineering supervisor on the day it is appointed; companies are named by their credit codes.

    `builders` are the companies that build the project, `is_related` what the unit declared.
    """

    company: str
    certificate: str
    valid_until: date | None
    appointed_on: date
    builders: tuple[str, ...]
    is_related: bool


@dataclass(frozen=True)
class ContractFacts:
    """A contract with what preceded it; `winner`, `offer_fen` and `opened_on` are of its tender, if any."""

    party: str
    fen: int
    signed_on: date
    winner: str | None = None
    offer_fen: int | None = None
    opened_on: date | None = None
    builds: bool = False
    supervisor: str = ""


@carries("jz-project-2020/17.1")
def judge_supervisor(facts: SupervisorFacts) -> Verdict:
    """May this company watch the building? Qualified on that day, and not the builder or one of its own."""
    cites = "jz-project-2020/17.1"
    reasons = []
    if not facts.certificate.strip() or facts.valid_until is None:
        reasons.append(Reason("supervisor_without_certificate", cites))
    elif facts.valid_until < facts.appointed_on:
        expired = {"valid_until": facts.valid_until.isoformat(), "day": facts.appointed_on.isoformat()}
        reasons.append(Reason("supervisor_certificate_expired", cites, expired))
    if facts.is_related or facts.company in facts.builders:
        reasons.append(Reason("supervisor_not_independent", cites))
    return Verdict(tuple(reasons))


@carries("jz-project-2020/16.1", "jz-project-2020/17.1")
def judge_contract_party(facts: ContractFacts) -> Verdict:
    """Does the contract follow its tender? The winner, at no more than its offer, not before the opening."""
    cites = "jz-project-2020/16.1"
    reasons = []
    if facts.winner is not None and facts.party != facts.winner:
        reasons.append(Reason("contract_party_not_winner", cites))
    if facts.offer_fen is not None and facts.fen > facts.offer_fen:
        over = {"asked_fen": facts.fen, "offer_fen": facts.offer_fen}
        reasons.append(Reason("contract_above_offer", cites, over))
    if facts.opened_on is not None and facts.signed_on < facts.opened_on:
        days = {"day": facts.signed_on.isoformat(), "opened_on": facts.opened_on.isoformat()}
        reasons.append(Reason("contract_before_tender", cites, days))
    if facts.builds and facts.supervisor and facts.party == facts.supervisor:
        reasons.append(Reason("supervisor_not_independent", "jz-project-2020/17.1"))
    return Verdict(tuple(reasons))


@carries("jz-project-2020/20.1")
def judge_completion_day(completed_on: date, last_work_on: date | None) -> Verdict:
    """The six months run from the true day: nothing was built, reported or contracted after it."""
    if last_work_on is None or completed_on >= last_work_on:
        return Verdict()
    days = {"day": completed_on.isoformat(), "last_work_on": last_work_on.isoformat()}
    return Verdict((Reason("completion_before_work", "jz-project-2020/20.1", days),))


@carries("jz-project-2020/20.1")
def judge_panel(expert: str, panel: Iterable[str]) -> Verdict:
    """The expert whom the data administration sent sits on the panel."""
    if not expert or expert in set(panel):
        return Verdict()
    return Verdict((Reason("expert_not_on_panel", "jz-project-2020/20.1", {"expert": expert}),))


@carries("jz-project-2020/20.1")
def judge_acceptance_expert(employer: str, involved: Iterable[str]) -> Verdict:
    """Whom the administration sends works neither for the unit nor for a company of the project."""
    if not employer or employer not in set(involved):
        return Verdict()
    return Verdict((Reason("expert_is_involved", "jz-project-2020/20.1", {"employer": employer}),))


@carries("jz-project-2020/21.1")
def judge_rectification_day(held_on: date, rectify_by: date | None) -> Verdict:
    """A failed acceptance sets a day for the rectification, after its own."""
    if rectify_by is not None and rectify_by > held_on:
        return Verdict()
    facts = {"day": held_on.isoformat()}
    return Verdict((Reason("rectification_without_day", "jz-project-2020/21.1", facts),))


@carries("jz-project-2020/21.1")
def judge_new_day(new_day: date, due_on: date | None, *, today: date) -> Verdict:
    """A postponed acceptance is held on a later day than it was due, and one that is still to come."""
    least = max(today, due_on) if due_on else today
    if new_day > least:
        return Verdict()
    facts = {"new_day": new_day.isoformat(), "least": least.isoformat()}
    return Verdict((Reason("new_day_not_later", "jz-project-2020/21.1", facts),))


@carries("jz-project-2020/17.2")
def judge_consented_change(asked_fen: int, consented_fen: int | None) -> Verdict:
    """More investment is approved only for a change to which the data administration has consented."""
    if asked_fen == consented_fen:
        return Verdict()
    return Verdict((Reason("change_not_consented", "jz-project-2020/17.2"),))


@carries("jz-project-2020/17.2")
def judge_smaller_money(asked_fen: int, contracted_fen: int) -> Verdict:
    """A change takes no money away that contracts have promised already; they are amended first."""
    if asked_fen >= contracted_fen:
        return Verdict()
    below = {"asked_fen": asked_fen, "contracted_fen": contracted_fen}
    return Verdict((Reason("change_below_contracts", "jz-project-2020/17.2", below),))
