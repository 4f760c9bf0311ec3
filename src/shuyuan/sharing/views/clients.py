"""Pages of client systems: register, keys, deactivate."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shuyuan.kernel.errors import BadInput
from shuyuan.sharing import services
from shuyuan.sharing.forms.clients import ClientForm, KeyForm
from shuyuan.sharing.forms.grants import ReasonForm
from shuyuan.sharing.lists import CLIENT_TONES, ClientList
from shuyuan.sharing.models import Client
from shuyuan.sharing.selectors import (
    access_client,
    acts_for_department,
    is_delivered,
    list_clients,
    require_department_post,
)
from shuyuan.systems.selectors import list_registered_systems
from shuyuan.web.doors import signed_in


@signed_in
@require_GET
def client_list(request: HttpRequest) -> HttpResponseBase:
    """Clients of the department, for the bureau all."""
    context = {"can_register": acts_for_department(request.actor)}
    return ClientList(request, list_clients(actor=request.actor)).respond("sharing/clients.html", context)


@signed_in
@never_cache
@sensitive_variables()
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Register a client; a key pair that is made here is on this answer and nowhere else."""
    require_department_post(request.actor)
    systems = list_registered_systems(request.actor.department)
    form = ClientForm(request.POST if request.method == "POST" else None, systems=systems)
    if request.method == "POST" and form.is_valid():
        client = services.register_client(
            form.cleaned_data["system"].pk,
            name=form.cleaned_data["name"],
            key=form.cleaned_data["key"],
            actor=request.actor,
            legal=request.legal,
        )
        return _show_key_once(request, client, form.cleaned_data["pair"])
    context = {"form": form, "has_systems": systems.exists()}
    return render(request, "sharing/new_client.html", context, status=400 if form.is_bound else 200)


@signed_in
@require_GET
def detail(request: HttpRequest, client_id: str) -> HttpResponse:
    """A client with its keys and grants."""
    client = access_client(client_id, actor=request.actor)
    is_owner = client.department.code == request.actor.department and acts_for_department(request.actor)
    keys = list(client.keys.all())
    in_use = [key for key in keys if key.retired_at is None]
    context = {
        "client": client,
        "tone": CLIENT_TONES[Client.State(client.state)],
        "keys": keys,
        "grants": client.grants.select_related("entry"),
        "is_delivered": is_delivered("client", client.client_id),
        "key_form": KeyForm() if is_owner and client.is_active and len(in_use) < 2 else None,  # noqa: PLR2004 two keys
        "can_retire": is_owner and client.is_active and len(in_use) > 1,
        "can_stop": client.is_active and (is_owner or request.actor.is_administration),
    }
    return render(request, "sharing/client.html", context)


@signed_in
@never_cache
@sensitive_variables()
@require_POST
def add_key(request: HttpRequest, client_id: str) -> HttpResponse:
    """A further key beside the old one."""
    client = access_client(client_id, actor=request.actor)
    form = KeyForm(request.POST)
    if not form.is_valid():
        return render(request, "sharing/add_key.html", {"form": form, "client": client}, status=400)
    services.add_key(client_id, key=form.cleaned_data["key"], actor=request.actor, legal=request.legal)
    return _show_key_once(request, client, form.cleaned_data["pair"])


@signed_in
@require_POST
def retire_key(request: HttpRequest, client_id: str, key_id: str) -> HttpResponse:
    """Stop accepting one of two keys."""
    services.retire_key(client_id, key_id=key_id, actor=request.actor, legal=request.legal)
    messages.success(request, _("The key is retired."))
    return redirect("sharing:client", client_id)


@signed_in
@require_POST
def deactivate(request: HttpRequest, client_id: str) -> HttpResponse:
    """Shut the client out."""
    form = ReasonForm(request.POST)
    if not form.is_valid():
        raise BadInput(code="reason_missing")
    services.deactivate_client(client_id, **form.cleaned_data, actor=request.actor, legal=request.legal)
    messages.success(request, _("The client is deactivated."))
    return redirect("sharing:client", client_id)


def _show_key_once(request: HttpRequest, client: Client, pair: Any) -> HttpResponse:
    """The private key on an answer that no cache keeps; a department's own key needs no such page."""
    if pair is None:
        messages.success(request, _("The public key is in use."))
        return redirect("sharing:client", client.client_id)
    return render(request, "sharing/key_once.html", {"client": client, "pair": pair}, status=201)
