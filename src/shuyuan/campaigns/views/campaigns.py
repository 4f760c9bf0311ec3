"""The campaigns: the list of them, opening one, watching it."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shuyuan.campaigns import lists, registry, selectors, services, wording
from shuyuan.campaigns.demands import count_by_department, demands_of_campaign
from shuyuan.campaigns.forms import CampaignForm, DaysForm
from shuyuan.campaigns.models import Campaign
from shuyuan.campaigns.services.days import days_of
from shuyuan.campaigns.services.editions import proposed_name
from shuyuan.campaigns.states import HANDED_IN
from shuyuan.kernel.actor import Role
from shuyuan.regulations.context import LegalContext
from shuyuan.web.doors import needs

readers_only = needs(*selectors.READERS, Role.DATA_ADMINISTRATION)
bureau_only = needs(Role.DATA_ADMINISTRATION)

#: Working days from today for the days that the form proposes.
_PROPOSED = {"closes_on": 15, "county_due_on": 20, "review_due_on": 30}


@readers_only
@require_GET
def overview(request: HttpRequest) -> HttpResponseBase:
    """Every campaign that concerns the actor."""
    rows = selectors.list_campaigns(request.actor)
    context = {"can_open": request.actor.is_administration}
    return lists.CampaignList(request, rows).respond("campaigns/campaigns.html", context)


@bureau_only
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Open a campaign."""
    today = request.legal.today
    if request.method == "GET":
        form = CampaignForm(initial=_proposal(request.legal), today=today)
        return render(request, "campaigns/new.html", {"form": form})
    form = CampaignForm(request.POST, today=today)
    if not form.is_valid():
        return render(request, "campaigns/new.html", {"form": form}, status=400)
    campaign = services.open_campaign(**form.cleaned_data, actor=request.actor, legal=request.legal)
    asked = campaign.lists.count()
    said = ngettext(
        "The campaign is open; %(count)s department is asked.",
        "The campaign is open; %(count)s departments are asked.",
        asked,
    )
    messages.success(request, said % {"count": asked})
    return redirect(campaign)


@readers_only
@require_GET
def campaign(request: HttpRequest, campaign_id: int) -> HttpResponseBase:
    """How far everybody is; a department that goes through nobody else's hands sees its own list."""
    found = selectors.access_campaign(campaign_id, actor=request.actor)
    rows = selectors.list_lists(found, actor=request.actor)
    stages = selectors.count_stages(found, actor=request.actor)
    is_bureau = request.actor.is_administration
    if not is_bureau and sum(stages.values()) == 1:
        return redirect(rows.get())
    context = {
        "campaign": found,
        "tone": wording.CAMPAIGN_TONES[found.state],
        "is_bureau": is_bureau,
        "bars": [(label, stages.get(code, 0)) for code, (label, _tone) in wording.STAGES.items()],
        "asked": sum(stages.values()),
        "handed_in": sum(stages.get(state.value, 0) for state in HANDED_IN),
        "late": stages.get("not_begun", 0) + stages.get("drafting", 0) + stages.get("returned", 0),
        "demands": demands_of_campaign(found).count() if is_bureau else 0,
        "moves": [(move, wording.moved_days(move)) for move in found.moves.select_related("by__person")],
        "steps": _steps(found, request.legal),
        "remaining": request.legal.calendar.remaining(request.legal.today, found.closes_on),
        "obstacles": registry.open_obstacles(found) if is_bureau and found.is_open else [],
        "to_review": stages.get("at_bureau", 0),
        "next_edition": proposed_name(found.year) if is_bureau and found.is_open else "",
        "editions": list(found.editions.order_by("number")),
    }
    return lists.ListsOfCampaign(request, rows).respond("campaigns/campaign.html", context)


@bureau_only
@require_GET
def demands(request: HttpRequest, campaign_id: int) -> HttpResponseBase:
    """What departments need, as it came with their lists and the counties' summaries."""
    found = selectors.access_campaign_as_bureau(campaign_id, actor=request.actor)
    rows = demands_of_campaign(found)
    context = {"campaign": found, "counts": count_by_department(rows)}
    return lists.DemandsOfLists(request, rows).respond("campaigns/demands.html", context)


@bureau_only
@require_http_methods(["GET", "POST"])
def days(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """Move the days of a running campaign, with a reason."""
    found = selectors.access_campaign_as_bureau(campaign_id, actor=request.actor)
    before = days_of(found)
    data = request.POST if request.method == "POST" else None
    form = DaysForm(data, before=before, today=request.legal.today)
    if data is not None and form.is_valid():
        services.move_days(campaign_id, **form.cleaned_data, actor=request.actor, legal=request.legal)
        messages.success(request, _("The days are moved; waiting departments are told."))
        return redirect("campaigns:campaign", campaign_id)
    status = 200 if data is None else 400
    return render(request, "campaigns/days.html", {"campaign": found, "form": form}, status=status)


@bureau_only
@require_POST
def remind(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """Remind all who have not handed in, or one of them."""
    chosen = [int(number) for number in request.POST.getlist("list") if number.isdecimal()]
    count = services.remind_departments(campaign_id, lists=chosen, actor=request.actor, legal=request.legal)
    said = ngettext("%(count)s department was reminded.", "%(count)s departments were reminded.", count)
    messages.success(request, said % {"count": count})
    return redirect("campaigns:campaign", campaign_id)


@bureau_only
@require_POST
def cancel(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """Call the campaign off."""
    services.cancel_campaign(
        campaign_id, reason=request.POST.get("reason", ""), actor=request.actor, legal=request.legal
    )
    messages.success(request, _("The campaign is cancelled."))
    return redirect("campaigns:campaign", campaign_id)


@bureau_only
@require_POST
def approve(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """Approve every list that lies before the bureau, in the background."""
    job = services.begin_approval(
        campaign_id, opinion=request.POST.get("reason", ""), actor=request.actor, legal=request.legal
    )
    messages.success(request, _("The lists are being approved; what cannot be stays with its reasons."))
    return redirect("jobs:job", job.pk)


def _proposal(legal: LegalContext) -> dict[str, Any]:
    """What the form begins with: next year from October on, four weeks for the lists, everybody."""
    year = legal.today.year + (1 if legal.today.month >= 10 else 0)  # noqa: PLR2004 October
    days = {name: legal.calendar.add(legal.today, count) for name, count in _PROPOSED.items()}
    return {
        "name": _("Catalog campaign %(year)s") % {"year": year},
        "year": year,
        "departments": CampaignForm.everybody(),
        "opens_on": legal.today,
        **days,
    }


def _steps(found: Campaign, legal: LegalContext) -> list[tuple[Any, str, str]]:
    """The steps of the campaign's work with their last days, by the calendar."""
    days = [
        (_("Opening"), found.opens_on, found.opens_on),
        (_("Lists of the departments"), found.opens_on, found.closes_on),
        (_("County summaries"), found.closes_on, found.county_due_on),
        (_("Review"), found.county_due_on, found.review_due_on),
    ]
    steps: list[tuple[Any, str, str]] = []
    for label, start, end in days:
        state = "done" if legal.today > end else "now" if legal.today >= start else "next"
        steps.append((label, "done" if not found.is_open else state, end.isoformat()))
    published = "done" if found.state == "closed" else "stopped" if found.state == "cancelled" else "next"
    steps.append((_("Edition"), published, found.ended_at.date().isoformat() if found.ended_at else ""))
    return steps
