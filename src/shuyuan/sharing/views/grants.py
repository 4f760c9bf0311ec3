"""Pages of grants: the list, one grant with its view, what ends or narrows it, how to call it."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shuyuan.catalog.selectors import published_version
from shuyuan.catalog.snapshots import spec_of
from shuyuan.engine.spec import EntrySpec, Mode
from shuyuan.engine.views import compile_view
from shuyuan.kernel.actor import Role
from shuyuan.kernel.errors import BadInput
from shuyuan.sharing import services
from shuyuan.sharing.actions import grant_actions
from shuyuan.sharing.examples import curl_example, python_example
from shuyuan.sharing.forms.grants import ReasonForm, TightenForm
from shuyuan.sharing.lists import GRANT_TONES, GrantList, mode_names
from shuyuan.sharing.models import Grant
from shuyuan.sharing.selectors import (
    DEPARTMENT_ROLES,
    access_grant,
    is_delivered,
    list_grants,
    sum_up_reads,
)
from shuyuan.sharing.specs import TRIAL_DIALECT, grant_spec
from shuyuan.sharing.states import GrantState
from shuyuan.sharing.wording import describe_filters, describe_mask, grant_progress
from shuyuan.web.doors import needs, signed_in


@signed_in
@require_GET
def grant_list(request: HttpRequest) -> HttpResponseBase:
    """Grants that the actor may see."""
    return GrantList(request, list_grants(actor=request.actor)).respond("sharing/grants.html")


@signed_in
@require_GET
def detail(request: HttpRequest, number: str) -> HttpResponse:
    """What the grant gives to whom for what, the view it compiles to, its use, and how to end it."""
    grant = access_grant(number, actor=request.actor)
    snapshot = published_version(grant.entry).snapshot
    labels = {item["name"]: item["label"] for item in snapshot["items"]}
    actions = grant_actions(grant, request.actor)
    delivered = is_delivered("grant", grant.number)
    context = {
        "grant": grant,
        "steps": grant_progress(grant, is_delivered=delivered),
        "is_running": grant.state in {GrantState.ACTIVE, GrantState.SUSPENDED},
        "tone": GRANT_TONES[GrantState(grant.state)],
        "items": [
            {"label": labels.get(item["name"], item["name"]), **item, "mask": describe_mask(item["mask"])}
            for item in grant.items
        ],
        "rows": describe_filters(grant.filters, snapshot),
        "modes": mode_names(grant.modes),
        "clients": list(grant.clients.select_related("system")),
        "sql": _view_sql(grant, spec_of(snapshot)),
        "reads": sum_up_reads(grant.number, legal=request.legal),
        "is_delivered": delivered,
        "actions": actions,
        "dialogs": {action.dialog for action in actions if action.is_open},
    }
    return render(request, "sharing/grant.html", context)


@needs(Role.DATA_ADMINISTRATION)
@require_http_methods(["GET", "POST"])
def tighten(request: HttpRequest, number: str) -> HttpResponse:
    """Fewer items, stronger masks, an earlier end, a smaller quota."""
    grant = access_grant(number, actor=request.actor)
    spec = spec_of(published_version(grant.entry).snapshot)
    form = TightenForm(
        request.POST if request.method == "POST" else None, grant=grant, spec=spec, today=request.legal.today
    )
    if request.method == "POST" and form.is_valid():
        services.tighten_grant(
            number,
            version=form.cleaned_data["version"],
            extent=form.cleaned_data["extent"],
            reason=form.cleaned_data["reason"],
            actor=request.actor,
            legal=request.legal,
        )
        messages.success(request, _("The grant gives less from now on."))
        return redirect("sharing:grant", number)
    context = {"form": form, "grant": grant}
    return render(request, "sharing/tighten.html", context, status=400 if form.is_bound else 200)


@signed_in
@require_POST
def suspend(request: HttpRequest, number: str) -> HttpResponse:
    """Stop the use for a while."""
    return _end(request, number, services.suspend_grant, _("The grant is suspended."))


@signed_in
@require_POST
def resume(request: HttpRequest, number: str) -> HttpResponse:
    """Let it be used again."""
    return _end(request, number, services.resume_grant, _("The grant is in force again."))


@signed_in
@require_POST
def revoke(request: HttpRequest, number: str) -> HttpResponse:
    """End it for good."""
    return _end(request, number, services.revoke_grant, _("The grant is revoked."))


@signed_in
@require_GET
def api(request: HttpRequest, number: str) -> HttpResponse:
    """How a client system calls the data API under this grant."""
    grant = access_grant(number, actor=request.actor)
    spec = spec_of(published_version(grant.entry).snapshot)
    client = grant.clients.first()
    example = {
        "gateway": settings.GATEWAY_URL.rstrip("/"),
        "grant": grant,
        "spec": spec,
        "client": client.client_id if client else "CLIENT_ID",
    }
    context = {
        "grant": grant,
        "clients": list(grant.clients.select_related("system")),
        "endpoint": f"{example['gateway']}/v1/data/{grant.entry.path}/lookup",
        "openapi": f"{example['gateway']}/v1/data/{grant.entry.path}/openapi.json",
        "curl": curl_example(**example),
        "python": python_example(**example),
        "can_query": _can_query(request, grant) and grant.consumer.code == request.actor.department,
    }
    return render(request, "sharing/api.html", context)


def _end(request: HttpRequest, number: str, service: Any, done: str) -> HttpResponse:
    form = ReasonForm(request.POST)
    if not form.is_valid():
        raise BadInput(code="reason_missing")
    service(number, reason=form.cleaned_data["reason"], actor=request.actor, legal=request.legal)
    messages.success(request, done)
    return redirect("sharing:grant", number)


def _can_query(request: HttpRequest, grant: Grant) -> bool:
    return request.actor.role in DEPARTMENT_ROLES and Mode.ONLINE_QUERY.value in grant.modes


def _view_sql(grant: Grant, spec: EntrySpec) -> str:
    """The SELECT of the grant, laid out for reading; why not, when the entry has moved on."""
    try:
        return compile_view(grant_spec(grant), spec, TRIAL_DIALECT, source=spec.path).select.sql(
            TRIAL_DIALECT, pretty=True
        )
    except BadInput as error:
        return f"-- {error.code}"
