"""The project library by years, and the runs at the end of a year."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shuyuan.kernel.actor import Role
from shuyuan.kernel.errors import BadInput
from shuyuan.planning import lists, selectors, services, wording
from shuyuan.planning.models import LibraryRecord, YearRun
from shuyuan.planning.project_page import judge_leaving
from shuyuan.planning.rules import Outlook, judge_closing
from shuyuan.planning.views.plans import bureau_only, readers_only
from shuyuan.projects.selectors import access_project_as

_YEARS = 5


@readers_only
@require_GET
def library(request: HttpRequest) -> HttpResponseBase:
    """The library in a year, this one unless `?year=` says another."""
    year = _year(request)
    this_year = request.legal.today.year
    rows = selectors.list_library(year, request.actor)
    counts = selectors.count_library(year, request.actor)
    first = min(selectors.first_library_year() or this_year, this_year - _YEARS + 1)
    context = {
        "year": year,
        "years": range(this_year + 1, first - 1, -1),
        "bars": [(label, counts.get(code, 0)) for code, (label, _tone) in wording.PLACES.items()],
        "is_bureau": request.actor.is_administration,
        "verdict": judge_closing(year, today=request.legal.today),
        "unfunded": selectors.list_unfunded(year).count() if request.actor.is_administration else 0,
        "runs": YearRun.objects.filter(year=year)[:6] if request.actor.is_administration else [],
    }
    return lists.LibraryList(request, rows).respond("planning/library.html", context)


@bureau_only
@require_POST
def begin(request: HttpRequest) -> HttpResponse:
    """Begin a run over a year: a dry one, or the real one."""
    is_dry = request.POST.get("dry") != "no"
    job = services.begin_run(year=_year(request), is_dry=is_dry, actor=request.actor, legal=request.legal)
    said = _("The dry run is under way; it changes nothing.") if is_dry else _("The year is being closed.")
    messages.success(request, said)
    return redirect("planning:run", job.params["run"])


@bureau_only
@require_GET
def run(request: HttpRequest, run_id: int) -> HttpResponse:
    """What a run would do, or did."""
    found = selectors.access_run(run_id, actor=request.actor)
    rows = [(line, *wording.OUTLOOKS[Outlook(line["outlook"])]) for line in found.lines]
    counts = [
        (label, sum(line["outlook"] == outlook for line in found.lines))
        for outlook, (label, _tone) in wording.OUTLOOKS.items()
    ]
    context = {
        "run": found,
        "rows": rows,
        "counts": counts,
        "verdict": judge_closing(found.year, today=request.legal.today),
    }
    return render(request, "planning/run.html", context)


@bureau_only
@require_http_methods(["GET", "POST"])
def remove(request: HttpRequest, project_id: int) -> HttpResponse:
    """Take a project out of the library; the rule says whether."""
    project = access_project_as(project_id, Role.DATA_ADMINISTRATION, actor=request.actor)
    if request.method == "POST":
        services.remove_project(project_id, actor=request.actor, legal=request.legal)
        messages.success(request, _("The project has left the library."))
        return redirect(project)
    context = {
        "project": project,
        "verdict": judge_leaving(project, legal=request.legal),
        "records": LibraryRecord.objects.filter(project=project).order_by("year"),
    }
    return render(request, "planning/remove.html", context)


def _year(request: HttpRequest) -> int:
    """The year that is asked for."""
    data = request.POST if request.method == "POST" else request.GET
    given = data.get("year", "")
    if not given:
        return int(request.legal.today.year)
    if not (given.isascii() and given.isdecimal() and len(given) == 4):  # noqa: PLR2004 a year
        raise BadInput("not a year", code="impossible_plan_year", year=given[:10])
    return int(given)
