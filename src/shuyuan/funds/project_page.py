"""What funds add to the project's page: a tab with its money, and the buttons of its head."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from shuyuan.casework.actions import Action
from shuyuan.funds import selectors
from shuyuan.funds.judges import weighs_on
from shuyuan.funds.wording import TONES
from shuyuan.kernel.actor import Actor, Role
from shuyuan.projects.models import Project
from shuyuan.projects.registry import Block, register_actions, register_block
from shuyuan.projects.rules.filing import FundingMode
from shuyuan.projects.rules.holds import find_holds, money_of
from shuyuan.projects.rules.stages import Stage
from shuyuan.projects.rules.steps import judge_budget
from shuyuan.projects.selectors import UNIT_ROLES, hold_facts
from shuyuan.regulations.context import LegalContext

_BEFORE = frozenset({Stage.DRAFT, Stage.FILED, Stage.RETURNED, Stage.PLANNED, Stage.SUBMITTED})
_NOT_BEGUN = frozenset({Stage.BUDGETED, Stage.CLEARED, Stage.PROCURING})
_LIBRARY = frozenset({Stage.REVIEWED, Stage.APPROVED})


def register() -> None:
    """Add the tab and the buttons."""
    register_block(Block("funds", _("Project money"), "funds/block.html", _block, order=60))
    register_actions("funds", _actions, order=60)


def money_context(project: Project) -> dict[str, Any]:
    """Sums by year and contract, as tables show them."""
    known = project.known
    years = sorted({*known.budgets, *known.payments, *known.upkeep_budgets, *known.upkeep_payments})
    return {
        "known": known,
        "years": [
            {
                "year": year,
                "budget": known.budgets.get(year, 0),
                "paid": known.payments.get(year, 0),
                "upkeep": known.upkeep_budgets.get(year, 0),
                "upkeep_paid": known.upkeep_payments.get(year, 0),
            }
            for year in years
        ],
        "contracts": selectors.contract_sums(project),
        "payments": list(project.payment_requests.all()),
        "tones": TONES,
        "excuses": selectors.excuses_of(project),
    }


def _block(request: HttpRequest, project: Project) -> dict[str, Any] | None:
    if project.known.stage in _BEFORE:
        return None
    return {**money_context(project), "may_read": request.actor.role in selectors.READERS}


def _actions(project: Project, actor: Actor, legal: LegalContext) -> list[Action]:
    if actor.role is Role.FINANCE:
        return _for_finance(project, legal)
    if actor.role in UNIT_ROLES and actor.department == project.unit.code:
        return _for_unit(project, legal)
    return []


def _for_unit(project: Project, legal: LegalContext) -> list[Action]:
    known, found = project.known, []
    if selectors.is_payable(project):
        href = reverse("funds:request", args=[project.pk])
        verdict = selectors.judge_next_payment(project, legal=legal)
        found.append(Action(_("Ask for payment"), "receipt", href=href, verdict=verdict))
    if known.stage in _NOT_BEGUN and str(legal.today.year - 1) in known.budgets:
        href = reverse("funds:excuse", args=[project.pk])
        found.append(Action(_("Say why the project has not begun"), "hourglass", href=href))
    return found


def _for_finance(project: Project, legal: LegalContext) -> list[Action]:
    known, found = project.known, []
    href = reverse("funds:project", args=[project.pk])
    is_service = known.funding_mode is FundingMode.PURCHASE_OF_SERVICES
    if known.stage in _LIBRARY and is_service and known.funds_reviewed_on is None:
        found.append(Action(_("Review the funds"), "scale", href=f"{href}#review", is_primary=True))
    if known.stage in _LIBRARY:
        facts = hold_facts([project])[project.pk]
        verdict = judge_budget(known, 1, project.plan_year, find_holds(facts, legal=legal))
        label = _("Budget money")
        if weighs_on(project, money_of(known), facts, legal):
            label = _("Budget money (something weighs against it)")
        found.append(
            Action(label, "report-analytics", href=f"{href}#budget", is_primary=True, verdict=verdict)
        )
    waiting = project.payment_requests.filter(state="asked").order_by("pk")
    found += [
        Action(_("Pay %(number)s") % {"number": one.number}, "receipt", href=one.get_absolute_url())
        for one in waiting
    ]
    return found
