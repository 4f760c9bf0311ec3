"""Decisions on data elements, their sources and conflicts of sources: pure, no Django, no clock."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from shuyuan.elements.fitting import Fit, fit_of
from shuyuan.elements.states import CLAIMING, ElementState, Use
from shuyuan.kernel.provisions import carries
from shuyuan.kernel.verdict import Reason, Verdict

ONE_SOURCE = "jz-data-2020/12.1"
ONE_STANDARD = "jz-data-2020/17.1.3"
SHARED_FIRST = "jz-data-2020/17.1.1"
NOT_ASKED_AGAIN = "jz-data-2020/23.1"


@dataclass(frozen=True)
class BindingFacts:
    """An element and the column of an item that shall hold it."""

    element_state: ElementState
    element_type: str
    element_length: int | None
    identifies: bool
    item_type: str
    item_length: int | None


@dataclass(frozen=True)
class Claim:
    """An entry whose item holds an element: by which department, for which area, about whom.

    `area` is a region code without trailing zeros, '' for the whole city; `handed_in` tells entries that
    are submitted or published from mere drafts.
    """

    department: str
    use: Use
    area: str = ""
    about: str = "other"
    handed_in: bool = True


@dataclass(frozen=True)
class SettlementFacts:
    """A case as the bureau settles it; `unheard` are the departments that have not spoken."""

    is_open: bool
    sides: tuple[str, ...]
    winner: str
    unheard: tuple[str, ...]
    hear_until: date
    reason: str


@carries(ONE_STANDARD)
def judge_binding(facts: BindingFacts) -> Verdict:
    """May the item be bound to the element? Only to one in force, and in a column that can hold it whole."""
    reasons = []
    if facts.element_state is not ElementState.IN_FORCE:
        reasons.append(Reason("element_not_in_force", ONE_STANDARD))
    fit = fit_of(
        facts.element_type,
        facts.element_length,
        facts.item_type,
        facts.item_length,
        identifies=facts.identifies,
    )
    types = {"element": facts.element_type, "item": facts.item_type}
    lengths = {"element": facts.element_length, "item": facts.item_length}
    if fit is Fit.WRONG_TYPE:
        reasons.append(Reason("type_cannot_hold_element", ONE_STANDARD, types))
    if fit is Fit.TOO_SHORT:
        reasons.append(Reason("column_too_short_for_element", ONE_STANDARD, lengths))
    return Verdict(tuple(reasons))


@carries(ONE_SOURCE)
def are_rivals(one: Claim, other: Claim, *, about: str) -> bool:
    """Do two departments both collect an element as its source?

    Entries about somebody else than the element (`about`) only mention it, and departments of areas that
    do not overlap each collect for their own.
    """
    both = (one, other)
    if one.department == other.department or not all(claim.use in CLAIMING for claim in both):
        return False
    if not all(claim.handed_in and about in {"other", claim.about} for claim in both):
        return False
    return one.area.startswith(other.area) or other.area.startswith(one.area)


@carries(ONE_SOURCE, ONE_STANDARD)
def judge_source_naming(claim: Claim, others: Sequence[Claim], *, about: str) -> Verdict:
    """May this claim be named the authoritative source? Not beside another, only for an entry about it."""
    reasons = []
    if about not in {"other", claim.about}:
        facts = {"about": about, "entry": claim.about}
        reasons.append(Reason("entry_only_mentions_element", ONE_SOURCE, facts))
    if not claim.handed_in:
        reasons.append(Reason("source_not_published", ONE_SOURCE))
    rivals = sorted({other.department for other in others if are_rivals(claim, other, about=about)})
    if rivals and not reasons:
        facts = {"source": "、".join(rivals), "claimant": claim.department}
        reasons.append(Reason("second_source", ONE_STANDARD, facts))
    return Verdict(tuple(reasons))


@carries(ONE_SOURCE)
def needs_quiet(open_case: str) -> Reason | None:
    """While two departments dispute an element, who supplies it changes in the case and nowhere else."""
    return Reason("source_in_dispute", ONE_SOURCE, {"case": open_case}) if open_case else None


@carries(ONE_SOURCE, ONE_STANDARD)
def judge_settlement(facts: SettlementFacts, *, today: date) -> Verdict:
    """May the case be settled like this? Every side was heard or let its day pass, and a reason is given."""
    reasons = []
    if not facts.is_open:
        reasons.append(Reason("conflict_not_open", ONE_SOURCE))
    if facts.winner not in facts.sides:
        reasons.append(Reason("source_is_no_party", ONE_SOURCE, {"winner": facts.winner}))
    if facts.unheard and today <= facts.hear_until:
        stated = {"departments": "、".join(facts.unheard), "until": facts.hear_until.isoformat()}
        reasons.append(Reason("side_not_heard", ONE_STANDARD, stated))
    if not facts.reason.strip():
        reasons.append(Reason("settlement_without_reason", ONE_STANDARD))
    return Verdict(tuple(reasons))


@carries(ONE_STANDARD)
def judge_retirement(bound: int) -> Verdict:
    """May an element be taken out of use? Not while items hold it."""
    return Verdict((Reason("element_still_bound", ONE_STANDARD, {"count": bound}),)) if bound else Verdict()


@carries(SHARED_FIRST, NOT_ASKED_AGAIN)
def needs_no_second_collection(
    claimant: str, source: str, entry: str, element: str, *, takes_from_source: bool
) -> Reason | None:
    """An item whose datum another department supplies is taken from there, not collected anew."""
    if not source or source == claimant or takes_from_source:
        return None
    return Reason("already_supplied", NOT_ASKED_AGAIN, {"element": element, "entry": entry, "source": source})


@carries(SHARED_FIRST, NOT_ASKED_AGAIN)
def must_ask(supplied_by: Sequence[str], legal_exception: str, *, certain: bool) -> bool:
    """Does a form have to ask for a field? Not for what the platform has, unless a law orders it."""
    return not (supplied_by and certain) or bool(legal_exception.strip())
