"""Requests for payment: the unit asks, finance pays or refuses."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shuyuan.audit.steps import record_refusal
from shuyuan.funds import selectors, services
from shuyuan.funds.forms import PayForm, PaymentForm, ReasonForm
from shuyuan.funds.inbox import PAYMENT_SUBJECT
from shuyuan.funds.lists import PaymentList
from shuyuan.funds.models import PaymentRequest
from shuyuan.funds.wording import TONES
from shuyuan.kernel.actor import Role
from shuyuan.kernel.errors import RuleRefused
from shuyuan.kernel.verdict import Verdict
from shuyuan.projects.deciding import act_on, note_impossible
from shuyuan.projects.models import Project
from shuyuan.projects.money import money_words
from shuyuan.projects.selectors import UNIT_ROLES, access_own_project
from shuyuan.web.doors import needs

readers_only = needs(*selectors.READERS)
unit_only = needs(*UNIT_ROLES)
finance_only = needs(Role.FINANCE)
#: The choice of the form that means the upkeep budget instead of a contract.
_UPKEEP = "upkeep:"


@readers_only
@require_GET
def payment_list(request: HttpRequest) -> HttpResponseBase:
    """Requests; units see their own."""
    return PaymentList(request, selectors.list_payments(request.actor)).respond("funds/payments.html")


@unit_only
@require_http_methods(["GET", "POST"])
def request_one(request: HttpRequest, project_id: int) -> HttpResponse:
    """Ask for a payment; what stands against it is shown before it goes to finance."""
    project = access_own_project(project_id, actor=request.actor)
    sources = _sources(project)
    only = {"what": sources[0][0]} if len(sources) == 1 else {}
    form = PaymentForm(request.POST or None, contracts=sources, initial=only)
    verdict, status = Verdict(), 200
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        upkeep = data["what"] == _UPKEEP
        asked = {
            "fen": data["fen"],
            "contract": "" if upkeep else data["what"],
            "purpose": "upkeep" if upkeep else "",
        }
        try:
            made = services.request_payment(
                project_id, **asked, grounds=data["grounds"], actor=request.actor, legal=request.legal
            )
        except RuleRefused as refused:
            verdict, status = refused.verdict, 409
            record_refusal(refused, actor=request.actor, path=request.path)
        else:
            messages.success(request, _("Finance has the request; add invoice and certificates now."))
            return redirect(made)
    elif request.method == "POST":
        note_impossible(request, form)
        status = 400
    shut = Verdict() if form.is_bound else selectors.judge_next_payment(project, legal=request.legal)
    context = {
        "project": project,
        "form": form,
        "verdict": verdict,
        "shut": shut,
        "has_source": bool(sources),
        "is_time": selectors.is_payable(project),
    }
    return render(request, "funds/request.html", context, status=status)


@readers_only
@require_GET
def payment(request: HttpRequest, payment_id: int) -> HttpResponse:
    """One request with its documents."""
    found = selectors.access_payment(payment_id, actor=request.actor)
    return render(request, "funds/payment.html", _context(request, found))


@finance_only
@require_POST
def pay(request: HttpRequest, payment_id: int) -> HttpResponse:
    """Pay it."""
    words = _("Paid; it stands in the journal of the project.")
    return _decide(request, payment_id, "pay_form", PayForm(request.POST), services.pay, done=words)


@finance_only
@require_POST
def refuse(request: HttpRequest, payment_id: int) -> HttpResponse:
    """Do not pay it."""
    words = _("Refused; the unit sees the reason.")
    return _decide(
        request, payment_id, "reason_form", ReasonForm(request.POST), services.refuse_payment, done=words
    )


@unit_only
@require_POST
def withdraw(request: HttpRequest, payment_id: int) -> HttpResponse:
    """Take it back."""
    made = services.withdraw_payment(payment_id, actor=request.actor, legal=request.legal)
    messages.success(request, _("The request is withdrawn."))
    return redirect(made)


def _decide(
    request: HttpRequest, payment_id: int, name: str, form: Form, act: Callable[..., object], *, done: str
) -> HttpResponse:
    """Act on the form of that name; with faults the page comes again with it."""
    found = selectors.access_payment(payment_id, actor=request.actor)

    def again(bound: Form) -> HttpResponse:
        return render(request, "funds/payment.html", {**_context(request, found), name: bound}, status=400)

    return act_on(request, form, partial(act, payment_id), again=again, done=done, to=found)


def _sources(project: Project) -> list[tuple[str, Any]]:
    """The contracts with party, sum, what was paid and what is left, and the upkeep budget."""
    found: list[tuple[str, Any]] = [(one.number, _in_words(one)) for one in selectors.contract_sums(project)]
    known = project.known
    if known.upkeep_budgets:
        left = sum(known.upkeep_budgets.values()) - sum(known.upkeep_payments.values())
        found.append((_UPKEEP, _("Upkeep budget, %(left)s left") % {"left": money_words(left)}))
    return found


def _in_words(contract: selectors.ContractSum) -> str:
    name = " · ".join(part for part in (contract.number, contract.title, contract.party) if part)
    money = _("sum %(sum)s, paid %(paid)s, left %(left)s") % {
        "sum": money_words(contract.fen),
        "paid": money_words(contract.paid),
        "left": money_words(contract.left),
    }
    if contract.asked:
        money += _(", asked for and not decided %(asked)s") % {"asked": money_words(contract.asked)}
    return _("%(contract)s: %(money)s") % {"contract": name, "money": money}


def _context(request: HttpRequest, found: PaymentRequest) -> dict[str, Any]:
    actor, is_open = request.actor, found.state == "asked"
    project = found.project
    verdict = (
        selectors.judge_payment(
            project, fen=found.fen, contract=found.contract, purpose=found.purpose, legal=request.legal
        )
        if is_open
        else Verdict()
    )
    is_own = project.unit.code == actor.department and actor.role in UNIT_ROLES
    return {
        "payment": found,
        "contract": next((c for c in selectors.contract_sums(project) if c.number == found.contract), None),
        "project": project,
        "tone": TONES[found.state],
        "verdict": verdict,
        "is_open": is_open,
        "may_decide": is_open and actor.role is Role.FINANCE,
        "may_withdraw": is_open and is_own,
        "pay_form": PayForm(initial={"on": request.legal.today}),
        "reason_form": ReasonForm(),
        "documents": PAYMENT_SUBJECT,
    }
