"""Pages of the consumer: my requests, and the way from wishes to grounds to the check of the answers."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shuyuan.catalog.models import Entry
from shuyuan.catalog.rules import SharingType
from shuyuan.catalog.selectors import access_published_entry, published_version
from shuyuan.catalog.snapshots import spec_of
from shuyuan.kernel.errors import Conflict, NotFound
from shuyuan.sharing import rules, services
from shuyuan.sharing.actions import request_actions
from shuyuan.sharing.forms.requests import GroundsForm, OpinionForm, WishesForm
from shuyuan.sharing.inbox import REQUEST
from shuyuan.sharing.lists import DECISION_TONES, RequestList, mode_names, request_tone
from shuyuan.sharing.models import SharingRequest
from shuyuan.sharing.selectors import (
    DEPARTMENT_ROLES,
    access_request,
    list_active_clients,
    list_requests,
    require_department_post,
)
from shuyuan.sharing.services.requests import request_facts
from shuyuan.sharing.states import IN_THE_CONSUMERS_HANDS, Decision, RequestState
from shuyuan.sharing.wishes import offered_items
from shuyuan.sharing.wording import describe_filters, describe_mask
from shuyuan.web.doors import signed_in


@signed_in
@require_GET
def request_list(request: HttpRequest) -> HttpResponseBase:
    """Requests that the actor may see."""
    return RequestList(request, list_requests(actor=request.actor)).respond("sharing/requests.html")


@signed_in
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, entry: str) -> HttpResponse:
    """The first step of a request for an entry: what is wished for."""
    require_department_post(request.actor)
    found = access_published_entry(entry)
    form = _wishes_form(request, found)
    if request.method == "POST" and form.is_valid():
        made = services.draft_request(
            found.code, wishes=form.cleaned_data["wishes"], actor=request.actor, legal=request.legal
        )
        return redirect("sharing:grounds", made.number)
    return _wishes_page(request, form, found, None)


@signed_in
@require_http_methods(["GET", "POST"])
def wishes(request: HttpRequest, number: str) -> HttpResponse:
    """The first step again, for a draft."""
    draft = _access_draft(request, number)
    form = _wishes_form(request, draft.entry, draft)
    if request.method == "POST" and form.is_valid():
        services.change_wishes(
            number,
            revision=form.cleaned_data["revision"] or 0,
            wishes=form.cleaned_data["wishes"],
            actor=request.actor,
            legal=request.legal,
        )
        return redirect("sharing:grounds", number)
    return _wishes_page(request, form, draft.entry, draft)


@signed_in
@require_http_methods(["GET", "POST"])
def grounds(request: HttpRequest, number: str) -> HttpResponse:
    """The second step: purpose and bases."""
    draft = _access_draft(request, number)
    names = ("revision", "purpose_kind", "purpose", "scenario", "legal_basis", "duty_basis", "business_need")
    types = [SharingType(item.sharing_type) for item in draft.items.all()]
    at_once = all(rules.is_granted_at_once(kind) for kind in types)
    form = GroundsForm(
        request.POST if request.method == "POST" else None,
        initial={name: getattr(draft, name) for name in names},
        offered_kinds=draft.entry.sharing_purposes,
        at_once=at_once,
    )
    if request.method == "POST" and form.is_valid():
        services.state_grounds(
            number,
            revision=form.cleaned_data["revision"],
            grounds=form.grounds,
            actor=request.actor,
            legal=request.legal,
        )
        return redirect("sharing:check", number)
    context = {"form": form, "draft": draft, "at_once": at_once, "steps": _steps(2)}
    return render(request, "sharing/grounds.html", context, status=400 if form.is_bound else 200)


@signed_in
@require_http_methods(["GET", "POST"])
def check(request: HttpRequest, number: str) -> HttpResponse:
    """The third step: all answers on one page, what the law still misses, and the button."""
    draft = _access_draft(request, number)
    if request.method == "POST":
        given = request.POST.get("revision", "")
        revision = int(given) if given.isdecimal() else 0
        done = services.submit_request(number, revision=revision, actor=request.actor, legal=request.legal)
        if done.state == RequestState.DECIDED:
            messages.success(request, _("Granted at once: all items are open to every department."))
            return redirect("sharing:grant", done.grant.number)
        messages.success(request, _("Submitted. The bureau decides; the provider is asked for its opinion."))
        return redirect("sharing:request", number)
    verdict = rules.judge_request(request_facts(draft))
    context = {"draft": draft, "verdict": verdict, "steps": _steps(3), **_described(draft)}
    return render(request, "sharing/check.html", context)


@signed_in
@require_GET
def detail(request: HttpRequest, number: str) -> HttpResponse:
    """A request with its items, decisions and history; drafts go on where they stopped."""
    found = access_request(number, actor=request.actor)
    actor = request.actor
    if found.state == RequestState.DRAFT:
        return redirect("sharing:check", number)
    actions = request_actions(found, actor)
    waiting = found.state == RequestState.SUBMITTED
    context = {
        "found": found,
        "tone": request_tone(found),
        "steps": _progress(found),
        "subject": REQUEST,
        "actions": actions,
        "can_return": any(action.dialog == "return" and action.is_open for action in actions),
        "is_consumer": found.consumer.code == actor.department,
        "opinion_form": OpinionForm()
        if waiting and found.provider.code == actor.department and actor.role in DEPARTMENT_ROLES
        else None,
        **_described(found),
    }
    return render(request, "sharing/request.html", context)


@signed_in
@require_POST
def withdraw(request: HttpRequest, number: str) -> HttpResponse:
    """Take a draft or an undecided request back."""
    services.withdraw_request(number, actor=request.actor, legal=request.legal)
    messages.success(request, _("The request is withdrawn."))
    return redirect("sharing:requests")


def _access_draft(request: HttpRequest, number: str) -> SharingRequest:
    """The draft, or what was returned, for the pages of the consumer; Conflict when it was handed in."""
    found = access_request(number, actor=request.actor)
    if found.consumer.code != request.actor.department:
        raise NotFound(code="unknown_request")
    if found.state not in IN_THE_CONSUMERS_HANDS:
        raise Conflict(code="request_not_draft", state=found.state)
    return found


def _wishes_form(request: HttpRequest, entry: Entry, draft: SharingRequest | None = None) -> WishesForm:
    """The form; a new one begins with the items that the address names (`?item=`), as from a demand."""
    snapshot = published_version(entry).snapshot
    return WishesForm(
        request.POST if request.method == "POST" else None,
        spec=spec_of(snapshot),
        offered=offered_items(snapshot),
        clients=list(list_active_clients(request.actor.department)),
        today=request.legal.today,
        request=draft,
        initial={"items": request.GET.getlist("item")},
    )


def _wishes_page(
    request: HttpRequest, form: WishesForm, entry: Entry, draft: SharingRequest | None
) -> HttpResponse:
    context = {"form": form, "entry": entry, "draft": draft, "steps": _steps(1)}
    return render(request, "sharing/wishes.html", context, status=400 if form.is_bound else 200)


def _steps(now: int) -> list[tuple[Any, str]]:
    """The three steps of a request with where it stands."""
    labels = [_("Items and term"), _("Purpose and bases"), _("Check your answers")]
    states = {number: "done" if number < now else "now" if number == now else "next" for number in (1, 2, 3)}
    return [(label, states[number]) for number, label in enumerate(labels, 1)]


def _progress(found: SharingRequest) -> list[tuple[Any, str, str]]:
    """How far a submitted request is."""
    submitted = f"{found.submitted_at:%Y-%m-%d}" if found.submitted_at else ""
    decided = f"{found.decided_at:%Y-%m-%d}" if found.decided_at else ""
    if found.state == RequestState.WITHDRAWN:
        return [(_("Handed in"), "done", submitted), (_("Withdrawn"), "stopped", "")]
    if found.state == RequestState.RETURNED:
        back = (_("Completed by the department"), "now", "")
        return [(_("Handed in"), "done", submitted), back, (_("Decision"), "next", "")]
    is_decided = found.state == RequestState.DECIDED
    at_once = is_decided and found.decided_by_id is None
    opinion = [] if at_once else [(_("Opinion of the provider"), "done" if found.opinion else "now", "")]
    if is_decided and not at_once and not found.opinion:
        opinion = [(_("Opinion of the provider"), "next", _("not given"))]
    return [
        (_("Handed in"), "done", submitted),
        *opinion,
        (_("Decision"), "done" if is_decided else "now", decided),
    ]


def _described(found: SharingRequest) -> dict[str, Any]:
    """Items with their decisions, modes, rows and clients in words."""
    snapshot = found.entry.versions.get(number=found.entry_version).snapshot
    items = [
        {"item": item, "tone": DECISION_TONES[Decision(item.decision)], "mask": describe_mask(item.mask)}
        for item in found.items.all()
    ]
    return {
        "items": items,
        "modes": mode_names(found.modes),
        "rows": describe_filters(found.filters, snapshot),
        "clients": list(found.clients.select_related("system")),
    }
