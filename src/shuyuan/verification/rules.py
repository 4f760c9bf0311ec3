"""Decisions on verification (校核): pure, no Django, no clock, no database."""

from dataclasses import dataclass
from datetime import date

from shuyuan.kernel.actor import Role
from shuyuan.kernel.provisions import carries
from shuyuan.kernel.verdict import Reason, Verdict
from shuyuan.regulations.context import LegalContext


@dataclass(frozen=True)
class ExtensionFacts:
    """A provider's wish to take longer; `extended_before` says whether it already got an extension."""

    received_on: date
    extra_days: int
    approver: Role
    extended_before: bool


@dataclass(frozen=True)
class CounterFacts:
    """What an office asks of somebody whose record is under verification."""

    has_valid_proof: bool
    refuses: bool
    demands_correction_first: bool


@carries("jz-data-2020/14.2")
def judge_filing(*, consumer: str, provider: str, has_grant: bool) -> Verdict:
    """May this department ask the provider to verify? It must use the other's data through the platform."""
    reasons = []
    if consumer == provider:
        reasons.append(Reason("own_data_is_corrected_at_source", "jz-data-2020/14.2", {"provider": provider}))
    elif not has_grant:
        reasons.append(Reason("not_a_user_of_the_data", "jz-data-2020/14.2", {"consumer": consumer}))
    return Verdict(tuple(reasons))


@carries("jz-data-2020/14.2")
def due_on(received_on: date, *, legal: LegalContext) -> date:
    """The last day on which the provider's answer is in time."""
    days = legal.law.value("verification.response_days", on=received_on)
    return legal.calendar.add(received_on, days)


@carries("jz-data-2020/14.2")
def due_after_extension(received_on: date, extra_days: int, *, legal: LegalContext) -> date:
    """The last day once an extension was agreed: it runs on from the first due day."""
    return legal.calendar.add(due_on(received_on, legal=legal), extra_days)


@carries("jz-data-2020/14.2")
def judge_extension(facts: ExtensionFacts, *, legal: LegalContext) -> Verdict:
    """May the provider take longer? Only its principal officer can agree, once, and within the limit."""
    reasons = []
    if facts.approver is not Role.PRINCIPAL_OFFICER:
        held = {"role": facts.approver.value}
        reasons.append(Reason("extension_needs_principal_officer", "jz-data-2020/14.2", held))

    if facts.extended_before:
        reasons.append(Reason("extended_before", "jz-data-2020/14.2"))

    limit = legal.law.value("verification.extension_days", on=facts.received_on)
    if not 1 <= facts.extra_days <= limit:
        asked = {"limit": limit, "asked": facts.extra_days}
        reasons.append(Reason("extension_too_long", "jz-data-2020/14.2", asked))
    return Verdict(tuple(reasons))


@carries("jz-data-2020/14.3")
def judge_counter(facts: CounterFacts) -> Verdict:
    """May an office keep people waiting while a record is verified? Not if they bring valid proof."""
    if not facts.has_valid_proof:
        return Verdict()
    reasons = []
    if facts.refuses:
        reasons.append(Reason("refused_despite_valid_proof", "jz-data-2020/14.3"))
    if facts.demands_correction_first:
        reasons.append(Reason("correction_pushed_onto_applicant", "jz-data-2020/14.3"))
    return Verdict(tuple(reasons))
