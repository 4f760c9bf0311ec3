"""Steps on one binding: bind an item to a chosen element, release it, change its use, name a source."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from shuyuan.elements import selectors, services
from shuyuan.elements.forms import BindForm
from shuyuan.elements.models import Proposal
from shuyuan.elements.steps import wanted
from shuyuan.elements.wording import grounds_words
from shuyuan.web.doors import signed_in

_CHOICES = 5


@signed_in
@require_http_methods(["GET", "POST"])
def bind(request: HttpRequest, entry_id: int, item_name: str) -> HttpResponse:
    """Choose the element of an item; the likeliest ones are shown with their grounds."""
    item = selectors.access_item(entry_id, item_name, actor=request.actor)
    binding = selectors.bindings_of(entry_id).get(item_name)
    line = Proposal.objects.filter(entry_id=entry_id, item_name=item_name).first()
    matches = selectors.matcher().find(wanted(item, item.entry.subject_kind), limit=_CHOICES)
    initial = {"use": line.use if line else "uses", "element": matches[0].code if matches else ""}
    if binding:
        initial = {"use": binding.use, "element": binding.element.code}
    form = BindForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        made = services.bind_item(
            entry_id, item_name, **form.cleaned_data, actor=request.actor, legal=request.legal
        )
        messages.success(request, _("The item is bound."))
        return redirect(made.element)
    names = dict(selectors.list_elements_in_force().values_list("code", "name"))
    context = {
        "item": item,
        "entry": item.entry,
        "form": form,
        "binding": binding,
        "matches": [
            {"code": one.code, "name": names[one.code], "score": one.score, "why": grounds_words(one.grounds)}
            for one in matches
        ],
    }
    return render(request, "elements/bind.html", context, status=400 if form.is_bound else 200)


@signed_in
@require_POST
def release(request: HttpRequest, binding_id: int) -> HttpResponse:
    """Undo a binding."""
    binding = selectors.access_binding(binding_id, actor=request.actor)
    services.release_item(
        binding_id, reason=request.POST.get("reason", "")[:400], actor=request.actor, legal=request.legal
    )
    messages.success(request, _("The item is released; it is on the worklist again."))
    return redirect(binding.element)


@signed_in
@require_POST
def change_use(request: HttpRequest, binding_id: int) -> HttpResponse:
    """Say that the department collects the datum, or takes it from the source."""
    binding = services.change_use(
        binding_id, use=request.POST.get("use", ""), actor=request.actor, legal=request.legal
    )
    case = selectors.find_open_conflict(binding.element_id)
    if case is not None:
        messages.warning(request, _("Another department collects it too: the case is open."))
        return redirect(case)
    messages.success(request, _("The use is changed."))
    return redirect(binding.element)


@signed_in
@require_POST
def name_source(request: HttpRequest, binding_id: int) -> HttpResponse:
    """Make this item the authoritative source of its element."""
    binding = services.name_source(binding_id, actor=request.actor, legal=request.legal)
    messages.success(request, _("The authoritative source is named."))
    return redirect(binding.element)
