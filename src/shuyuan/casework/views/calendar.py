"""Pages of casework: HTTP in, one service call, HTTP out."""

from datetime import date

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from shuyuan.casework import selectors, services
from shuyuan.casework.calendars import latest_state
from shuyuan.casework.explanation import explain
from shuyuan.casework.forms import DayForm, PlanForm
from shuyuan.casework.holiday_source import ExceptionalDay
from shuyuan.casework.kinds import kind_label
from shuyuan.casework.plans import write_plan
from shuyuan.casework.yearpage import WEEKDAYS, months_of
from shuyuan.kernel.actor import Role
from shuyuan.kernel.errors import NotFound
from shuyuan.organizations.models import Post
from shuyuan.web.doors import needs, signed_in

PAGE = 50


@signed_in
@require_GET
def inbox(request: HttpRequest) -> HttpResponse:
    """What waits for the actor, most urgent first."""
    items = selectors.inbox(request.actor, request.legal, limit=PAGE + 1, after=request.GET.get("after", ""))
    return render(
        request,
        "casework/inbox.html",
        {
            "items": items[:PAGE],
            "next": items[PAGE - 1].after if len(items) > PAGE else "",
            "counts": selectors.counts(request.actor, request.legal),
        },
    )


@signed_in
@require_GET
def done(request: HttpRequest) -> HttpResponse:
    """What the actor's post has done, newest first."""
    page = Paginator(selectors.done_by(request.actor), PAGE).get_page(request.GET.get("page"))
    tasks = [(task, kind_label(task.kind)) for task in page]
    return render(request, "casework/done.html", {"tasks": tasks, "page": page})


@signed_in
@require_GET
def why(request: HttpRequest, task_id: int) -> HttpResponse:
    """How the due day of a task was counted."""
    task = selectors.access_task(task_id, actor=request.actor)
    return render(
        request,
        "casework/why.html",
        {
            "item": selectors.as_items([task], request.legal)[0],
            "explanation": explain(task),
            "role": Post.RoleChoice(task.role).label if task.role else "",
        },
    )


@signed_in
@require_GET
def calendar(request: HttpRequest, year: int | None = None) -> HttpResponse:
    """The working days of a year, of this one by default."""
    state = latest_state()
    year = request.legal.today.year if year is None else year
    if year not in state.calendar.years:
        raise NotFound(code="calendar_year_missing", year=year)
    months = months_of(state, year, today=request.legal.today)
    return render(
        request,
        "casework/calendar.html",
        {
            "year": year,
            "years": sorted(state.calendar.years.items()),
            "status": state.calendar.years[year],
            "source": state.sources[year],
            "months": months,
            "weekdays": WEEKDAYS,
            "working_days": sum(month.working_days for month in months),
            "revisions": selectors.list_revisions()[:10],
        },
    )


@needs(Role.DATA_ADMINISTRATION)
@require_http_methods(["GET", "POST"])
def day(request: HttpRequest, text: str) -> HttpResponse:
    """Make a worked day free, or a free day worked."""
    chosen = _existing_day(text)
    state = latest_state()
    is_worked = state.calendar.is_working_day(chosen)
    form = DayForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        working = request.POST.get("working") == "yes"
        change = services.change_day(
            chosen, working=working, **form.cleaned_data, actor=request.actor, legal=request.legal
        )
        messages.success(request, _moved(change.moved))
        return redirect("casework:year", chosen.year)
    context = {"form": form, "day": chosen, "is_worked": is_worked, "entered": state.days.get(chosen)}
    return render(request, "casework/day.html", context, status=400 if form.errors else 200)


@needs(Role.DATA_ADMINISTRATION)
@require_http_methods(["GET", "POST"])
def announce(request: HttpRequest, year: int) -> HttpResponse:
    """Enter the State Council's plan of a year; the form starts with what the calendar holds."""
    state = latest_state()
    if year not in state.calendar.years:
        raise NotFound(code="calendar_year_missing", year=year)
    entered = [
        ExceptionalDay(day, row.working, row.name)
        for day, row in sorted(state.days.items())
        if day.year == year
    ]
    form = PlanForm(
        request.POST or None,
        year=year,
        initial={
            "free": write_plan(day for day in entered if day.day in state.calendar.non_working),
            "worked": write_plan(day for day in entered if day.day in state.calendar.working),
        },
    )
    if request.method == "POST" and form.is_valid():
        change = services.announce_year(
            year,
            form.days,
            document=form.cleaned_data["document"],
            reason=form.cleaned_data["reason"],
            actor=request.actor,
            legal=request.legal,
        )
        messages.success(request, _moved(change.moved))
        return redirect("casework:year", year)
    return render(
        request, "casework/announce.html", {"form": form, "year": year}, status=400 if form.errors else 200
    )


def _existing_day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise NotFound(code="unknown_day", day=text) from None


def _moved(count: int) -> str:
    """What a change of the calendar did to open deadlines, in words."""
    if not count:
        return _("The calendar is changed. No open deadline was touched.")
    return ngettext(
        "The calendar is changed. %(count)d open deadline was counted again.",
        "The calendar is changed. %(count)d open deadlines were counted again.",
        count,
    ) % {"count": count}
