"""The rows of the pictures that the portfolio and the workbench both show."""

from typing import Any

from django.utils.translation import gettext as _

from shuyuan.portfolio.selectors import Portfolio
from shuyuan.projects.wording import STAGES


def money_rows(found: Portfolio) -> list[tuple[str, int]]:
    """What was planned, approved, budgeted, contracted and paid, in fen."""
    total = found.total
    return [
        (_("Planned"), total.planned_fen),
        (_("Approved"), total.approved_fen),
        (_("Budgeted"), total.budgeted_fen),
        (_("Contracted"), total.contracted_fen),
        (_("Paid"), total.paid_fen),
    ]


def funnel_rows(found: Portfolio) -> list[tuple[Any, int]]:
    """How many living projects have come at least as far as each of these stages."""
    return [(STAGES[stage], count) for stage, count in found.funnel()]
