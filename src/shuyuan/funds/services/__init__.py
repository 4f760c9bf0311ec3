"""Writes of funds: each is one transaction with one audit entry."""

from shuyuan.funds.services.budgets import (
    BudgetLine,
    BudgetResult,
    budget_many,
    budget_project,
    budget_upkeep,
    review_funds,
)
from shuyuan.funds.services.excuses import ask_excuse, grant_excuse, refuse_excuse
from shuyuan.funds.services.payments import pay, refuse_payment, request_payment, withdraw_payment
from shuyuan.funds.services.year_end import apply_year_end, begin_applying, prepare_year_end

__all__ = [
    "BudgetLine",
    "BudgetResult",
    "apply_year_end",
    "ask_excuse",
    "begin_applying",
    "budget_many",
    "budget_project",
    "budget_upkeep",
    "grant_excuse",
    "pay",
    "prepare_year_end",
    "refuse_excuse",
    "refuse_payment",
    "request_payment",
    "review_funds",
    "withdraw_payment",
]
