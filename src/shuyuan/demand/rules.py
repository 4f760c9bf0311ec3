"""Decisions on demands: pure, no Django, no clock, no database."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from shuyuan.kernel.gate import Gate
from shuyuan.kernel.provisions import carries
from shuyuan.kernel.verdict import Reason, Verdict

#: An item below this likeness is another item.
ALIKE = 0.6
#: An entry that meets less of a demand is not proposed.
WORTH_SHOWING = 40
_ITEMS_WEIGH = 85


class Answer(StrEnum):
    """What a department says to which a demand was routed."""

    WILL_CATALOG = "will_catalog"
    HAS_ENTRY = "has_entry"
    NOT_MINE = "not_mine"
    CANNOT = "cannot"


class Coverage(StrEnum):
    """How much of what was wished for an entry has."""

    FULL = "full"
    PART = "part"
    NONE = "none"


@dataclass(frozen=True)
class DemandFacts:
    """What a department asks others for; texts are '' when missing, departments are codes."""

    name: str
    scenario: str
    duty_basis: str
    legal_basis: str
    items: tuple[str, ...]
    department: str
    likely_provider: str = ""


@dataclass(frozen=True)
class AnswerFacts:
    """What a provider says: `text` is its explanation, `basis` the legal ground of a refusal."""

    answer: Answer
    text: str = ""
    basis: str = ""
    entry: str = ""
    promised: bool = False


@carries("jz-data-2020/8.1")
def needs_duty(facts: DemandFacts) -> Reason | None:
    """A demand follows from the department's duties, and names the law and the duty that call for it."""
    stated = {"legal_basis": facts.legal_basis.strip(), "duty_basis": facts.duty_basis.strip()}
    missing = [field for field, value in stated.items() if not value]
    return Reason("demand_without_duty", "jz-data-2020/8.1", {"missing": missing}) if missing else None


@carries("jz-data-2020/17.1.2")
def needs_clear_wish(facts: DemandFacts) -> Reason | None:
    """A demand says what is needed, item by item, and what for."""
    stated = {"name": facts.name.strip(), "scenario": facts.scenario.strip(), "items": facts.items}
    missing = [field for field, value in stated.items() if not value]
    return Reason("demand_not_clear", "jz-data-2020/17.1.2", {"missing": missing}) if missing else None


@carries("jz-data-2020/8.1")
def needs_other_provider(facts: DemandFacts) -> Reason | None:
    """The list names what other departments have to provide."""
    if not facts.likely_provider or facts.likely_provider != facts.department:
        return None
    return Reason("demand_on_oneself", "jz-data-2020/8.1", {"department": facts.department})


DEMAND = Gate("demand", [needs_clear_wish, needs_duty, needs_other_provider])


@carries("jz-data-2020/8.1", "jz-data-2020/17.1.2")
def judge_demand(facts: DemandFacts) -> Verdict:
    """May the demand be stated? Everything that is missing at once."""
    return DEMAND.judge(facts)


@carries("jz-data-2020/17.1.2")
def judge_answer(facts: AnswerFacts) -> Verdict:
    """May the provider answer like this? A refusal needs its legal basis, everything else its substance."""
    missing = []
    if facts.answer is Answer.HAS_ENTRY and not facts.entry.strip():
        missing.append("entry")
    if facts.answer is Answer.WILL_CATALOG and not facts.promised:
        missing.append("promised_on")
    if facts.answer in (Answer.NOT_MINE, Answer.CANNOT) and not facts.text.strip():
        missing.append("explanation")
    if facts.answer is Answer.CANNOT and not facts.basis.strip():
        missing.append("legal_basis")
    if not missing:
        return Verdict()
    facts_of_reason = {"answer": facts.answer.value, "missing": missing}
    return Verdict((Reason("answer_without_grounds", "jz-data-2020/17.1.2", facts_of_reason),))


@carries("jz-data-2020/8.2")
def coverage_of(likenesses: Sequence[float]) -> Coverage:
    """Whether all, some or none of the wished items are there, from how alike the best item of each is."""
    met = sum(one >= ALIKE for one in likenesses)
    if not met:
        return Coverage.NONE
    return Coverage.FULL if met == len(likenesses) else Coverage.PART


@carries("jz-data-2020/8.2")
def score_of(likenesses: Sequence[float], name_likeness: float) -> int:
    """How well an entry meets a demand, 0 to 100: mostly by its items, a little by its name."""
    if not likenesses:
        return 0
    met = sum(one for one in likenesses if one >= ALIKE) / len(likenesses)
    return round(_ITEMS_WEIGH * met + (100 - _ITEMS_WEIGH) * min(1.0, name_likeness))
