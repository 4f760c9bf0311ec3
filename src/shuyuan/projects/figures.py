"""Figures of a project: money that is kept back (also as an expression for lists), days behind its plan."""

from collections.abc import Iterable
from datetime import date

from django.db.models import BigIntegerField, Case, F, Q, Value, When
from django.db.models.functions import Greatest

from shuyuan.projects.models import Project
from shuyuan.projects.rules.filing import FundingMode, ProjectKind
from shuyuan.projects.rules.holds import Funds
from shuyuan.projects.rules.stages import Stage

_UPKEEP_ONLY = Q(funding_mode=FundingMode.UPKEEP_ONLY.value) | Q(kind=ProjectKind.OPERATE.value)
_OWN_MONEY = (
    (_UPKEEP_ONLY & Q(held_funds__contains=Funds.UPKEEP.value))
    | (~_UPKEEP_ONLY & Q(held_funds__contains=Funds.CONSTRUCTION.value))
    | (~_UPKEEP_ONLY & Q(held_funds__contains=Funds.PURCHASE.value))
)
#: Funded, and not completed yet.
_TO_COMPLETE = frozenset({Stage.BUDGETED, Stage.CLEARED, Stage.PROCURING, Stage.BUILDING})

#: What the project could still get of its own money, where that is kept back; 0 elsewhere.
HELD_FEN = Case(
    When(
        Q(hold_count__gt=0) & _OWN_MONEY,
        then=Greatest(Greatest(F("limit_fen"), F("budgeted_fen")) - F("paid_fen"), Value(0)),
    ),
    default=Value(0),
    output_field=BigIntegerField(),
)


def held_fen(project: Project) -> int:
    """The same for one project: what may be budgeted (or was, beyond it) less what was paid.

    Upkeep of a running system that is kept back has no sum of its own; it counts as nothing here.
    """
    upkeep = project.mode is FundingMode.UPKEEP_ONLY or project.project_kind is ProjectKind.OPERATE
    own = {Funds.UPKEEP.value} if upkeep else {Funds.CONSTRUCTION.value, Funds.PURCHASE.value}
    if not project.hold_count or not own & set(project.held_funds.split(",")):
        return 0
    return max(max(project.limit_fen, project.budgeted_fen) - project.paid_fen, 0)


def days_behind(project: Project, *, today: date) -> int:
    """Days since the planned end of a project that has its money and is not completed; 0 in time."""
    end = project.planned_end_on
    return max((today - end).days, 0) if end and Stage(project.stage) in _TO_COMPLETE else 0


def hold_sums(project: Project, funds: Iterable[str]) -> dict[str, int]:
    """What a hold on these kinds of money keeps back: budgeted and unpaid, asked for, upkeep budgets."""
    kinds = set(funds)
    own = bool(kinds & {Funds.CONSTRUCTION.value, Funds.PURCHASE.value})
    return {
        "unpaid_fen": project.budgeted_fen - project.paid_fen if own else 0,
        "unbudgeted_fen": max(project.limit_fen - project.budgeted_fen, 0) if own else 0,
        "upkeep_fen": project.upkeep_fen if Funds.UPKEEP.value in kinds else 0,
    }
