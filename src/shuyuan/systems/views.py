"""Pages of the system register."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shuyuan.kernel.actor import WITHOUT_DATA
from shuyuan.systems import services
from shuyuan.systems.forms import SystemForm
from shuyuan.systems.lists import TONES, SystemList
from shuyuan.systems.models import InformationSystem
from shuyuan.systems.selectors import access_system, list_systems, require_owner_post
from shuyuan.web.doors import signed_in


@signed_in
@require_GET
def system_list(request: HttpRequest) -> HttpResponseBase:
    """The register as far as the actor may see it."""
    context = {"can_propose": request.actor.role not in WITHOUT_DATA}
    return SystemList(request, list_systems(actor=request.actor)).respond("systems/list.html", context)


@signed_in
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Propose a system of the actor's department."""
    require_owner_post(request.actor)
    form = SystemForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        system = services.propose_system(**form.cleaned_data, actor=request.actor, legal=request.legal)
        messages.success(request, _("Proposed. The bureau takes it into the register."))
        return redirect("systems:system", system.pk)
    return render(request, "systems/new.html", {"form": form}, status=400 if form.is_bound else 200)


@signed_in
@require_GET
def detail(request: HttpRequest, system_id: int) -> HttpResponse:
    """One system."""
    system = access_system(system_id, actor=request.actor)
    proposed = system.state == InformationSystem.State.PROPOSED
    context = {
        "system": system,
        "tone": TONES[InformationSystem.State(system.state)],
        "can_register": proposed and request.actor.is_administration,
        "is_own": system.department.code == request.actor.department,
    }
    return render(request, "systems/system.html", context)


@signed_in
@require_POST
def register(request: HttpRequest, system_id: int) -> HttpResponse:
    """Take it into the register."""
    services.register_system(system_id, actor=request.actor, legal=request.legal)
    messages.success(request, _("The system is in the register; it can have clients now."))
    return redirect("systems:system", system_id)
