"""Decisions on upkeep plans and on the evaluation after one year: pure, no Django, no clock, no database."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from shuyuan.kernel.provisions import carries
from shuyuan.kernel.verdict import Reason, Verdict
from shuyuan.projects.rules import evaluation_opens_on
from shuyuan.regulations.context import LegalContext

#: All weights of a scheme together, and the most of one indicator.
FULL = 100


class Area(StrEnum):
    """What jz-project-2020/23.1 has evaluated; the law's parameter names the same codes."""

    OPERATION = "system_operation"
    SHARING = "data_sharing"
    TARGETS = "target_performance"


class Measure(StrEnum):
    """What the platform counts itself; JUDGED is left to panel or third party."""

    JUDGED = "judged"
    ENTRIES = "entries"
    CALLS = "calls"
    ROWS = "rows"
    CONSUMERS = "consumers"
    QUALITY = "quality"
    UPTIME = "uptime"


class Conductor(StrEnum):
    """Who evaluates, jz-project-2020/23.1."""

    PANEL = "panel"
    THIRD_PARTY = "third_party"


@dataclass(frozen=True)
class Indicator:
    """One line of a scheme; `full_at` is the value of a measure that earns all points."""

    area: Area
    weight: int
    measure: Measure = Measure.JUDGED
    full_at: float = 0


@dataclass(frozen=True)
class EvaluatorFacts:
    """Who evaluates: a body with its contract, or how many experts; `tied` names those not independent."""

    conductor: Conductor
    name: str = ""
    contract: str = ""
    qualification: str = ""
    experts: int = 0
    tied: tuple[str, ...] = ()


@dataclass(frozen=True)
class ResultFacts:
    """What an evaluation has before it is concluded."""

    has_report: bool
    has_evaluator: bool
    unmarked: tuple[str, ...] = ()
    passed: bool = True
    rectify_by: date | None = None


@dataclass(frozen=True)
class BudgetWeight:
    """What an evaluation says to next year's upkeep budget: at most so many per cent of what was asked.

    Without a result `score` and `year` are None and nothing is said (`percent` 100).
    """

    percent: int
    score: float | None = None
    passed: bool | None = None
    year: int | None = None
    cites: str = "jz-project-2020/24.1"


@carries("jz-project-2020/22.1")
def missing_plans(filed: Iterable[str], *, legal: LegalContext) -> list[str]:
    """Which of the plans of upkeep are not on file yet."""
    on_file = set(filed)
    needed = legal.law.codes("projects.upkeep_plans", on=legal.today)
    return [code for code in needed if code not in on_file]


@carries("jz-project-2020/23.1")
def judge_opening(operating_since: date | None, *, legal: LegalContext) -> Verdict:
    """May a project be evaluated? After a full year in operation."""
    if operating_since is None:
        return Verdict((Reason("evaluation_not_operating", "jz-project-2020/23.1"),))
    opens_on = evaluation_opens_on(operating_since, legal=legal)
    if legal.today >= opens_on:
        return Verdict()
    facts = {"opens_on": opens_on.isoformat()}
    return Verdict((Reason("evaluation_too_early", "jz-project-2020/23.1", facts),))


@carries("jz-project-2020/23.1")
def judge_scheme(indicators: Sequence[Indicator], *, legal: LegalContext) -> Verdict:
    """Does a scheme of indicators serve? All areas that the law names, and weights of a hundred in all."""
    reasons = []
    total = sum(indicator.weight for indicator in indicators)
    if total != FULL:
        reasons.append(Reason("weights_not_hundred", "jz-project-2020/23.1", {"total": total}))
    needed = legal.law.codes("projects.evaluation_areas", on=legal.today)
    missing = [code for code in needed if code not in {one.area.value for one in indicators}]
    if missing:
        reasons.append(Reason("evaluation_areas_missing", "jz-project-2020/23.1", {"missing": missing}))
    return Verdict(tuple(reasons))


@carries("jz-project-2020/23.1")
def judge_evaluator(facts: EvaluatorFacts) -> Verdict:
    """May they evaluate? A qualified body under contract, or an odd panel; nobody who took part."""
    reasons = []
    if facts.conductor is Conductor.THIRD_PARTY:
        stated = {"body": facts.name, "contract": facts.contract, "qualification": facts.qualification}
        missing = [name for name, value in stated.items() if not value.strip()]
        if missing:
            reasons.append(Reason("evaluator_incomplete", "jz-project-2020/23.1", {"missing": missing}))
    elif facts.experts % 2 == 0:
        reasons.append(Reason("evaluation_panel_even", "jz-project-2020/23.1", {"experts": facts.experts}))
    if facts.tied:
        tied = {"evaluators": list(facts.tied)}
        reasons.append(Reason("evaluator_of_project", "jz-project-2020/23.1", tied))
    return Verdict(tuple(reasons))


@carries("jz-project-2020/23.1")
def judge_result(facts: ResultFacts, *, legal: LegalContext) -> Verdict:
    """May it be concluded? With report, evaluator and every score; a failure names its last day."""
    reasons = []
    if not facts.has_report:
        reasons.append(Reason("self_report_missing", "jz-project-2020/23.1"))
    if not facts.has_evaluator:
        reasons.append(Reason("evaluator_missing", "jz-project-2020/23.1"))
    if facts.unmarked:
        unmarked = {"indicators": list(facts.unmarked)}
        reasons.append(Reason("indicators_without_score", "jz-project-2020/23.1", unmarked))
    if not facts.passed and (facts.rectify_by is None or facts.rectify_by <= legal.today):
        reasons.append(Reason("evaluation_failed_without_day", "jz-project-2020/23.1"))
    return Verdict(tuple(reasons))


def points_for(value: float, full_at: float) -> float:
    """A measured value as points of a hundred: in proportion up to what earns them all."""
    if full_at <= 0:
        return 0.0
    return round(min(float(FULL), max(0.0, FULL * value / full_at)), 2)


def total_of(marks: Iterable[tuple[int, float]]) -> float:
    """The weighted total of (weight, points of a hundred), with two decimals."""
    return round(sum(weight * points for weight, points in marks) / FULL, 2)


@carries("jz-project-2020/24.1")
def budget_percent(score: float, passed: bool, rectified: bool, levels: Mapping[str, int]) -> int:
    """How many per cent of what is asked a result supports for next year's upkeep.

    Nothing while a failure is not rectified, the lowest level once it is; else by the `levels` of the scheme,
    per cent by the least score for them, because the law names no numbers.
    """
    if not passed:
        return levels[min(levels, key=int)] if rectified and levels else 0
    reached = [(int(least), percent) for least, percent in levels.items() if score >= int(least)]
    return max(reached)[1] if reached else 0
