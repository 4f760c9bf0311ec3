"""Pages of data elements: the list, one element with who supplies and who uses it, proposing, deciding."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shuyuan.audit.selectors import list_acts_on
from shuyuan.audit.wording import event_words
from shuyuan.elements import inbox, selectors, services, wording
from shuyuan.elements.forms import ElementForm
from shuyuan.elements.lists import ElementList
from shuyuan.elements.models import Binding, CodeTable, DataElement
from shuyuan.elements.states import ElementState, Use
from shuyuan.kernel.actor import WITHOUT_DATA, Actor
from shuyuan.kernel.errors import BadInput, NotFound
from shuyuan.web.doors import signed_in

_LATEST = 20


@signed_in
@require_GET
def element_list(request: HttpRequest) -> HttpResponseBase:
    """The data elements of the city."""
    actor = request.actor
    context = {
        "can_propose": actor.role not in WITHOUT_DATA,
        "is_administration": actor.is_administration,
    }
    return ElementList(request, selectors.list_elements(actor)).respond("elements/list.html", context)


@signed_in
@require_GET
def element(request: HttpRequest, code: str) -> HttpResponse:
    """One element: what it is, who supplies and who uses it, every item that holds it."""
    found = selectors.access_element(code, actor=request.actor)
    bindings = list(selectors.list_bindings(found))
    context = {
        "element": found,
        "tone": wording.STATE_TONES[ElementState(found.state)],
        "rows": [_row(binding, request.actor) for binding in bindings],
        "sources": [one for one in bindings if one.use == Use.SOURCE],
        "claimants": [one for one in bindings if one.use == Use.COLLECTS],
        "users": [one for one in bindings if one.use == Use.USES],
        "case": selectors.find_open_conflict(found.pk),
        "cases": selectors.list_conflicts(request.actor).filter(element=found),
        "history": _history(found),
        "is_administration": request.actor.is_administration,
    }
    return render(request, "elements/element.html", context)


@signed_in
@require_GET
def code_table(request: HttpRequest, code: str) -> HttpResponse:
    """A code table with its versions; the newest unless the address names one."""
    table = CodeTable.objects.filter(code=code).first()
    if table is None:
        raise NotFound(code="unknown_code_table", table=code)
    versions = list(table.versions.all())
    wanted = request.GET.get("version", "")
    shown = next((one for one in versions if str(one.number) == wanted), None) if wanted else table.current
    if shown is None:
        raise NotFound(code="unknown_code_table", table=code)
    context = {"table": table, "versions": versions, "shown": shown, "elements": table.elements.all()}
    return render(request, "elements/codes.html", context)


@signed_in
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Propose an element; from the bureau it is in force at once."""
    selectors.require_department_post(request.actor)
    form = ElementForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        made = services.propose_element(form.content(), actor=request.actor, legal=request.legal)
        said = (
            _("The data element is in force.")
            if made.is_in_force
            else _("Proposed. The bureau decides on it.")
        )
        messages.success(request, said)
        return redirect(made)
    return _show_form(request, form)


@signed_in
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, code: str) -> HttpResponse:
    """Change what is stated about an element."""
    selectors.require_administration(request.actor)
    found = selectors.access_element(code, actor=request.actor)
    form = ElementForm(request.POST) if request.method == "POST" else ElementForm.of(found)
    if request.method == "POST" and form.is_valid():
        services.change_element(
            code, form.content(), revision=form.cleaned_data["revision"] or 0, actor=request.actor
        )
        messages.success(request, _("The data element is saved."))
        return redirect(found)
    return _show_form(request, form, found)


@signed_in
@require_POST
def decide(request: HttpRequest, code: str) -> HttpResponse:
    """Take a proposal into force, or refuse it."""
    answer = request.POST.get("decision", "")
    if answer not in {"accept", "refuse"}:
        selectors.require_administration(request.actor)
        raise BadInput("no decision", code="bad_element", fields={"decision": "required"})
    services.decide_element(
        code,
        accept=answer == "accept",
        opinion=request.POST.get("reason", "")[:400],
        actor=request.actor,
        legal=request.legal,
    )
    messages.success(request, _("Decided."))
    return redirect("elements:element", code)


@signed_in
@require_POST
def retire(request: HttpRequest, code: str) -> HttpResponse:
    """Take an element out of use."""
    services.retire_element(
        code, reason=request.POST.get("reason", "")[:400], actor=request.actor, legal=request.legal
    )
    messages.success(request, _("The data element is retired."))
    return redirect("elements:element", code)


def _show_form(request: HttpRequest, form: ElementForm, found: DataElement | None = None) -> HttpResponse:
    context = {"form": form, "element": found, "is_administration": request.actor.is_administration}
    return render(request, "elements/edit.html", context, status=400 if form.is_bound else 200)


def _row(binding: Binding, actor: Actor) -> dict[str, Any]:
    """A bound item, and what the reader may do about it."""
    is_own = actor.role in selectors.SUBMITTERS and binding.entry.provider.code == actor.department
    may_change = actor.is_administration or (is_own and binding.use != Use.SOURCE)
    return {
        "binding": binding,
        "tone": wording.USE_TONES[Use(binding.use)],
        "may_change": may_change,
        "may_name": actor.is_administration and binding.use != Use.SOURCE,
    }


def _history(found: DataElement) -> list[dict[str, Any]]:
    acts = list_acts_on(inbox.ELEMENT, found.code)[:_LATEST]
    return [
        {"title": event_words(act.event), "at": act.at, "who": act.person_name, "cites": act.cites}
        for act in acts
    ]
