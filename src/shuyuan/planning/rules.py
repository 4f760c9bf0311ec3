"""Decisions on the yearly plan, its documents and the project library: pure, no Django, no clock."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from shuyuan.kernel.provisions import carries
from shuyuan.kernel.verdict import Reason, Verdict
from shuyuan.projects.rules.filing import FilingFacts, ProjectKind, needs_system_assessment
from shuyuan.projects.rules.funding import judge_library_place
from shuyuan.regulations.context import LegalContext

#: The report of a specialist body on the system that a project rebuilds, expands or retires.
ASSESSMENT = "system_assessment"
#: Between the notice and the removal by rule; our own practice, the law names no time.
NOTICE = timedelta(days=14)


@dataclass(frozen=True)
class FilingDay:
    """A filing for the plan of a year, on a day; `marked_late` is what the entry says of itself.

    `granted_until` is the last day of a late filing that the bureau allowed the unit. `first_filed_on` is the
    day of the filing that was returned for completion, None for a first one; completing keeps its mark.
    """

    plan_year: int
    day: date
    last_day: date
    granted_until: date | None = None
    marked_late: bool = False
    first_filed_on: date | None = None

    @property
    def counts_from(self) -> date:
        """The day that decides whether the filing was in time."""
        return self.first_filed_on or self.day


@carries("jz-project-2020/9.1")
def is_late(facts: FilingDay) -> bool:
    """Whether the filing came after the last day of the year before the plan year."""
    return facts.counts_from > facts.last_day


@carries("jz-project-2020/9.1")
def judge_filing_day(facts: FilingDay) -> Verdict:
    """May the project be filed on this day? After the last day only with leave, and marked as late."""
    late = is_late(facts)
    words = {"plan_year": facts.plan_year, "last_day": facts.last_day.isoformat()}
    has_leave = facts.granted_until is not None and facts.day <= facts.granted_until
    if late and facts.first_filed_on is None and not has_leave:
        return Verdict((Reason("filing_after_last_day", "jz-project-2020/9.1", words),))
    if facts.marked_late is not late:
        return Verdict((Reason("late_mark_differs", "jz-project-2020/9.1", words),))
    return Verdict()


@carries("jz-project-2020/9.1")
def judge_consent(*, studied: bool, document: str) -> Verdict:
    """The city government consents, in a document, to what the administration has studied."""
    reasons = []
    if not studied:
        reasons.append(Reason("not_studied", "jz-project-2020/9.1"))
    if not document.strip():
        reasons.append(Reason("consent_without_document", "jz-project-2020/9.1"))
    return Verdict(tuple(reasons))


@carries("jz-project-2020/9.1")
def needed_documents(kind: ProjectKind, *, legal: LegalContext) -> list[str]:
    """Codes of the documents that a project of this kind hands in after the consent."""
    needed = list(legal.law.codes("projects.plan_documents", on=legal.today))
    bare = FilingFacts(kind, (), (), False, True, True, False, False, True)
    return [*needed, ASSESSMENT] if needs_system_assessment(bare) else needed


@carries("jz-project-2020/9.1")
def judge_budget_lines(lines_fen: Iterable[int], planned_fen: int) -> Verdict:
    """Do the lines of the budget add up to the money that the project was planned with?"""
    amounts = tuple(lines_fen)
    total = sum(amounts)
    if not amounts or total == planned_fen:
        return Verdict()
    facts = {"total": yuan(total), "planned": yuan(planned_fen), "difference": yuan(total - planned_fen)}
    return Verdict((Reason("budget_does_not_add_up", "jz-project-2020/9.1", facts),))


def spread(by_year: Mapping[str, int], whole_fen: int) -> dict[str, int]:
    """A whole in the proportions of the years, exact to the fen; an approval changes what the lines give."""
    left, weight = whole_fen, sum(by_year.values())
    found = {}
    for year in sorted(by_year):
        found[year] = left * by_year[year] // weight if weight else 0
        left, weight = left - found[year], weight - by_year[year]
    return found


def yuan(fen: int) -> str:
    """Fen as yuan, exact to the fen: 1,234.50."""
    sign = "-" if fen < 0 else ""
    return f"{sign}{abs(fen) // 100:,}.{abs(fen) % 100:02d}"


class Outlook(StrEnum):
    """What a year without money means for a project of the library."""

    STANDBY = "standby"
    LAST_YEAR = "last_year"
    LEAVES = "leaves"


@carries("jz-project-2020/18.1")
def library_outlook(unfunded_years: int, *, legal: LegalContext) -> Outlook:
    """With so many years without money in a row: it moves on, it has one year left, or it leaves by rule."""
    if not judge_library_place(unfunded_years, legal=legal).allowed:
        return Outlook.LEAVES
    if not judge_library_place(unfunded_years + 1, legal=legal).allowed:
        return Outlook.LAST_YEAR
    return Outlook.STANDBY


@carries("jz-project-2020/18.1")
def judge_closing(year: int, *, today: date) -> Verdict:
    """Whether the library of a year can be closed: only when no money of that year can come any more."""
    if today >= date(year, 12, 31):
        return Verdict()
    return Verdict((Reason("library_year_not_over", "jz-project-2020/18.1", {"year": year}),))


@carries("jz-project-2020/18.1")
def judge_notice(told_on: date | None, *, today: date) -> Verdict:
    """May a project leave the library? Only when its unit was told and the time of the notice has run out."""
    ends_on = (told_on or today) + NOTICE
    if told_on is not None and ends_on < today:
        return Verdict()
    return Verdict((Reason("removal_notice_runs", "jz-project-2020/18.1", {"day": ends_on.isoformat()}),))


@carries("jz-project-2020/10.1")
def judge_compilation(projects: Sequence[int], *, unchanged_since: str = "") -> Verdict:
    """May the plans of a year be compiled? There are reviewed projects, and something is new."""
    if not projects:
        return Verdict((Reason("nothing_to_compile", "jz-project-2020/10.1"),))
    if unchanged_since:
        facts = {"edition": unchanged_since}
        return Verdict((Reason("compiled_plan_unchanged", "jz-project-2020/10.1", facts),))
    return Verdict()
