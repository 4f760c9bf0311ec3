"""The end of a year over all projects: dry run, its lines, carrying it out."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shuyuan.funds import selectors, services
from shuyuan.funds.forms import YearForm
from shuyuan.funds.lists import LineList, RunList
from shuyuan.kernel.actor import Role
from shuyuan.web.doors import needs

year_end_roles = needs(*selectors.YEAR_END)


@year_end_roles
@require_http_methods(["GET", "POST"])
def runs(request: HttpRequest) -> HttpResponseBase:
    """Earlier runs, and a new dry run."""
    form = YearForm(request.POST or None, initial={"year": _ending(request)})
    if request.method == "POST":
        if form.is_valid():
            made = services.prepare_year_end(
                year=form.cleaned_data["year"], actor=request.actor, legal=request.legal
            )
            return redirect(made)
        context = {"form": form, "page": RunList(request, selectors.list_runs()).page()}
        return render(request, "funds/runs.html", context, status=400)
    return RunList(request, selectors.list_runs()).respond("funds/runs.html", {"form": form})


@year_end_roles
@require_GET
def run(request: HttpRequest, run_id: int) -> HttpResponseBase:
    """The lines of a run."""
    found = selectors.access_run(run_id)
    lines, job = found.lines.select_related("project__unit"), selectors.job_of(found)
    is_bureau = request.actor.role is Role.DATA_ADMINISTRATION
    is_interrupted = selectors.is_interrupted(found)
    context = {
        "run": found,
        "job": job,
        "is_running": found.applied_at is not None and found.ended_at is None and not is_interrupted,
        "is_stalled": selectors.is_stalled(job, now=request.legal.now),
        "is_interrupted": is_interrupted,
        "is_over": selectors.is_over(found, today=request.legal.today),
        "may_apply": found.applied_at is None and is_bureau,
        "may_carry_on": is_interrupted and is_bureau,
        "may_see_job": is_bureau,
    }
    return LineList(request, lines).respond("funds/run.html", context)


@year_end_roles
@require_GET
def progress(request: HttpRequest, run_id: int) -> HttpResponse:
    """How far the run is."""
    found = selectors.access_run(run_id)
    is_running = found.ended_at is None and not selectors.is_interrupted(found)
    job = selectors.job_of(found)
    context = {
        "run": found,
        "job": job,
        "is_running": is_running,
        "is_stalled": selectors.is_stalled(job, now=request.legal.now),
        "may_see_job": request.actor.role is Role.DATA_ADMINISTRATION,
    }
    response = render(request, "funds/parts/progress.html", context)
    if not is_running:
        response["HX-Refresh"] = "true"
    return response


@needs(Role.DATA_ADMINISTRATION)
@require_POST
def carry_out(request: HttpRequest, run_id: int) -> HttpResponse:
    """Carry out what the dry run showed."""
    services.begin_applying(run_id, actor=request.actor, legal=request.legal)
    messages.success(request, _("It is being carried out; this page shows how far."))
    return redirect("funds:run", run_id)


def _ending(request: HttpRequest) -> int:
    """In the first half of a year people look at the last one."""
    today = request.legal.today
    return today.year - 1 if today.month <= 6 else today.year  # noqa: PLR2004 half a year
