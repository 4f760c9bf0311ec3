"""Pages of the working calendar: a year, one day, the plan of a year with its forecast, one revision."""

from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from shuyuan.casework import selectors, services
from shuyuan.casework.calendars import latest_state
from shuyuan.casework.forecast import exceptions_of, forecast_year
from shuyuan.casework.forms import DayForm, PlanForm
from shuyuan.casework.plans import write_plan
from shuyuan.casework.wording import place_words
from shuyuan.casework.yearpage import WEEKDAYS, months_of
from shuyuan.kernel.actor import Role
from shuyuan.kernel.errors import NotFound
from shuyuan.web.doors import needs, signed_in

_DAYS_SHOWN = 60


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
    form = DayForm(request.POST if request.method == "POST" else None)
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
    """Enter the State Council's plan of a year: first what it changes, then for good.

    The form starts with what the calendar holds.
    """
    state = latest_state()
    if year not in state.calendar.years:
        raise NotFound(code="calendar_year_missing", year=year)
    entered = exceptions_of(state, year)
    form = PlanForm(
        request.POST if request.method == "POST" else None,
        year=year,
        initial={
            "free": write_plan(day for day in entered if not day.working),
            "worked": write_plan(day for day in entered if day.working),
        },
    )
    forecast = None
    if request.method == "POST" and form.is_valid():
        if request.POST.get("step") == "apply":
            change = services.announce_year(
                year,
                form.days,
                document=form.cleaned_data["document"],
                reason=form.cleaned_data["reason"],
                actor=request.actor,
                legal=request.legal,
            )
            messages.success(request, _moved(change.moved))
            return redirect("casework:revision", int(change.revision))
        forecast = forecast_year(year, form.days)
    context = {"form": form, "year": year, "forecast": forecast}
    return render(request, "casework/announce.html", context, status=400 if form.errors else 200)


@signed_in
@require_GET
def revision(request: HttpRequest, number: int) -> HttpResponse:
    """One change of the calendar: which days, why, and who was told of moved deadlines."""
    found = selectors.access_revision(number)
    moves = [
        (place_words(move.post, move.role, move.department), move.task_count, move.people_count)
        for move in found.moves.all()
    ]
    days = sorted(found.days.all(), key=lambda row: row.day)
    return render(
        request,
        "casework/revision.html",
        {
            "revision": found,
            "years": found.years.all(),
            "days": days[:_DAYS_SHOWN],
            "more_days": max(0, len(days) - _DAYS_SHOWN),
            "moves": sorted(moves, key=lambda move: -move[1]),
        },
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
