"""Annual plans: the list of them, opening one, who filed and who did not."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shuyuan.kernel.actor import Role
from shuyuan.kernel.errors import BadInput
from shuyuan.planning import lists, selectors, services, wording
from shuyuan.planning.forms import LateForm, PlanForm
from shuyuan.planning.models import AnnualPlan, UnitPlan
from shuyuan.projects.rules.stages import Stage
from shuyuan.regulations.context import LegalContext
from shuyuan.web.doors import needs

readers_only = needs(*selectors.READERS)
bureau_only = needs(Role.DATA_ADMINISTRATION)
answerers_only = needs(*selectors.ANSWERERS)


@readers_only
@require_GET
def overview(request: HttpRequest) -> HttpResponseBase:
    """Every annual plan."""
    context = {"is_bureau": request.actor.is_administration}
    return lists.PlanList(request, selectors.list_plans()).respond("planning/plans.html", context)


@bureau_only
@require_http_methods(["GET", "POST"])
def open_plan(request: HttpRequest) -> HttpResponse:
    """Open the plan of a year."""
    data = request.POST if request.method == "POST" else None
    form = PlanForm(data, this_year=request.legal.today.year)
    if data is not None and form.is_valid():
        plan = services.open_plan(**form.cleaned_data, actor=request.actor, legal=request.legal)
        count = plan.units.count()
        said = ngettext(
            "The plan is open; %(count)s unit is asked.",
            "The plan is open; %(count)s units are asked.",
            count,
        )
        messages.success(request, said % {"count": count})
        return redirect(plan)
    asked = selectors.asked_units().count()
    status = 200 if data is None else 400
    return render(request, "planning/open.html", {"form": form, "asked": asked}, status=status)


@readers_only
@require_GET
def plan(request: HttpRequest, year: int) -> HttpResponseBase:
    """For the bureau who filed and who did not; for a unit its own answer and projects."""
    found = selectors.access_plan(year)
    actor = request.actor
    filings = selectors.list_filings(year, actor)
    context = {**head_of(request, found), "is_bureau": actor.is_administration}
    if actor.is_administration:
        units = selectors.list_units(found)
        states = [one.state for one in found.units.all()]
        context["bars"] = [(label, states.count(code)) for code, label in UnitPlan.State.choices]
        context["waiting"] = states.count(UnitPlan.State.ASKED)
        return lists.UnitList(request, units).respond("planning/plan.html", context)
    own = selectors.find_unit_plan(found, actor)
    may_answer = selectors.may_answer(actor, own)
    filed = filings.exclude(stage__in=[Stage.DRAFT.value, Stage.WITHDRAWN.value])
    context |= {
        "own": own,
        "tone": wording.UNIT_TONES[UnitPlan.State(own.state)] if own else "",
        "may_answer_nothing": may_answer and own.state != UnitPlan.State.NOTHING and not filed.exists(),
        "is_unit": actor.role in selectors.UNIT_ROLES,
    }
    return lists.FilingList(request, filings).respond("planning/plan_of_unit.html", context)


@bureau_only
@require_POST
def remind(request: HttpRequest, year: int) -> HttpResponse:
    """Remind all units that have not answered, or one of them."""
    units = request.POST.getlist("unit")[:200]
    count = services.remind_units(year=year, units=units, actor=request.actor, legal=request.legal)
    said = ngettext("%(count)s unit was reminded.", "%(count)s units were reminded.", count)
    messages.success(request, said % {"count": count})
    return redirect("planning:plan", year)


@bureau_only
@require_http_methods(["GET", "POST"])
def late(request: HttpRequest, year: int) -> HttpResponse:
    """Allow a unit to file after the last day."""
    found = selectors.access_plan(year)
    units = list(selectors.asked_units().order_by("code").values_list("code", "name"))
    data = request.POST if request.method == "POST" else None
    form = LateForm(data, units=units, initial={"unit": request.GET.get("unit", "")})
    if data is not None and form.is_valid():
        try:
            services.grant_late(year=year, **form.cleaned_data, actor=request.actor, legal=request.legal)
        except BadInput as error:
            for name, code in error.facts.get("fields", {}).items():
                form.add_error(name, wording.fault(code))
        else:
            messages.success(request, _("The unit may file late; it has been told."))
            return redirect("planning:plan", year)
    status = 200 if data is None else 400
    return render(request, "planning/late.html", {"plan": found, "form": form}, status=status)


@answerers_only
@require_POST
def nothing(request: HttpRequest, year: int) -> HttpResponse:
    """The unit has no project for that year."""
    reason = request.POST.get("reason", "")
    services.answer_nothing(year=year, reason=reason, actor=request.actor, legal=request.legal)
    messages.success(request, _("It is noted that your department files nothing for this year."))
    return redirect("planning:plan", year)


def head_of(request: HttpRequest, found: AnnualPlan) -> dict[str, Any]:
    """What the head and the tabs of a plan need."""
    legal: LegalContext = request.legal
    tabs: list[tuple[Any, ...]] = []
    if request.actor.is_administration:
        tabs = [
            (_("Units"), found.get_absolute_url()),
            (_("Filed projects"), reverse("planning:filings", args=[found.year])),
            (_("Consent"), reverse("planning:consent", args=[found.year])),
        ]
    return {
        "plan": found,
        "tabs": tabs,
        "steps": _steps(found, legal),
        "remaining": legal.calendar.remaining(legal.today, found.last_day),
        "is_over": legal.today > found.last_day,
    }


def _steps(found: AnnualPlan, legal: LegalContext) -> list[tuple[Any, str, str]]:
    """The steps of the plan's year; those after the filing follow the projects one by one."""
    is_over = legal.today > found.last_day
    return [
        (_("Opening of the plan"), "done", found.opened_at.date().isoformat()),
        (_("Filing by the units"), "done" if is_over else "now", found.last_day.isoformat()),
        (_("Study and consent"), "now" if is_over else "next", ""),
        (_("Documents and review"), "next", ""),
        (_("Compiled plans"), "next", ""),
    ]
