"""Pages for somebody else's request: the provider's opinion, the bureau's decision."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from shuyuan.casework.returning import read_return
from shuyuan.catalog.selectors import published_version
from shuyuan.catalog.snapshots import spec_of
from shuyuan.kernel.actor import Role
from shuyuan.kernel.errors import Conflict
from shuyuan.sharing import services
from shuyuan.sharing.forms.decisions import DecisionForm
from shuyuan.sharing.forms.requests import OpinionForm
from shuyuan.sharing.inbox import REQUEST
from shuyuan.sharing.selectors import access_request
from shuyuan.sharing.states import RequestState
from shuyuan.sharing.wishes import offered_items
from shuyuan.web.doors import needs, signed_in


@signed_in
@require_POST
def opinion(request: HttpRequest, number: str) -> HttpResponse:
    """The provider agrees or objects."""
    found = access_request(number, actor=request.actor)
    form = OpinionForm(request.POST)
    if not form.is_valid():
        return render(request, "sharing/opinion.html", {"form": form, "found": found}, status=400)
    services.give_opinion(number, **form.cleaned_data, actor=request.actor, legal=request.legal)
    messages.success(request, _("Your opinion lies with the request."))
    return redirect("sharing:request", number)


@signed_in
@require_POST
def send_back(request: HttpRequest, number: str) -> HttpResponse:
    """The provider or the bureau returns it with everything that is missing."""
    found = access_request(number, actor=request.actor)
    sent = read_return(request.POST, REQUEST, found.number)
    services.return_request(
        number, gaps=sent.gaps, new_facts=sent.new_facts, actor=request.actor, legal=request.legal
    )
    messages.success(request, _("Returned to the department that asks."))
    return redirect("sharing:request", number)


@needs(Role.DATA_ADMINISTRATION)
@require_http_methods(["GET", "POST"])
def decide(request: HttpRequest, number: str) -> HttpResponse:
    """Item by item: give, mask or refuse; then the terms of the grant."""
    found = access_request(number, actor=request.actor)
    if found.state != RequestState.SUBMITTED:
        raise Conflict(code="request_closed", state=found.state)
    snapshot = published_version(found.entry).snapshot
    form = DecisionForm(
        request.POST if request.method == "POST" else None,
        request=found,
        items=list(found.items.all()),
        offered=offered_items(snapshot),
        spec=spec_of(snapshot),
        today=request.legal.today,
    )
    if request.method == "POST" and form.is_valid():
        grant = services.decide_request(
            number,
            revision=form.cleaned_data["revision"],
            decisions=form.cleaned_data["decisions"],
            terms=form.terms,
            note=form.cleaned_data["note"],
            actor=request.actor,
            legal=request.legal,
        )
        if grant is None:
            messages.success(request, _("The request is refused; the consumer sees the reasons."))
            return redirect("sharing:request", number)
        messages.success(request, _("The grant is issued."))
        return redirect("sharing:grant", grant.number)
    context = {"form": form, "found": found, "clients": list(found.clients.select_related("system"))}
    return render(request, "sharing/decide.html", context, status=400 if form.is_bound else 200)
