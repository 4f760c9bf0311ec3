"""Filing and review: the yearly plan, the documents, where a project may run, the expert review."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from shuyuan.catalog.rules import find_secrecy_mark
from shuyuan.kernel.gate import Gate
from shuyuan.kernel.provisions import carries
from shuyuan.kernel.verdict import Reason, Verdict
from shuyuan.regulations.context import LegalContext


class ProjectKind(StrEnum):
    """What a project does with a system, jz-project-2020/2.1 and 9.1."""

    NEW = "new"
    REBUILD = "rebuild"
    EXPAND = "expand"
    RETIRE = "retire"
    OPERATE = "operate"


class FundingMode(StrEnum):
    """Who pays and how, jz-project-2020/2.1 and 10.2."""

    GOVERNMENT_INVESTMENT = "government_investment"
    PURCHASE_OF_SERVICES = "purchase_of_services"
    JOINT = "joint"
    UPKEEP_ONLY = "upkeep_only"


_NEEDS_ASSESSMENT = frozenset({ProjectKind.REBUILD, ProjectKind.EXPAND, ProjectKind.RETIRE})


@dataclass(frozen=True)
class FilingFacts:
    """A project as it is filed; `documents` and `sharing_parts` are codes of the law's lists."""

    kind: ProjectKind
    documents: tuple[str, ...]
    sharing_parts: tuple[str, ...]
    has_system_assessment: bool
    on_government_cloud: bool
    on_egov_network: bool
    builds_machine_room: bool
    builds_private_network: bool
    connects_to_platform: bool


@carries("jz-project-2020/9.1")
def due_annual_plan(plan_year: int, *, legal: LegalContext) -> date:
    """The last day to submit the plan for `plan_year`: it falls in the year before."""
    return legal.law.day_of_year("projects.annual_plan_last_day", year=plan_year - 1, on=legal.today)


@carries("jz-project-2020/9.1")
def judge_documents(documents: Iterable[str], *, legal: LegalContext) -> Verdict:
    """Are all documents of a filing there?"""
    needed = legal.law.codes("projects.plan_documents", on=legal.today)
    missing = [code for code in needed if code not in set(documents)]
    if not missing:
        return Verdict()
    return Verdict((Reason("filing_documents_missing", "jz-project-2020/9.1", {"missing": missing}),))


@carries("jz-project-2020/26.1")
def judge_sharing_parts(sharing_parts: Iterable[str], *, legal: LegalContext) -> Verdict:
    """Do study and plan say what data there is, what is shared and how it is exchanged?"""
    needed = legal.law.codes("projects.sharing_documents", on=legal.today)
    missing = [code for code in needed if code not in set(sharing_parts)]
    if not missing:
        return Verdict()
    return Verdict((Reason("sharing_parts_missing", "jz-project-2020/26.1", {"missing": missing}),))


@carries("jz-project-2020/9.1")
def needs_system_assessment(facts: FilingFacts) -> Reason | None:
    """Whoever rebuilds, expands or retires a system has it assessed by a specialist body first."""
    if facts.kind not in _NEEDS_ASSESSMENT or facts.has_system_assessment:
        return None
    return Reason("system_assessment_missing", "jz-project-2020/9.1", {"kind": facts.kind.value})


@carries("jz-project-2020/4.1")
def needs_shared_infrastructure(facts: FilingFacts) -> Reason | None:
    """A project runs on the government cloud and the e-government network."""
    stated = {"government_cloud": facts.on_government_cloud, "egov_network": facts.on_egov_network}
    lacking = [name for name, given in stated.items() if not given]
    if not lacking:
        return None
    return Reason("outside_shared_infrastructure", "jz-project-2020/4.1", {"lacking": lacking})


@carries("jz-project-2020/4.1")
def needs_no_own_infrastructure(facts: FilingFacts) -> Reason | None:
    """No project builds a machine room or a private network."""
    stated = {"machine_room": facts.builds_machine_room, "private_network": facts.builds_private_network}
    built = [name for name, given in stated.items() if given]
    if not built:
        return None
    return Reason("builds_own_infrastructure", "jz-project-2020/4.1", {"built": built})


@carries("jz-project-2020/4.1")
def needs_planned_connection(facts: FilingFacts) -> Reason | None:
    """Every system is connected to the big data platform."""
    if facts.connects_to_platform:
        return None
    return Reason("no_connection_planned", "jz-project-2020/4.1")


FILING = Gate(
    "filing",
    [
        needs_system_assessment,
        needs_shared_infrastructure,
        needs_no_own_infrastructure,
        needs_planned_connection,
    ],
)


@carries("jz-project-2020/9.1")
def judge_filing(facts: FilingFacts, *, legal: LegalContext) -> Verdict:
    """May the project be filed for review? Documents, sharing parts and infrastructure together."""
    return (
        judge_documents(facts.documents, legal=legal)
        + judge_sharing_parts(facts.sharing_parts, legal=legal)
        + FILING.judge(facts)
    )


@carries("jz-project-2020/10.1")
def judge_expert_review(scored: Iterable[str], *, legal: LegalContext) -> Verdict:
    """Is an expert review complete? Every aspect that the law names has an opinion."""
    needed = legal.law.codes("projects.review_aspects", on=legal.today)
    missing = [code for code in needed if code not in set(scored)]
    if not missing:
        return Verdict()
    return Verdict((Reason("review_aspects_missing", "jz-project-2020/10.1", {"missing": missing}),))


@carries("jz-project-2020/34.1")
def judge_project_secrecy(declared_secret: bool, texts: tuple[str, ...]) -> Verdict:
    """Projects that concern state secrets follow other rules and are not filed here."""
    mark = find_secrecy_mark(texts)
    if not declared_secret and not mark:
        return Verdict()
    return Verdict((Reason("secret_project", "jz-project-2020/34.1", {"mark": mark or "-"}),))
