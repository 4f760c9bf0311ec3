"""Decisions on expert reviews: who may sit on a panel, who is drawn, who sees which score."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256

from shuyuan.kernel.provisions import carries
from shuyuan.kernel.verdict import Reason, Verdict
from shuyuan.projects.rules import judge_expert_review
from shuyuan.regulations.context import LegalContext

#: Scores of one aspect go from nothing to this.
FULL_SCORE = 100


class Outcome(StrEnum):
    """What a panel concludes on one project."""

    PASS = "pass"  # noqa: S105 - no password
    PASS_WITH_CHANGES = "pass_with_changes"  # noqa: S105
    FAIL = "fail"


@dataclass(frozen=True)
class ExpertTies:
    """With whom an expert is connected: codes of departments, names of companies, accounts.

    `posts` are the departments in which the person holds a post of the platform now.
    """

    person_id: int = 0
    department: str = ""
    posts: tuple[str, ...] = ()
    employer: str = ""
    related_departments: tuple[str, ...] = ()
    related_companies: tuple[str, ...] = ()


@dataclass(frozen=True)
class ProjectTies:
    """Who stands behind a project: the unit, the companies in it, the people who drafted it."""

    unit: str
    unit_name: str = ""
    companies: tuple[str, ...] = ()
    drafted_by: tuple[int, ...] = ()


@dataclass(frozen=True)
class PanelFacts:
    """A panel before it begins; `least` is the bureau's own setting, since the law gives no number."""

    experts: int
    least: int
    has_chair: bool
    unanswered: int = 0


@carries("jz-project-2020/10.1")
def judge_independence(expert: ExpertTies, project: ProjectTies) -> Verdict:
    """May this expert review that project? A review by people of the project itself is none."""
    reasons = []
    own = {project.unit, _plain(project.unit_name)} - {""}
    if own & {expert.department, *expert.posts, _plain(expert.employer)}:
        reasons.append(Reason("expert_works_for_unit", "jz-project-2020/10.1", {"unit": project.unit_name}))
    companies = {_plain(name): name for name in project.companies if _plain(name)}
    employer = companies.get(_plain(expert.employer))
    if employer:
        reasons.append(Reason("expert_of_company", "jz-project-2020/10.1", {"company": employer}))
    if expert.person_id and expert.person_id in project.drafted_by:
        reasons.append(Reason("expert_drafted_project", "jz-project-2020/10.1"))
    declared = [name for key, name in companies.items() if key in map(_plain, expert.related_companies)]
    if project.unit in expert.related_departments:
        declared.append(project.unit_name or project.unit)
    if declared:
        reasons.append(Reason("expert_declared_relation", "jz-project-2020/10.1", {"relations": declared}))
    return Verdict(tuple(reasons))


@carries("jz-project-2020/10.1")
def judge_panel(facts: PanelFacts) -> Verdict:
    """May the panel begin? An odd number of experts, enough of them, all of whom accepted, with a chair."""
    reasons = []
    if facts.experts < facts.least:
        counted = {"experts": facts.experts, "least": facts.least}
        reasons.append(Reason("panel_too_small", "jz-project-2020/10.1", counted))
    if facts.experts % 2 == 0:
        reasons.append(Reason("panel_even", "jz-project-2020/10.1", {"experts": facts.experts}))
    if facts.unanswered:
        reasons.append(Reason("experts_not_answered", "jz-project-2020/10.1", {"experts": facts.unanswered}))
    if not facts.has_chair:
        reasons.append(Reason("panel_without_chair", "jz-project-2020/10.1"))
    return Verdict(tuple(reasons))


@carries("jz-project-2020/10.1")
def judge_sheet(scores: Mapping[str, int | None], opinion: str, *, legal: LegalContext) -> Verdict:
    """May an expert hand in this sheet? A score on every aspect of the law, and an opinion in words."""
    verdict = judge_expert_review([key for key, value in scores.items() if value is not None], legal=legal)
    if not opinion.strip():
        verdict += Verdict((Reason("expert_opinion_missing", "jz-project-2020/10.1"),))
    return verdict


@carries("jz-project-2020/10.1")
def judge_conclusion(missing_sheets: int, outcome: Outcome, opinion: str) -> Verdict:
    """May the chair conclude? Everybody has handed in, and changes or a failure are put into words."""
    reasons = []
    if missing_sheets:
        reasons.append(Reason("sheets_missing", "jz-project-2020/10.1", {"sheets": missing_sheets}))
    if outcome is not Outcome.PASS and not opinion.strip():
        reasons.append(Reason("conclusion_without_words", "jz-project-2020/10.1"))
    return Verdict(tuple(reasons))


@carries("jz-project-2020/10.1")
def may_see_sheet(*, is_own: bool, all_handed_in: bool, on_panel: bool, is_bureau: bool) -> bool:
    """Blind until all have handed in: before that nobody sees a sheet but its author, the bureau included."""
    return is_own or (all_handed_in and (on_panel or is_bureau))


def draw_order(numbers: Iterable[str], seed: str) -> list[str]:
    """The order in which experts are drawn: digests of seed and number, which anybody can compute again."""
    return sorted(numbers, key=lambda number: (sha256(f"{seed}/{number}".encode()).hexdigest(), number))


def average(scores: Iterable[int | None]) -> float | None:
    """The mean with two decimals; None of nothing."""
    given = [score for score in scores if score is not None]
    return round(sum(given) / len(given), 2) if given else None


def _plain(name: str) -> str:
    """A name without blanks and in small letters, so that two ways of writing it are one."""
    return "".join(name.split()).casefold()
