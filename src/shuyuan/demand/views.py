"""Pages of the demand list: HTTP in, one service call, HTTP out."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shuyuan.catalog.selectors import SUBMITTERS
from shuyuan.demand import selectors, services
from shuyuan.demand.actions import demand_actions
from shuyuan.demand.forms import AnswerForm, ConfirmForm, DemandForm, ReasonForm, RouteForm
from shuyuan.demand.lists import TONES, DemandList
from shuyuan.demand.matching import propose
from shuyuan.demand.models import Demand
from shuyuan.demand.rules import Answer, judge_demand
from shuyuan.demand.states import State, Step, allows
from shuyuan.demand.steps import SUBJECT
from shuyuan.demand.wishes import read_items
from shuyuan.kernel.actor import Role
from shuyuan.kernel.errors import BadInput
from shuyuan.web.doors import needs

readers_only = needs(*selectors.READERS)
#: Working days that the form proposes for an answer; the bureau decides on the day.
_ANSWER_DAYS = 10
_LONGEST_WISH = 100


@readers_only
@require_GET
def demand_list(request: HttpRequest) -> HttpResponseBase:
    """The demand list with its counts; departments see their side of it."""
    demands = selectors.list_demands(actor=request.actor)
    context = {
        "can_state": request.actor.role in SUBMITTERS,
        "by_state": selectors.count_by_state(demands),
        "by_provider": selectors.count_by_provider(demands),
        "overdue": selectors.count_overdue(demands, today=request.legal.today),
        "waiting": demands.filter(state=State.WITH_BUREAU).count(),
        "total": demands.count(),
        "met": demands.filter(state=State.GRANTED).count(),
    }
    return DemandList(request, demands).respond("demand/list.html", context)


@needs(*SUBMITTERS)
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """State a demand; `?wished=` comes from a search that found nothing."""
    department = request.actor.department
    if request.method == "GET":
        wished = request.GET.get("wished", "").replace("\0", "")[:_LONGEST_WISH]
        form = DemandForm(initial={"name": wished, "items": wished}, department=department)
        return render(request, "demand/new.html", {"form": form})
    form = DemandForm(request.POST, department=department)
    if not form.is_valid():
        return render(request, "demand/new.html", {"form": form}, status=400)
    verdict = judge_demand(form.wishes.facts(department))
    if not verdict.allowed:
        return render(request, "demand/new.html", {"form": form, "verdict": verdict}, status=409)
    made = services.state_demand(wishes=form.wishes, actor=request.actor, legal=request.legal)
    if made.state == State.MATCHED:
        messages.success(
            request, _("The demand is on the list. Something like it exists already: look below.")
        )
    else:
        messages.success(
            request, _("The demand is on the list; the data administration looks for who has it.")
        )
    return redirect(made)


@needs(*SUBMITTERS)
@require_POST
def preview(request: HttpRequest) -> HttpResponse:
    """What exists already for the demand that is being typed; nothing is saved."""
    name = request.POST.get("name", "").replace("\0", "")[:128]
    wished = read_items(request.POST.get("items", "").replace("\0", ""))[:10]
    found = propose(name, wished, department=request.actor.department, actor=request.actor) if wished else []
    entries = selectors.entries_of(one.entry_id for one in found)
    rows = [{"entry": entries[one.entry_id], "match": one} for one in found if one.entry_id in entries]
    return render(request, "demand/parts/preview.html", {"rows": rows, "asked": bool(wished)})


@readers_only
@require_GET
def demand(request: HttpRequest, number: str) -> HttpResponse:
    """The demand as both sides and the bureau see it."""
    found = selectors.access_demand(number, actor=request.actor)
    return render(request, "demand/demand.html", _context(request, found))


@readers_only
@require_POST
def confirm(request: HttpRequest, number: str) -> HttpResponse:
    """This entry is it: the way to the sharing request is open."""
    selectors.access_as_requester(number, actor=request.actor)
    form = ConfirmForm(request.POST)
    if not form.is_valid():
        raise BadInput(code="unknown_match")
    data = form.cleaned_data
    services.confirm_match(
        number,
        data["match"],
        rest=data["rest"],
        revision=data["revision"],
        actor=request.actor,
        legal=request.legal,
    )
    messages.success(request, _("Confirmed. Now request the data from its provider."))
    return redirect("demand:demand", number)


@readers_only
@require_POST
def decline(request: HttpRequest, number: str) -> HttpResponse:
    """None of them fits."""
    selectors.access_as_requester(number, actor=request.actor)
    services.decline_matches(number, **_reason(request), actor=request.actor, legal=request.legal)
    messages.success(request, _("The data administration looks further."))
    return redirect("demand:demand", number)


@readers_only
@require_POST
def withdraw(request: HttpRequest, number: str) -> HttpResponse:
    """Needed no longer."""
    selectors.access_as_requester(number, actor=request.actor)
    services.withdraw_demand(number, **_reason(request), actor=request.actor, legal=request.legal)
    messages.success(request, _("The demand is withdrawn; it stays on the list."))
    return redirect("demand:demand", number)


@needs(Role.DATA_ADMINISTRATION)
@require_POST
def route(request: HttpRequest, number: str) -> HttpResponse:
    """The bureau sends it to a provider."""
    found = selectors.access_demand(number, actor=request.actor)
    form = RouteForm(request.POST, department=found.department.code)
    if not form.is_valid():
        context = {**_context(request, found), "route_form": form}
        return render(request, "demand/demand.html", context, status=400)
    services.route_demand(number, **form.cleaned_data, actor=request.actor, legal=request.legal)
    messages.success(request, _("The provider has it in its inbox."))
    return redirect("demand:demand", number)


@needs(Role.DATA_ADMINISTRATION)
@require_POST
def refuse(request: HttpRequest, number: str) -> HttpResponse:
    """The bureau ends it with a reason."""
    reason = _reason(request)["reason"]
    services.refuse_demand(number, reason=reason, actor=request.actor, legal=request.legal)
    messages.success(request, _("The department sees the reason."))
    return redirect("demand:demand", number)


@readers_only
@require_POST
def answer(request: HttpRequest, number: str) -> HttpResponse:
    """The provider answers."""
    selectors.access_as_provider(number, actor=request.actor)
    found = selectors.access_demand(number, actor=request.actor)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        context = {**_context(request, found), "answer_form": form}
        return render(request, "demand/demand.html", context, status=400)
    data = form.cleaned_data
    services.answer_demand(
        number, answer=Answer(data.pop("answer")), **data, actor=request.actor, legal=request.legal
    )
    messages.success(request, _("Your answer lies with the demand."))
    return redirect("demand:demand", number)


@readers_only
@require_POST
def draft(request: HttpRequest, number: str) -> HttpResponse:
    """The provider begins the entry that it promised, with the wished items in it."""
    made = services.propose_draft(number, actor=request.actor, legal=request.legal)
    messages.success(request, _("A draft with the wished items is ready; complete it and hand it in."))
    return redirect("catalog:edit", made.pk)


def _reason(request: HttpRequest) -> dict[str, Any]:
    form = ReasonForm(request.POST)
    if not form.is_valid():
        raise BadInput(code="demand_reason_missing")
    return {"reason": form.cleaned_data["reason"], "revision": form.cleaned_data["revision"] or 0}


def _context(request: HttpRequest, found: Demand) -> dict[str, Any]:
    """What the page shows to this reader."""
    actor = request.actor
    is_owner = found.department.code == actor.department and actor.role in SUBMITTERS
    is_provider = (
        found.provider is not None and found.provider.code == actor.department and actor.role in SUBMITTERS
    )
    actions = demand_actions(found, actor)
    provider = found.provider or found.likely_provider
    due = request.legal.calendar.add(request.legal.today, _ANSWER_DAYS)
    can_answer = is_provider and allows(found.state, Step.PASS_BACK)
    return {
        "found": found,
        "subject": SUBJECT,
        "tone": TONES[State(found.state)],
        "items": list(found.items.all()),
        "matches": list(selectors.list_matches(found)),
        "steps": _progress(found),
        "rest": list(found.rest.all()),
        "actions": actions,
        "dialogs": {action.dialog for action in actions if action.is_open},
        "is_owner": is_owner,
        "can_confirm": is_owner and allows(found.state, Step.CONFIRM),
        "can_route": actor.is_administration and allows(found.state, Step.ROUTE),
        "can_answer": can_answer,
        "route_form": RouteForm(
            initial={"provider": provider.code if provider else "", "due_on": due},
            department=found.department.code,
        ),
        "answer_form": AnswerForm(initial={"answer": Answer.HAS_ENTRY.value}) if can_answer else None,
        "reason_form": ReasonForm(initial={"revision": found.revision}),
    }


def _progress(found: Demand) -> list[tuple[Any, str]]:
    """How far the demand is on its way."""
    state = State(found.state)
    labels = [
        _("Stated"),
        _("Matched or routed"),
        _("Cataloged"),
        _("Sharing requested"),
        _("Granted to the department"),
    ]
    at = {
        State.RETURNED: 0,
        State.MATCHED: 1,
        State.WITH_BUREAU: 1,
        State.ROUTED: 1,
        State.ACCEPTED: 2,
        State.CATALOGED: 3,
        State.REQUESTED: 4,
        State.GRANTED: 5,
    }.get(state)
    if at is None:
        last = _("Cannot be met") if state is State.REFUSED else _("Withdrawn")
        return [(labels[0], "done"), (last, "stopped")]
    return [
        (label, "done" if place < at else "now" if place == at else "next")
        for place, label in enumerate(labels)
    ]
