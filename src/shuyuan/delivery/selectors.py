"""Reads of delivery: what a project has bought, how far it is, what shall change, how it is accepted."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import F, QuerySet

from shuyuan.catalog.models import Entry
from shuyuan.catalog.registry import judge_draft
from shuyuan.catalog.states import Step, allows
from shuyuan.delivery.models import (
    Acceptance,
    Amendment,
    ChangeRequest,
    Contract,
    EngineeringSupervisor,
    Tender,
)
from shuyuan.experts.models import Expert
from shuyuan.experts.rules import judge_independence
from shuyuan.experts.selectors import list_experts, ties_of, with_ties
from shuyuan.kernel.actor import Actor, Role
from shuyuan.kernel.errors import NotFound
from shuyuan.kernel.verdict import Verdict
from shuyuan.projects.models import JournalEntry, Project
from shuyuan.projects.rules.stages import UNIT, Kind, Stage
from shuyuan.projects.selectors import OVERSEERS, access_own_project, access_project, list_projects
from shuyuan.regulations.context import LegalContext
from shuyuan.studies.selectors import planned_with_items
from shuyuan.systems.models import InformationSystem

#: Everybody to whom the deadlines of acceptances are shown.
READERS = OVERSEERS | UNIT
#: Stages in which an acceptance is due or under way.
AWAITING = (Stage.COMPLETED, Stage.ACCEPTING, Stage.RECTIFYING)
#: States of a change in which somebody has still to decide.
WAITING = (ChangeRequest.State.ASKED, ChangeRequest.State.CONSENTED)
#: Who decides on a change in which state.
DECIDES = {
    Role.DATA_ADMINISTRATION: ChangeRequest.State.ASKED,
    Role.INVESTMENT_APPROVAL: ChangeRequest.State.CONSENTED,
}
#: As long as the register takes a name.
_SYSTEM_NAME = 80
#: States of a change in which its terms hold.
_HOLDS = (ChangeRequest.State.EFFECTIVE, ChangeRequest.State.MINOR)


@dataclass(frozen=True)
class Terms:
    """What was approved as it holds now: goals, content, and the whole money in fen."""

    goals: str
    content: str
    fen: int


@dataclass(frozen=True)
class PaidContract:
    """A contract with what was paid by it, in fen."""

    contract: Contract
    paid_fen: int
    payments: tuple[JournalEntry, ...]

    @property
    def left_fen(self) -> int:
        """What is still to be paid."""
        return max(0, self.contract.fen - self.paid_fen)


@dataclass(frozen=True)
class Delay:
    """A delay as the unit reported it."""

    on: date
    until: date
    reason: str


def access_change(change_id: int, *, actor: Actor) -> ChangeRequest:
    """The change of a project that the actor may see; NotFound otherwise."""
    asked = ChangeRequest.objects.select_related("project__unit").filter(pk=change_id).first()
    if asked is None:
        raise NotFound(code="unknown_change")
    access_project(asked.project_id, actor=actor)
    return asked


def list_changes(actor: Actor) -> QuerySet[ChangeRequest]:
    """The changes of all projects that the actor may see, the latest first."""
    changes = ChangeRequest.objects.filter(project__in=list_projects(actor).order_by())
    return changes.select_related("project__unit").order_by("-asked_on", "-pk")


def access_tender(tender_id: int, *, actor: Actor) -> Tender:
    """The tender of a project that the actor may see; NotFound otherwise."""
    tender = Tender.objects.select_related("project__unit").filter(pk=tender_id).first()
    if tender is None:
        raise NotFound(code="unknown_tender")
    access_project(tender.project_id, actor=actor)
    return tender


def access_own_contract(contract_id: int, *, actor: Actor) -> Contract:
    """A contract of the actor's own unit, with its project; NotFound or NotPermitted otherwise."""
    contract = Contract.objects.select_related("project__unit").filter(pk=contract_id).first()
    if contract is None:
        raise NotFound(code="unknown_contract")
    access_own_project(contract.project_id, actor=actor)
    return contract


def current_terms(project: Project) -> Terms:
    """What holds now: as the last change that holds says, else as it was filed and approved."""
    facts = project.known
    changed = project.change_requests.filter(state__in=_HOLDS).order_by("-number").first()
    if changed is None:
        return Terms(project.purpose, "", facts.limit_fen)
    return Terms(changed.goals_after, changed.content_after, facts.limit_fen)


def list_contracts(project: Project) -> list[PaidContract]:
    """The contracts in the order of their signing, each with its payments: two queries."""
    paid: dict[str, list[JournalEntry]] = {}
    for entry in project.journal.filter(kind=Kind.PAID.value).order_by("id"):
        paid.setdefault(str(entry.data.get("contract") or ""), []).append(entry)
    return [
        PaidContract(contract, _sum(paid.get(contract.number, [])), tuple(paid.get(contract.number, [])))
        for contract in project.delivery_contracts.select_related("tender", "document")
    ]


def list_amendments(project: Project) -> list[Amendment]:
    """The supplements to the project's contracts in the order of their signing."""
    amendments = Amendment.objects.filter(contract__project=project)
    return list(amendments.select_related("contract", "document").order_by("signed_on", "pk"))


def _sum(entries: Sequence[JournalEntry]) -> int:
    return sum(entry.data["fen"] for entry in entries)


def list_tenders(project: Project) -> QuerySet[Tender]:
    """The tenders with their bids."""
    return project.tenders.prefetch_related("bids")


def present_supervisor(project: Project) -> EngineeringSupervisor | None:
    """The company that watches the building now."""
    return project.engineering_supervisors.select_related("document").first()


def open_acceptance(project: Project) -> Acceptance | None:
    """The acceptance that is under way."""
    return project.acceptances.filter(outcome=Acceptance.Outcome.OPEN).first()


def last_acceptance(project: Project) -> Acceptance | None:
    """The latest acceptance, whatever came of it."""
    return project.acceptances.select_related("paper").first()


def last_work_on(project: Project) -> date | None:
    """The latest day on which something was contracted, reported, begun or ended in the building."""
    days: list[date | None] = list(project.delivery_contracts.values_list("signed_on", flat=True))
    days += project.supervision_reports.values_list("month", flat=True)
    for started, finished in project.milestones.values_list("started_on", "finished_on"):
        days += [started, finished]
    return max((day for day in days if day is not None), default=None)


def list_delays(project: Project) -> list[Delay]:
    """The delays that were reported, oldest first."""
    return [
        Delay(entry.on, date.fromisoformat(entry.data["until"]), str(entry.data.get("reason", "")))
        for entry in project.journal.filter(kind=Kind.DELAY_REPORTED.value).order_by("id")
    ]


def involved_bodies(project: Project) -> set[str]:
    """The unit and every company that builds, watches or serves, by name."""
    names = set(project.delivery_contracts.values_list("party", flat=True))
    names |= set(project.engineering_supervisors.values_list("company", flat=True))
    return names | {project.unit.name}


def judge_pooled(expert: Expert, project: Project) -> Verdict:
    """Is an expert of the pool independent of the project and its companies?"""
    return judge_independence(expert.ties, ties_of(project, sorted(involved_bodies(project))))


def list_independent_experts(project: Project, *, actor: Actor) -> list[Expert]:
    """The experts of the pool whom the bureau may send to an acceptance."""
    ties = ties_of(project, sorted(involved_bodies(project)))
    pool = with_ties(list_experts(actor).filter(state=Expert.State.ACTIVE))
    return [one for one in pool.order_by("name", "pk") if judge_independence(one.ties, ties).allowed]


def list_acceptances(actor: Actor) -> QuerySet[Project]:
    """Completed projects that the actor may see, the nearest due day first, those accepted at the end."""
    projects = list_projects(actor).filter(completed_on__isnull=False)
    return projects.order_by(F("accepted_on").asc(nulls_first=True), "acceptance_due_on", "pk")


def list_overdue(actor: Actor, *, legal: LegalContext) -> QuerySet[Project]:
    """Projects whose acceptance is overdue today."""
    waiting = [stage.value for stage in AWAITING]
    overdue = list_projects(actor).filter(stage__in=waiting, acceptance_due_on__lt=legal.today)
    return overdue.order_by("acceptance_due_on", "pk")


def is_own(project: Project, actor: Actor) -> bool:
    """Whether the actor carries the project out."""
    return project.unit.code == actor.department and actor.role in UNIT


def is_bureau(actor: Actor) -> bool:
    """Whether the actor decides for the data administration."""
    return actor.role is Role.DATA_ADMINISTRATION


def list_running_systems(project: Project) -> list[InformationSystem]:
    """The systems of the unit that a project can have become: all but those out of service."""
    own = InformationSystem.objects.filter(department=project.unit)
    return list(own.exclude(state=InformationSystem.State.RETIRED).order_by("name", "pk"))


def system_name(project: Project) -> str:
    """What the system of a project is called until somebody says otherwise."""
    return project.name.removesuffix("项目").removesuffix("建设")[:_SYSTEM_NAME]


def planned_entries(project: Project) -> list[tuple[Entry, Verdict]]:
    """What the project planned for the catalog, and what stands against handing each draft in."""
    entries = [planned.entry for planned in planned_with_items(project)]
    return [
        (entry, judge_draft(entry) if allows(entry.state, Step.SUBMIT) else Verdict()) for entry in entries
    ]
