"""Pages of the system register: the list, proposing, the page of a system and what is done with it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shuyuan.casework.actions import Action
from shuyuan.kernel.actor import WITHOUT_DATA, Actor
from shuyuan.kernel.verdict import Verdict
from shuyuan.organizations.selectors import access_department
from shuyuan.regulations.context import LegalContext
from shuyuan.systems import placing, registry, services
from shuyuan.systems.connections import confirm_connection
from shuyuan.systems.forms import ChangeForm, SystemForm
from shuyuan.systems.lists import TONES, SystemList
from shuyuan.systems.models import InformationSystem, Move
from shuyuan.systems.selectors import (
    access_system,
    list_outside,
    list_systems,
    register_counts,
    require_owner_post,
    sees_all,
    with_standing,
)
from shuyuan.systems.views.sheets import Sheet, fill, sent
from shuyuan.web.doors import signed_in

REGISTER = "jz-project-2020/19.1.1"
State = InformationSystem.State


@signed_in
@require_GET
def system_list(request: HttpRequest) -> HttpResponseBase:
    """The register as far as the actor may see it."""
    oversees = sees_all(request.actor)
    context = {
        "can_propose": request.actor.role not in WITHOUT_DATA,
        "outside": list_outside(actor=request.actor).count(),
        "counts": register_counts(actor=request.actor) if oversees else None,
    }
    systems = with_standing(list_systems(actor=request.actor))
    return SystemList(request, systems, oversees=oversees).respond("systems/list.html", context)


@signed_in
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Propose a system of the actor's department."""
    require_owner_post(request.actor)
    department = access_department(request.actor.department)
    # a project that becomes a system brings name and duty along
    initial = {name: request.GET.get(name, "") for name in ("name", "duty")}
    form = SystemForm(sent(request), department=department, initial=initial)

    def act(data: dict[str, Any]) -> str:
        system = services.propose_system(**form.taken(data), actor=request.actor, legal=request.legal)
        return reverse("systems:system", args=[system.pk])

    sheet = Sheet(
        title=_("Propose a system"),
        intro=_("The bureau takes it into the register; then it can have clients."),
        cites=REGISTER,
        button=_("Propose"),
        done=_("Proposed. The bureau takes it into the register."),
        above=_("System register"),
        back=reverse("systems:list"),
        act=act,
        template="systems/new.html",
    )
    return fill(request, sheet, form, has_plan=any(form.data.get(name) for name in form.plan_fields))


@signed_in
@require_GET
def detail(request: HttpRequest, system_id: int) -> HttpResponse:
    """One system with everything that the rooms know of it."""
    system = access_system(system_id, actor=request.actor)
    moves = list(system.moves.order_by("-pk"))
    cards = [(block, block.context(request, system)) for block in registry.blocks()]
    context = {
        "system": system,
        "tone": TONES[State(system.state)],
        "moves": moves,
        "may_connect": system.department.code == request.actor.department
        and request.actor.role not in WITHOUT_DATA,
        "against": _against(system, moves, request.legal),
        "actions": _actions(system, moves, request.actor, request.legal),
        "cards": [
            (block, render_to_string(block.template, found, request))
            for block, found in cards
            if found is not None
        ],
    }
    return render(request, "systems/system.html", context)


@signed_in
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, system_id: int) -> HttpResponse:
    """Change what the register says."""
    require_owner_post(request.actor)
    system = access_system(system_id, actor=request.actor)
    home = reverse("systems:system", args=[system.pk])

    def act(data: dict[str, Any]) -> str:
        services.change_system(system.pk, **data, actor=request.actor, legal=request.legal)
        return home

    sheet = Sheet(
        title=_("Change the entry"),
        intro=_("Where a registered system runs changes by its move; everything else you change here."),
        cites=REGISTER,
        button=_("Save"),
        done=_("The register says so now."),
        above=system.name,
        back=home,
        act=act,
    )
    initial = {name: getattr(system, name) for name in ChangeForm.base_fields}
    return fill(request, sheet, ChangeForm(sent(request), initial=initial))


@signed_in
@require_POST
def register(request: HttpRequest, system_id: int) -> HttpResponse:
    """Take it into the register."""
    services.register_system(system_id, actor=request.actor, legal=request.legal)
    messages.success(request, _("The system is in the register; it can have clients now."))
    return redirect("systems:system", system_id)


@signed_in
@require_POST
def retire(request: HttpRequest, system_id: int) -> HttpResponse:
    """Take it out of service."""
    reason = request.POST.get("reason", "")
    services.retire_system(system_id, reason=reason, actor=request.actor, legal=request.legal)
    messages.success(request, _("The system is out of service."))
    return redirect("systems:system", system_id)


@signed_in
@require_POST
def connection(request: HttpRequest, system_id: int) -> HttpResponse:
    """Confirm that it is joined by another way, or withdraw that with an empty note."""
    note = request.POST.get("reason", "")
    system = confirm_connection(system_id, note=note, actor=request.actor, legal=request.legal)
    done = (
        _("The connection is confirmed.") if system.connection_note else _("The confirmation is withdrawn.")
    )
    messages.success(request, done)
    return redirect("systems:system", system_id)


def _against(system: InformationSystem, moves: list[Move], legal: LegalContext) -> Verdict:
    """What stands against where it runs, for a notice on its page; nothing once it is out of service."""
    if system.state == State.RETIRED:
        return Verdict()
    due_on = next((move.due_on for move in moves if move.is_open), None)
    new = system.state == State.PROPOSED and placing.is_new(system.in_service_since, legal)
    return placing.judge_place(system, new=new, due_on=due_on)


def _actions(system: InformationSystem, moves: list[Move], actor: Actor, legal: LegalContext) -> list[Action]:
    if actor.role in WITHOUT_DATA or system.state == State.RETIRED:
        return []
    own = system.department.code == actor.department
    moving = any(move.is_open for move in moves)
    registered = system.state == State.REGISTERED
    actions = []
    if actor.is_administration and not registered:
        href = reverse("systems:register", args=[system.pk])
        verdict = _against(system, moves, legal)
        actions.append(
            Action(_("Take into the register"), "check", post=href, is_primary=True, verdict=verdict)
        )
    if own:
        why = _("A move is planned already.") if moving else ""
        href = reverse("systems:new_move", args=[system.pk])
        actions.append(Action(_("Plan its move"), "switch-horizontal", href=href, why=why))
    if own or actor.is_administration:
        href = reverse("systems:change", args=[system.pk])
        actions.append(Action(_("Change the entry"), "edit", href=href))
    if actor.is_administration and registered:
        withdraw = bool(system.connection_note)
        label = _("Withdraw the connection") if withdraw else _("Confirm a connection")
        actions.append(Action(label, "plug-connected", dialog="withdraw" if withdraw else "confirm"))
    if registered and (own or actor.is_administration):
        actions.append(Action(_("Take out of service"), "ban", dialog="retire"))
    return actions
