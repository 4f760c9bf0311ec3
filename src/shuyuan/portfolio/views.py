"""Pictures of all projects, and their deadlines."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_GET

from shuyuan.kernel.errors import BadInput
from shuyuan.portfolio import selectors
from shuyuan.portfolio.deadlines import AHEAD_DAYS, MOST, coming, overdue_now
from shuyuan.portfolio.months import WEEKDAYS, months_of
from shuyuan.portfolio.pictures import funnel_rows, money_rows
from shuyuan.projects.rules.stages import Stage
from shuyuan.projects.selectors import OVERSEERS
from shuyuan.projects.wording import STAGES
from shuyuan.web.doors import needs

#: So many units have bars and are seen at once; the others are folded.
_PICTURED = 10
readers_only = needs(*selectors.READERS)


@readers_only
@require_GET
def overview(request: HttpRequest) -> HttpResponse:
    """Stages, years, units, money, the funnel."""
    year, unit = _year(request), request.GET.get("unit", "")[:40]
    found = selectors.portfolio_of(request.actor, year=year, unit=unit)
    total, stages = found.total, found.by_stage()
    years = found.by_year()
    units = found.by_unit() if request.actor.role in OVERSEERS else []
    context = {
        "total": total,
        "money": money_rows(found),
        "funnel": funnel_rows(found),
        "stages": [(stage, STAGES[stage], sums) for stage, sums in stages],
        "stage_bars": [(STAGES[stage], sums.count) for stage, sums in stages],
        "years": years,
        "units": units,
        "first_units": units[:_PICTURED],
        "other_units": units[_PICTURED:],
        "top_year": _top(years),
        "top_unit": _top(units[:_PICTURED]),
        "overdue": selectors.count_overdue(request.actor, year=year, unit=unit, legal=request.legal),
        "year": year,
        "unit": next((one for one in found.units if one.code == unit), None),
        "choices": range(request.legal.today.year - 5, request.legal.today.year + 3),
        "list_href": _list_href(year, unit),
    }
    return render(request, "portfolio/overview.html", context)


@readers_only
@require_GET
def deadlines(request: HttpRequest) -> HttpResponse:
    """The coming days, and what is overdue."""
    ahead = coming(request.actor, legal=request.legal)
    context = {
        "coming": ahead,
        "months": months_of(ahead, today=request.legal.today, ahead=AHEAD_DAYS),
        "overdue": overdue_now(request.actor, legal=request.legal),
        "weekdays": WEEKDAYS,
        "days": AHEAD_DAYS,
        "most": MOST,
        "to_accept": Stage.COMPLETED.value,
    }
    return render(request, "portfolio/deadlines.html", context)


def _top(rows: list[tuple[Any, selectors.Sums]]) -> int:
    """The largest sum of the bars, at least 1."""
    return (
        max((max(sums.planned_fen, sums.budgeted_fen, sums.held_fen) for _one, sums in rows), default=0) or 1
    )


def _year(request: HttpRequest) -> int | None:
    given = request.GET.get("year", "")
    if not given:
        return None
    if not given.isascii() or not given.isdecimal() or len(given) != len("2026"):
        raise BadInput("not a year", code="bad_filter", filter="year")
    return int(given)


def _list_href(year: int | None, unit: str) -> str:
    """The list of projects under the same year and unit, ready for more filters."""
    query = {**({"year": year} if year else {}), **({"unit": unit} if unit else {})}
    return f"{reverse('projects:projects')}?{urlencode(query)}{'&' if query else ''}"
