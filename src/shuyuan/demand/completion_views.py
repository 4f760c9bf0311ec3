"""Pages of a return: the dialog of bureau and provider, and the form of the department that completes."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from shuyuan.casework.returning import read_return
from shuyuan.catalog.selectors import SUBMITTERS
from shuyuan.demand import selectors, services
from shuyuan.demand.forms import DemandForm, ReasonForm
from shuyuan.demand.rules import judge_demand
from shuyuan.demand.states import Step, after
from shuyuan.demand.steps import SUBJECT
from shuyuan.kernel.actor import Role
from shuyuan.web.doors import needs


@needs(*SUBMITTERS, Role.DATA_ADMINISTRATION)
@require_POST
def send_back(request: HttpRequest, number: str) -> HttpResponse:
    """The provider or the bureau returns the demand with everything that is missing."""
    found = selectors.access_demand(number, actor=request.actor)
    sent = read_return(request.POST, SUBJECT, found.number)
    services.return_demand(
        number, gaps=sent.gaps, new_facts=sent.new_facts, actor=request.actor, legal=request.legal
    )
    messages.success(request, _("Returned to the department that asks."))
    return redirect(found)


@needs(*SUBMITTERS)
@require_http_methods(["GET", "POST"])
def complete(request: HttpRequest, number: str) -> HttpResponse:
    """The demand as it was stated, to be completed and handed in again."""
    found = selectors.access_as_requester(number, actor=request.actor)
    after(found.state, Step.COMPLETE)
    department = request.actor.department
    context = {"found": found, "subject": SUBJECT}
    if request.method == "GET":
        form = DemandForm(initial=DemandForm.initial_of(found), department=department)
        return render(request, "demand/new.html", {**context, "form": form})
    form = DemandForm(request.POST, department=department)
    if not form.is_valid():
        return render(request, "demand/new.html", {**context, "form": form}, status=400)
    verdict = judge_demand(form.wishes.facts(department))
    if not verdict.allowed:
        return render(request, "demand/new.html", {**context, "form": form, "verdict": verdict}, status=409)
    read = ReasonForm(request.POST)
    read.full_clean()
    revision = read.cleaned_data.get("revision") or 0
    services.complete_demand(
        number, wishes=form.wishes, revision=revision, actor=request.actor, legal=request.legal
    )
    messages.success(request, _("The completed demand is handed in again."))
    return redirect(found)
