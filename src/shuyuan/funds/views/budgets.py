"""Money of one project for finance, and the budgets of a year for many at once."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shuyuan.audit.steps import record_refusal
from shuyuan.evaluation.selectors import weight_for_budget
from shuyuan.funds import selectors, services
from shuyuan.funds.checks import each_once
from shuyuan.funds.forms import BudgetForm, ReviewForm, YearBudgetForm
from shuyuan.funds.judges import weighs_on
from shuyuan.funds.project_page import money_context
from shuyuan.funds.services import BudgetLine, BudgetResult
from shuyuan.kernel.actor import Role
from shuyuan.kernel.errors import BadInput, RuleRefused
from shuyuan.projects.deciding import act_on, note_amount
from shuyuan.projects.forms import MoneyField
from shuyuan.projects.models import Project
from shuyuan.projects.rules.facts import ProjectFacts
from shuyuan.projects.rules.filing import FundingMode
from shuyuan.projects.rules.holds import Funds, HoldFacts, find_holds, judge_money, money_of
from shuyuan.projects.rules.stages import STEPS, Kind, Stage
from shuyuan.projects.rules.steps import judge_budget
from shuyuan.projects.selectors import access_project, access_project_as, hold_facts
from shuyuan.web.doors import needs

finance_only = needs(Role.FINANCE)
_PER_PAGE = 30


@needs(*selectors.READERS)
@require_GET
def project(request: HttpRequest, project_id: int) -> HttpResponse:
    """Everything about the money of one project; finance decides here."""
    found = access_project(project_id, actor=request.actor)
    return render(request, "funds/project.html", _context(request, found))


@finance_only
@require_POST
def review(request: HttpRequest, project_id: int) -> HttpResponse:
    """Review the funds."""
    form = ReviewForm(request.POST)
    return _decide(
        request, project_id, "review_form", form, services.review_funds, done=_("The funds are reviewed.")
    )


@finance_only
@require_POST
def budget(request: HttpRequest, project_id: int) -> HttpResponse:
    """Budget construction or purchase money."""
    form = BudgetForm(request.POST)
    return _decide(
        request, project_id, "budget_form", form, services.budget_project, done=_("The money is budgeted.")
    )


@finance_only
@require_POST
def upkeep(request: HttpRequest, project_id: int) -> HttpResponse:
    """Budget upkeep money."""
    form = BudgetForm(request.POST, auto_id="upkeep_%s")
    return _decide(
        request,
        project_id,
        "upkeep_form",
        form,
        services.budget_upkeep,
        done=_("The upkeep money is budgeted."),
    )


@finance_only
@require_http_methods(["GET", "POST"])
def year(request: HttpRequest) -> HttpResponse:
    """The list of the year: amounts for many projects, each judged by itself."""
    waiting = selectors.list_to_budget(request.actor)
    # keys are sorted, and only the rows of the page are read
    page = Paginator(waiting.order_by("plan_year", "pk").values_list("pk", flat=True), _PER_PAGE)
    shown = page.get_page(request.GET.get("page"))
    form = YearBudgetForm(request.POST or None, initial={"year": request.legal.today.year + 1})
    results: list[dict[str, Any]] = []
    status = 200
    if request.method == "POST":
        lines, wrong = _lines(request)
        if form.is_valid() and lines and not wrong:
            given = services.budget_many(lines, **form.cleaned_data, actor=request.actor, legal=request.legal)
            _keep_refusals(request, given)
            names = dict(
                Project.objects.filter(pk__in=[line.project_id for line in lines]).values_list("pk", "name")
            )
            results = [{"name": names.get(one.line.project_id, ""), "result": one} for one in given]
            shown = page.get_page(request.GET.get("page"))
        else:
            status = 400
        wrong_ids = wrong
    else:
        wrong_ids = {}
    found = list(waiting.order_by("plan_year", "pk").filter(pk__in=list(shown)))
    facts = hold_facts(found)
    rows = [_row(one, facts[one.pk], request, wrong_ids) for one in found]
    context = {
        "page": shown,
        "rows": rows,
        "form": form,
        "results": results,
        "done": sum(one["result"].is_done for one in results),
        "nothing_chosen": status != 200 and form.is_valid() and not wrong_ids,  # noqa: PLR2004
    }
    return render(request, "funds/budgets.html", context, status=status)


def _keep_refusals(request: HttpRequest, given: list[BudgetResult]) -> None:
    """Lines that the law refused go into the trail, each under the address of its own budget."""
    for one in given:
        if not one.verdict.allowed:
            path = reverse("funds:budget", args=[one.line.project_id])
            record_refusal(RuleRefused(one.verdict), actor=request.actor, path=path)


def _lines(request: HttpRequest) -> tuple[list[BudgetLine], dict[int, str]]:
    """The chosen lines, and what is wrong with amounts by project."""
    lines, wrong, money = [], {}, MoneyField()
    for given in request.POST.getlist("line"):
        if not given.isdecimal() or len(given) > 18:  # noqa: PLR2004 no key is longer
            raise BadInput(code="bad_budget_line")
        project_id = int(given)
        try:
            fen = money.clean(request.POST.get(f"fen_{given}", ""))
        except ValidationError as error:
            wrong[project_id] = " ".join(error.messages)
            if error.code in money.IMPOSSIBLE:
                note_amount(request, f"fen_{given}", cites=money.cites)
            continue
        revision = request.POST.get(f"revision_{given}", "")
        lines.append(
            BudgetLine(
                project_id,
                fen,
                request.POST.get(f"reason_{given}", ""),
                int(revision) if revision.isdecimal() and len(revision) < 10 else None,  # noqa: PLR2004
            )
        )
    return lines, wrong


def _row(found: Any, facts: HoldFacts, request: HttpRequest, wrong: dict[int, str]) -> dict[str, Any]:
    known = facts.project
    holds = find_holds(facts, legal=request.legal)
    verdict = judge_budget(known, found.left_fen, request.legal.today.year, holds)
    return {
        "project": found,
        "left": found.left_fen,
        "verdict": each_once(verdict),
        "weighs": weighs_on(found, money_of(known), facts, request.legal),
        "wrong": wrong.get(found.pk, ""),
        "fen": request.POST.get(f"fen_{found.pk}", ""),
        "reason": request.POST.get(f"reason_{found.pk}", ""),
    }


def _is_reviewed_here(known: ProjectFacts) -> bool:
    """Investments are assessed by the commission; finance reviews the funds of everything else."""
    return known.funding_mode is not FundingMode.GOVERNMENT_INVESTMENT


def _decide(
    request: HttpRequest, project_id: int, name: str, form: Form, act: Callable[..., object], *, done: str
) -> HttpResponse:
    """Act on the form of that name; with faults the page comes again with it."""
    found = access_project_as(project_id, Role.FINANCE, actor=request.actor)

    def again(bound: Form) -> HttpResponse:
        context = {**_context(request, found), name: bound}
        return render(request, "funds/project.html", context, status=400)

    to = reverse("funds:project", args=[project_id])
    return act_on(request, form, partial(act, project_id), again=again, done=done, to=to)


def _context(request: HttpRequest, found: Project) -> dict[str, Any]:
    known, legal = found.known, request.legal
    facts = hold_facts([found])[found.pk]
    holds = find_holds(facts, legal=legal)
    is_finance = request.actor.role is Role.FINANCE
    left = max(known.limit_fen - known.budgeted_fen, 0)
    initial = {"revision": found.revision, "year": legal.today.year + 1}
    gate = judge_budget(known, min(left, 1), legal.today.year, holds)
    return {
        **money_context(found),
        "project": found,
        "left": left,
        "holds": holds,
        "gate": each_once(gate),
        "upkeep_gate": judge_money(holds, Funds.UPKEEP),
        "weighs": weighs_on(found, money_of(known), facts, legal),
        "upkeep_weighs": weighs_on(found, Funds.UPKEEP, facts, legal),
        "may_review": is_finance and known.stage is Stage.REVIEWED and _is_reviewed_here(known),
        "evaluation": weight_for_budget(found) if known.evaluated_on else None,
        "may_budget": is_finance and known.stage in STEPS[Kind.BUDGETED].stages and left > 0,
        "may_upkeep": is_finance and known.stage is Stage.OPERATING,
        "review_form": ReviewForm(initial={**initial, "fen": known.funds_reviewed_fen or known.planned_fen}),
        "budget_form": BudgetForm(initial={**initial, "fen": left or None}),
        "upkeep_form": BudgetForm(initial=initial, auto_id="upkeep_%s"),
    }
