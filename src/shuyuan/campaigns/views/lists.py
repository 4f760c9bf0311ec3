"""A department's catalog list: what is on it, handing it in, and the bureau's or the county's answer."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from shuyuan.campaigns import content, selectors, services, wording
from shuyuan.campaigns.demands import count_by_department, demands_of
from shuyuan.campaigns.forms import SubmissionForm, SummaryForm
from shuyuan.campaigns.inbox import LIST
from shuyuan.campaigns.lists import DemandsOfLists
from shuyuan.campaigns.models import DepartmentList
from shuyuan.campaigns.services.lists import judge_own_list, missing_members
from shuyuan.campaigns.services.review import judge_review
from shuyuan.campaigns.states import State, Step, allows
from shuyuan.casework.returning import read_return
from shuyuan.catalog.review_steps import open_remarks
from shuyuan.kernel.actor import Actor, Role
from shuyuan.web.doors import needs

readers_only = needs(*selectors.READERS, Role.DATA_ADMINISTRATION)
submitters_only = needs(*selectors.SUBMITTERS)
reviewers_only = needs(*selectors.COUNTY_CLERKS, Role.DATA_ADMINISTRATION)
bureau_only = needs(Role.DATA_ADMINISTRATION)


@readers_only
@require_safe
def department_list(request: HttpRequest, list_id: int) -> HttpResponse:
    """The list as it stands: what it would hold now before it is handed in, what became of it afterwards."""
    one = selectors.access_list(list_id, actor=request.actor)
    return render(request, "campaigns/list.html", _context(request, one))


@readers_only
@require_safe
def demands(request: HttpRequest, list_id: int) -> HttpResponseBase:
    """What the department needs from others; a county's page compiles its departments' demands."""
    one = selectors.access_list(list_id, actor=request.actor)
    rows = demands_of(one)
    context = {"one": one, "campaign": one.campaign, "counts": count_by_department(rows)}
    return DemandsOfLists(request, rows).respond("campaigns/demands.html", context)


@submitters_only
@require_POST
def submit(request: HttpRequest, list_id: int) -> HttpResponse:
    """Hand the list, or the county's summary, in."""
    one = selectors.access_list_as_submitter(list_id, actor=request.actor)
    form = SummaryForm(request.POST) if one.is_summary else SubmissionForm(request.POST)
    if not form.is_valid():
        return render(request, "campaigns/list.html", _context(request, one, form=form), status=400)
    service = services.submit_summary if one.is_summary else services.submit_list
    one = service(list_id, **form.cleaned_data, actor=request.actor, legal=request.legal)
    if one.state == State.AT_COUNTY:
        messages.success(request, _("Handed in. Your county's data office passes it on."))
    else:
        messages.success(request, _("Handed in. The data administration reviews it entry by entry."))
    return redirect(one)


@bureau_only
@require_POST
def approve(request: HttpRequest, list_id: int) -> HttpResponse:
    """Publish every entry that nothing stands against, and settle the list when none is left."""
    approval = services.approve_list(
        list_id, opinion=request.POST.get("reason", ""), actor=request.actor, legal=request.legal
    )
    count = len(approval.published)
    said = ngettext("%(count)s entry is published.", "%(count)s entries are published.", count)
    messages.success(request, said % {"count": count})
    if approval.accepted:
        messages.success(request, _("The list is reviewed."))
        return redirect("campaigns:list", list_id)
    one = selectors.access_list(list_id, actor=request.actor)
    context = {**_context(request, one), "refused": approval.refused}
    return render(request, "campaigns/list.html", context)


@reviewers_only
@require_POST
def return_list(request: HttpRequest, list_id: int) -> HttpResponse:
    """Send the list back with everything that has to be mended."""
    sent = read_return(request.POST, LIST, list_id)
    one = services.return_list(
        list_id, gaps=sent.gaps, new_facts=sent.new_facts, actor=request.actor, legal=request.legal
    )
    messages.success(request, _("The list is returned."))
    return redirect(one)


@bureau_only
@require_POST
def leave_out(request: HttpRequest, list_id: int) -> HttpResponse:
    """Go on without this list."""
    one = services.leave_out(
        list_id, reason=request.POST.get("reason", ""), actor=request.actor, legal=request.legal
    )
    messages.success(request, _("The campaign goes on without this list."))
    return redirect(one)


def _context(request: HttpRequest, one: DepartmentList, *, form: Any = None) -> dict[str, Any]:
    actor, legal = request.actor, request.legal
    stage = selectors.with_stage(DepartmentList.objects.filter(pk=one.pk)).get().stage
    label, tone = wording.STAGES[stage]
    is_own = one.department.code == actor.department and actor.role in selectors.READERS
    members = list(one.members.select_related("department").order_by("department__code"))
    context: dict[str, Any] = {
        "one": one,
        "subject": LIST,
        "campaign": one.campaign,
        "label": label,
        "tone": tone,
        "is_own": is_own,
        "is_bureau": actor.is_administration,
        "remaining": legal.calendar.remaining(legal.today, one.due_on),
        "members": selectors.with_stage(one.members.select_related("department")) if one.is_summary else [],
        "missing": missing_members(members),
        "wording": wording.STAGES,
        "demands": count_by_department(demands_of(one)),
        **_may_do(one, actor, is_own=is_own),
    }
    if one.state in {State.ASKED, State.RETURNED}:
        if is_own:
            context.update(_before(one, form, legal))
        return context
    lines = content.lines_of(one)
    rows = []
    for line in lines:
        outcome = content.outcome_of(line)
        words, color = wording.OUTCOMES[outcome]
        draft = getattr(line.entry, "working_copy", None) or line.entry
        rows.append({"line": line, "name": draft.name, "outcome": outcome, "words": words, "tone": color})
    waits = [row["line"].entry_id for row in rows if row["outcome"] == "waiting"]
    return {
        **context,
        "rows": rows,
        "open_points": judge_review(lines),
        "waiting": len(waits),
        "remarks": open_remarks(waits) if context["can_return"] else [],
    }


def _before(one: DepartmentList, form: Any, legal: Any) -> dict[str, Any]:
    """The list before it is handed in: its entries with what speaks against each, and the form."""
    positions = content.positions_of(one.department_id)
    blank = SummaryForm() if one.is_summary else SubmissionForm()
    return {
        "positions": positions,
        "verdict": judge_own_list(one, positions, nothing_to_catalog=True, legal=legal),
        "form": form or blank,
        "is_empty": not positions,
        "drafts": sum(position.draft is not None for position in positions),
    }


def _may_do(one: DepartmentList, actor: Actor, *, is_own: bool) -> dict[str, bool]:
    """Which buttons the page shows; the services decide again."""
    running = one.campaign.is_open
    return {
        "can_submit": running
        and is_own
        and actor.role in selectors.SUBMITTERS
        and allows(one.state, Step.SUBMIT),
        "can_approve": running and actor.is_administration and allows(one.state, Step.ACCEPT),
        "can_return": running
        and (
            (actor.is_administration and allows(one.state, Step.RETURN))
            or (
                (actor.is_administration or selectors.is_county_clerk(one, actor))
                and allows(one.state, Step.RETURN_BY_COUNTY)
            )
        ),
        "can_leave_out": running and actor.is_administration and allows(one.state, Step.LEAVE_OUT),
    }
