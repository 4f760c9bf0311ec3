"""Reads of money: requests, what waits for finance, sums held, runs at the end of a year."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Sum

from shuyuan.funds.models import PaymentRequest, StartExcuse, YearEndRun
from shuyuan.jobs.models import Job
from shuyuan.kernel.actor import Actor, Role
from shuyuan.kernel.errors import NotFound
from shuyuan.kernel.verdict import Verdict
from shuyuan.projects import registry
from shuyuan.projects.models import Hold, JournalEntry, Project
from shuyuan.projects.rules.filing import FundingMode
from shuyuan.projects.rules.stages import STEPS, Kind, Stage
from shuyuan.projects.rules.steps import judge_step
from shuyuan.projects.selectors import OVERSEERS, UNIT_ROLES, find_project_holds, list_projects, of_visible
from shuyuan.regulations.context import LegalContext

#: Who sees money: those who decide on it, audit, leaders, and units what is theirs.
READERS = OVERSEERS | UNIT_ROLES
#: Who runs the end of a year, jz-project-2020/19.1.
YEAR_END = frozenset({Role.DATA_ADMINISTRATION, Role.FINANCE})
#: What a project of the library waits for.
REVIEW, BUDGET = "review", "budget"
#: A job that waits longer for a worker is not about to begin.
_PATIENCE = timedelta(minutes=1)
_PAYABLE = [stage.value for stage in STEPS[Kind.PAID].stages]
_BUDGETABLE = [stage.value for stage in STEPS[Kind.BUDGETED].stages]


@dataclass(frozen=True)
class ContractSum:
    """A contract as payments see it: its party, its present sum, what was paid, what waits for finance."""

    number: str
    title: str
    party: str
    fen: int
    paid: int
    asked: int

    @property
    def left(self) -> int:
        """What is still to be paid."""
        return self.fen - self.paid


@dataclass(frozen=True)
class HeldSum:
    """Projects that one kind of hold keeps from their money: budgeted and unpaid, asked for, upkeep."""

    code: str
    cites: str
    blocks: bool
    projects: int
    unpaid_fen: int
    unbudgeted_fen: int
    upkeep_fen: int


def list_payments(actor: Actor) -> QuerySet[PaymentRequest]:
    """Requests for the projects that the actor may see."""
    payments = PaymentRequest.objects.select_related(
        "project__unit", "asked_by__person", "decided_by__person"
    )
    return of_visible(payments, actor)


def access_payment(payment_id: int, *, actor: Actor, lock: bool = False) -> PaymentRequest:
    """A request that the actor may see; NotFound `unknown_payment`."""
    payments = list_payments(actor)
    if lock:
        payments = payments.select_for_update(of=("self",))
    payment = payments.filter(pk=payment_id).first()
    if payment is None:
        raise NotFound(code="unknown_payment")
    return payment


def list_holds(actor: Actor) -> QuerySet[Hold]:
    """Holds on the projects that the actor may see, open and released."""
    return of_visible(Hold.objects.select_related("project__unit", "released_by"), actor)


def list_with_money(actor: Actor) -> QuerySet[Project]:
    """Projects for which money waits: to be reviewed, budgeted or paid."""
    return list_projects(actor).filter(stage__in=_BUDGETABLE)


def list_to_budget(actor: Actor) -> QuerySet[Project]:
    """Projects whose limit is not budgeted yet, with what is left."""
    return (
        list_with_money(actor)
        .filter(limit_fen__gt=F("budgeted_fen"))
        .annotate(left_fen=F("limit_fen") - F("budgeted_fen"))
        .select_related("unit")
    )


def held_sums(actor: Actor) -> list[HeldSum]:
    """Open holds by kind with the sums that they keep back: one query over an index."""
    rows = (
        list_holds(actor)
        .filter(released_at__isnull=True)
        .order_by()
        .values("code", "cites", "blocks")
        .annotate(
            projects=Count("pk"),  # a hold is open once for each project
            held_unpaid=Sum("unpaid_fen"),
            held_unbudgeted=Sum("unbudgeted_fen"),
            held_upkeep=Sum("upkeep_fen"),
        )
        .order_by("-projects", "code")
    )
    return [
        HeldSum(
            code=row["code"],
            cites=row["cites"],
            blocks=row["blocks"],
            projects=row["projects"],
            unpaid_fen=int(row["held_unpaid"]),
            unbudgeted_fen=int(row["held_unbudgeted"]),
            upkeep_fen=int(row["held_upkeep"]),
        )
        for row in rows
    ]


def waits_for(what: str) -> Q:
    """Projects of the library that wait for the review of their funds, or for a budget."""
    reviewed = JournalEntry.objects.filter(project=OuterRef("pk"), kind=Kind.FUNDS_REVIEWED.value)
    in_review = Q(stage=Stage.REVIEWED.value)
    unreviewed = Q(funding_mode=FundingMode.PURCHASE_OF_SERVICES.value) & ~Exists(reviewed.order_by())
    if what == REVIEW:
        return in_review & unreviewed
    investment = Q(funding_mode=FundingMode.GOVERNMENT_INVESTMENT.value)
    return Q(stage=Stage.APPROVED.value) | (in_review & ~investment & ~unreviewed)


def hold_counts(actor: Actor) -> Mapping[str, int]:
    """How many holds keep money back, how many weigh, and how many projects are held: two short queries."""
    in_force = list_holds(actor).filter(released_at__isnull=True).order_by()
    counts = in_force.aggregate(
        keep=Count("pk", filter=Q(blocks=True)), weigh=Count("pk", filter=Q(blocks=False))
    )
    return {**counts, "projects": list_projects(actor).filter(hold_count__gt=0).count()}


def desk_counts(actor: Actor) -> Mapping[str, int]:
    """What the desk of finance shows in its tiles: four short queries."""
    projects = list_projects(actor)
    waiting = list_payments(actor).filter(state="asked").aggregate(n=Count("pk"), fen=Sum("fen"))
    held = projects.filter(hold_count__gt=0).exclude(held_funds="filing")
    return {
        "payments": waiting["n"],
        "payment_fen": waiting["fen"] or 0,
        "to_review": projects.filter(waits_for(REVIEW)).count(),
        "to_budget": projects.filter(waits_for(BUDGET)).count(),
        "held": held.count(),
    }


def judge_payment(project: Project, *, fen: int, contract: str, purpose: str, legal: LegalContext) -> Verdict:
    """Everything that stands against this payment today, before finance is asked."""
    data: dict[str, Any] = {"fen": fen, "purpose": purpose, "contract": contract}
    holds = find_project_holds(project, legal=legal)
    verdict = judge_step(Kind.PAID, project.known, data, holds=holds, legal=legal)
    return verdict + registry.judge_besides(Kind.PAID, project, data, legal)


def judge_next_payment(project: Project, *, legal: LegalContext) -> Verdict:
    """What stands against the smallest payment of any source today; allowed when one source is open.

    Money that was spent is no reason: the form says what is left of each contract.
    """
    known = project.known
    sources = [(contract, "") for contract in known.contracts] + [("", "upkeep")] * bool(known.upkeep_budgets)
    found = [
        judge_payment(project, fen=0, contract=contract, purpose=purpose, legal=legal)
        for contract, purpose in sources
    ]
    return next((one for one in found if one.allowed), found[0] if found else Verdict())


def contract_sums(project: Project) -> list[ContractSum]:
    """Every contract of the project with its party and its money: two queries."""
    known = project.known
    waiting = project.payment_requests.filter(state="asked").exclude(contract="").order_by()
    asked = dict(waiting.values_list("contract").annotate(Sum("fen")))
    on_file = {one.number: one for one in project.delivery_contracts.all()}
    return [
        ContractSum(
            number=number,
            title=on_file[number].title if number in on_file else "",
            party=on_file[number].party if number in on_file else "",
            fen=fen,
            paid=known.paid_by_contract.get(number, 0),
            asked=asked.get(number, 0),
        )
        for number, fen in known.contracts.items()
    ]


def is_payable(project: Project) -> bool:
    """Whether the stage allows payments at all."""
    return project.stage in _PAYABLE


def list_excuses(actor: Actor) -> QuerySet[StartExcuse]:
    """Reasons for a late start of the projects that the actor may see."""
    return of_visible(StartExcuse.objects.select_related("project__unit"), actor)


def excuses_of(project: Project) -> list[StartExcuse]:
    """What was said about late starts of a project, the latest first."""
    return list(project.start_excuses.select_related("asked_by__person", "decided_by__person"))


def list_runs() -> QuerySet[YearEndRun]:
    """Runs at the end of a year."""
    return YearEndRun.objects.select_related("made_by__person", "applied_by__person").annotate(
        line_count=Count("lines"), project_count=Count("lines__project", distinct=True)
    )


def access_run(run_id: int) -> YearEndRun:
    """A run; NotFound `unknown_year_end`. Its page asks for the roles."""
    run = list_runs().filter(pk=run_id).first()
    if run is None:
        raise NotFound(code="unknown_year_end")
    return run


def is_over(run: YearEndRun, *, today: date) -> bool:
    """Whether the year of a run is over, so that it can be carried out."""
    return today >= date(run.year, 12, 31)


def is_interrupted(run: YearEndRun) -> bool:
    """Whether a run was begun, has not ended, and nobody works on it any more."""
    if run.applied_at is None or run.ended_at is not None:
        return False
    return not Job.objects.filter(pk=run.job_id, state__in=Job.ACTIVE).exists()


def job_of(run: YearEndRun) -> Job | None:
    """The work that carries a run out; None before."""
    return Job.objects.filter(pk=run.job_id).first() if run.job_id else None


def is_stalled(job: Job | None, *, now: datetime) -> bool:
    """Whether nobody gives a sign of life: the worker of a job died, or none has taken it for a while."""
    if job is None:
        return False
    if job.state == Job.State.RUNNING:
        return job.lease_until is not None and job.lease_until < now
    return job.state == Job.State.QUEUED and job.created_at + _PATIENCE < now and job.not_before < now
