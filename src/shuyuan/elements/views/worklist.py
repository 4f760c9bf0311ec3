"""The worklist: proposed bindings, decided one by one or many at once."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from shuyuan.elements import selectors, services
from shuyuan.elements.lists import WorkList
from shuyuan.elements.tasks import PROPOSE
from shuyuan.jobs.steps import enqueue
from shuyuan.kernel.actor import Role
from shuyuan.kernel.errors import BadInput
from shuyuan.web.doors import needs

#: Who decides: the bureau on all items, officers of a department on those of its entries.
deciders_only = needs(Role.DATA_ADMINISTRATION, *selectors.SUBMITTERS)


@deciders_only
@require_GET
def worklist(request: HttpRequest) -> HttpResponseBase:
    """Items that wait for a decision."""
    context = {"is_administration": request.actor.is_administration}
    rows = selectors.list_worklist(request.actor)
    return WorkList(request, rows).respond("elements/worklist.html", context)


@deciders_only
@require_POST
def decide(request: HttpRequest) -> HttpResponse:
    """Accept the chosen lines as proposed or with another use, or say that they belong to no element."""
    answer = request.POST.get("decision", "")
    ids = [int(value) for value in request.POST.getlist("line") if value.isdecimal()]
    people = {"actor": request.actor, "legal": request.legal}
    if answer == "none":
        decided = services.dismiss_proposals(ids, **people)
    elif answer in {"accept", "uses", "collects"}:
        decided = services.accept_proposals(ids, use="" if answer == "accept" else answer, **people)
    else:
        raise BadInput("no decision", code="bad_element", fields={"decision": "required"})
    said = ngettext("%(number)s item decided.", "%(number)s items decided.", decided.made)
    messages.success(request, said % {"number": decided.made})
    for line, reasons in decided.refused:
        words = "；".join(request.legal.law.explain(reason, request.LANGUAGE_CODE) for reason in reasons)
        messages.warning(request, _("%(item)s stays on the list: %(why)s") % {"item": line, "why": words})
    return redirect("elements:worklist")


@deciders_only
@require_POST
def look_again(request: HttpRequest) -> HttpResponse:
    """Go through all undecided items anew, as a job."""
    selectors.require_administration(request.actor)
    job = enqueue(PROPOSE, actor=request.actor, unique=PROPOSE)
    messages.success(request, _("The platform goes through all undecided items."))
    return redirect("jobs:job", job.pk)
