"""Finance reviews funds and budgets money, one project or many at once, each judged by itself."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db import transaction

from shuyuan.funds.checks import need_document, need_words, require_revision
from shuyuan.kernel.actor import Actor, Role
from shuyuan.kernel.errors import Conflict, NotFound, RuleRefused, ShuyuanError
from shuyuan.kernel.verdict import Verdict
from shuyuan.projects.models import JournalEntry
from shuyuan.projects.rules.stages import Kind
from shuyuan.projects.selectors import access_project_as, require_role
from shuyuan.projects.steps import note
from shuyuan.regulations.context import LegalContext

BUDGET = "jz-project-2020/12.1"
_REVIEW = "jz-project-2020/10.2"
_UPKEEP = "jz-project-2020/24.1"


@dataclass(frozen=True)
class BudgetLine:
    """Money for one project of the year's list; `reason` where something weighs against it."""

    project_id: int
    fen: int
    reason: str = ""
    revision: int | None = None


@dataclass(frozen=True)
class BudgetResult:
    """What became of a line: budgeted, or the reasons of the law, or an error with its code and facts."""

    line: BudgetLine
    is_done: bool = False
    verdict: Verdict = field(default_factory=Verdict)
    error: ShuyuanError | None = None


@transaction.atomic(durable=True)
def review_funds(
    project_id: int,
    *,
    fen: int,
    opinion: str,
    revision: int | None = None,
    actor: Actor,
    legal: LegalContext,
) -> JournalEntry:
    """Finance says how much of the money asked for is reasonable, and why."""
    project = access_project_as(project_id, Role.FINANCE, actor=actor, lock=True)
    require_revision(project, revision)
    data = {"fen": fen, "opinion": need_words(opinion)}
    return note(project, Kind.FUNDS_REVIEWED, data=data, cites=_REVIEW, actor=actor, legal=legal)


@transaction.atomic(durable=True)
def budget_project(
    project_id: int,
    *,
    year: int,
    fen: int,
    document: str,
    reason: str = "",
    revision: int | None = None,
    actor: Actor,
    legal: LegalContext,
) -> JournalEntry:
    """Budget construction or purchase money of a year by a document.

    Raises RuleRefused with every reason of gate, limit and holds, also when something weighs against it and
    no `reason` is given; Conflict `money_changed` for an old page.
    """
    project = access_project_as(project_id, Role.FINANCE, actor=actor, lock=True)
    require_revision(project, revision)
    data = {"year": year, "fen": fen, "document": need_document(document), **_said(reason)}
    return note(project, Kind.BUDGETED, data=data, cites=BUDGET, actor=actor, legal=legal)


@transaction.atomic(durable=True)
def budget_upkeep(
    project_id: int,
    *,
    year: int,
    fen: int,
    document: str,
    reason: str = "",
    revision: int | None = None,
    actor: Actor,
    legal: LegalContext,
) -> JournalEntry:
    """Budget upkeep money of a year for a system in operation; raises as `budget_project`."""
    project = access_project_as(project_id, Role.FINANCE, actor=actor, lock=True)
    require_revision(project, revision)
    data = {"year": year, "fen": fen, "document": need_document(document), **_said(reason)}
    return note(project, Kind.UPKEEP_BUDGETED, data=data, cites=_UPKEEP, actor=actor, legal=legal)


def budget_many(
    lines: Iterable[BudgetLine], *, year: int, document: str, actor: Actor, legal: LegalContext
) -> list[BudgetResult]:
    """Budget a list of projects, each in a transaction of its own: one that is refused stops no other.

    Raises NotPermitted for others than finance, BadInput without the document's number.
    """
    require_role(actor, Role.FINANCE)
    document = need_document(document)
    return [_budget_one(line, year, document, actor=actor, legal=legal) for line in lines]


def _budget_one(
    line: BudgetLine, year: int, document: str, *, actor: Actor, legal: LegalContext
) -> BudgetResult:
    try:
        budget_project(
            line.project_id,
            year=year,
            fen=line.fen,
            document=document,
            reason=line.reason,
            revision=line.revision,
            actor=actor,
            legal=legal,
        )
    except RuleRefused as refused:
        return BudgetResult(line, verdict=refused.verdict)
    except (Conflict, NotFound) as error:
        return BudgetResult(line, error=error)
    return BudgetResult(line, is_done=True)


def _said(reason: str) -> dict[str, str]:
    return {"reason": need_words(reason)} if reason.strip() else {}
