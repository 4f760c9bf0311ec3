"""Money that is held back: the project library, upkeep funds, funds of the next year, evaluation."""

from dataclasses import dataclass
from datetime import date

from shuyuan.kernel.gate import Gate
from shuyuan.kernel.provisions import carries
from shuyuan.kernel.verdict import Reason, Verdict
from shuyuan.projects.rules.filing import ProjectKind
from shuyuan.regulations.context import LegalContext


@dataclass(frozen=True)
class UpkeepFacts:
    """What the upkeep gate needs to know about a system; `plans` are codes of the law's list."""

    in_system_register: bool
    connected_to_platform: bool
    acceptance_overdue: bool
    evaluation_failed: bool
    evaluation_rectified: bool
    audit_failed: bool
    audit_rectified: bool
    plans: tuple[str, ...]


@dataclass(frozen=True)
class NextYearFacts:
    """What decides on the funds of the next year for one project."""

    kind: ProjectKind
    meets_sharing_rules: bool
    funded_this_year: bool
    started_this_year: bool
    reason_for_not_starting: str
    acceptance_overdue: bool


@carries("jz-project-2020/18.1")
def judge_library_place(unfunded_years: int, *, legal: LegalContext) -> Verdict:
    """May a project stay in the library? Not after too many years in a row without funds."""
    limit = legal.law.value("projects.library_unfunded_years", on=legal.today)
    if unfunded_years < limit:
        return Verdict()
    facts = {"unfunded_years": unfunded_years, "limit": limit}
    return Verdict((Reason("unfunded_too_long", "jz-project-2020/18.1", facts),))


@carries("jz-project-2020/18.1")
def is_standby(unfunded_years: int, *, legal: LegalContext) -> bool:
    """Whether a project moves on into the next year as a standby, without being reviewed again."""
    return unfunded_years > 0 and judge_library_place(unfunded_years, legal=legal).allowed


@carries("jz-project-2020/19.1.2")
def needs_register_entry(facts: UpkeepFacts) -> Reason | None:
    """A system that is not in the register gets no upkeep funds."""
    return None if facts.in_system_register else Reason("not_in_system_register", "jz-project-2020/19.1.2")


@carries("jz-project-2020/28.1")
def needs_platform_connection(facts: UpkeepFacts) -> Reason | None:
    """A system that is not connected to the platform gets no upkeep funds."""
    return (
        None if facts.connected_to_platform else Reason("not_connected_to_platform", "jz-project-2020/28.1")
    )


@carries("jz-project-2020/21.1")
def needs_acceptance_in_time(facts: UpkeepFacts) -> Reason | None:
    """A project whose acceptance is overdue gets no upkeep funds."""
    return Reason("acceptance_overdue", "jz-project-2020/21.1") if facts.acceptance_overdue else None


@carries("jz-project-2020/23.1")
def needs_passed_evaluation(facts: UpkeepFacts) -> Reason | None:
    """After a failed evaluation nothing is filed for upkeep or upgrades until it is rectified."""
    if not facts.evaluation_failed or facts.evaluation_rectified:
        return None
    return Reason("evaluation_failed", "jz-project-2020/23.1")


@carries("jz-project-2020/32.1")
def needs_passed_audit(facts: UpkeepFacts) -> Reason | None:
    """After a failed audit no upkeep funds are paid until its findings are rectified."""
    if not facts.audit_failed or facts.audit_rectified:
        return None
    return Reason("audit_failed", "jz-project-2020/32.1")


UPKEEP_FUNDING = Gate(
    "upkeep_funding",
    [
        needs_register_entry,
        needs_platform_connection,
        needs_acceptance_in_time,
        needs_passed_evaluation,
        needs_passed_audit,
    ],
)


@carries("jz-project-2020/22.1")
def judge_upkeep(facts: UpkeepFacts, *, legal: LegalContext) -> Verdict:
    """May upkeep be funded? The holds on it, and the plans that upkeep needs."""
    needed = legal.law.codes("projects.upkeep_plans", on=legal.today)
    missing = [code for code in needed if code not in facts.plans]
    verdict = UPKEEP_FUNDING.judge(facts)
    if missing:
        verdict += Verdict((Reason("upkeep_plans_missing", "jz-project-2020/22.1", {"missing": missing}),))
    return verdict


@carries("jz-project-2020/19.1.3")
def needs_sharing_rules(facts: NextYearFacts) -> Reason | None:
    """Whoever does not meet the rules on integration and sharing builds, rebuilds and expands nothing."""
    if facts.kind not in {ProjectKind.NEW, ProjectKind.REBUILD, ProjectKind.EXPAND}:
        return None
    return None if facts.meets_sharing_rules else Reason("sharing_rules_not_met", "jz-project-2020/19.1.3")


@carries("jz-project-2020/19.1.4")
def needs_start(facts: NextYearFacts) -> Reason | None:
    """Money that was given and not used for a start, without good reason, is not given again next year."""
    if not facts.funded_this_year or facts.started_this_year or facts.reason_for_not_starting.strip():
        return None
    return Reason("funded_but_not_started", "jz-project-2020/19.1.4")


@carries("jz-project-2020/21.1")
def needs_timely_acceptance(facts: NextYearFacts) -> Reason | None:
    """A project whose acceptance is overdue gets no further construction funds."""
    return Reason("acceptance_overdue", "jz-project-2020/21.1") if facts.acceptance_overdue else None


NEXT_YEAR_FUNDING = Gate("next_year_funding", [needs_sharing_rules, needs_start, needs_timely_acceptance])


@carries("jz-project-2020/23.1")
def evaluation_opens_on(operating_since: date, *, legal: LegalContext) -> date:
    """The day from which a project is evaluated: its full first year of operation has passed."""
    years = legal.law.value("projects.evaluation_after_years", on=operating_since)
    month, day = operating_since.month, operating_since.day
    if (month, day) == (2, 29):
        return date(operating_since.year + years, 3, 1)
    return date(operating_since.year + years, month, day)
