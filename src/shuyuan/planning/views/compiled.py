"""The compiled plans: editions, their lines, differences, workbook and papers."""

from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shuyuan.kernel.errors import BadInput
from shuyuan.planning import files, lists, selectors, services, wording
from shuyuan.planning.comparing import compare
from shuyuan.planning.models import CompiledPlan
from shuyuan.planning.rules import judge_compilation
from shuyuan.planning.services.compiling import NOTED, draw_lines
from shuyuan.planning.views.plans import bureau_only
from shuyuan.projects.selectors import OVERSEERS
from shuyuan.web.doors import needs
from shuyuan.web.exports import XLSX_TYPE

overseers_only = needs(*OVERSEERS)


@overseers_only
@require_GET
def editions(request: HttpRequest) -> HttpResponseBase:
    """Every edition that the actor may see."""
    rows = selectors.list_compiled(request.actor)
    context = {"plans": selectors.list_plans()[:3] if request.actor.is_administration else []}
    return lists.EditionList(request, rows).respond("planning/editions.html", context)


@bureau_only
@require_http_methods(["GET", "POST"])
def compile_plan(request: HttpRequest, year: int) -> HttpResponse:
    """What an edition would hold today, and the button."""
    plan = selectors.access_plan(year)
    if request.method == "POST":
        edition = services.compile_plan(
            year=year, note=request.POST.get("reason", ""), actor=request.actor, legal=request.legal
        )
        messages.success(request, _("Edition %(name)s is compiled.") % {"name": edition.name})
        return redirect(edition)
    lines = draw_lines(year)
    context = {
        "plan": plan,
        "lines": lines,
        "planned_fen": sum(line.planned_fen for line in lines),
        "year_fen": sum(line.year_fen for line in lines),
        "standby": sum(line.is_standby for line in lines),
        "verdict": judge_compilation([line.project_id for line in lines]),
        "last": CompiledPlan.objects.filter(year=year).order_by("-number").first(),
    }
    return render(request, "planning/compile.html", context)


@overseers_only
@require_GET
def edition(request: HttpRequest, name: str) -> HttpResponseBase:
    """The lines of an edition."""
    found = selectors.access_compiled(name, actor=request.actor)
    lines = found.lines.order_by("position")
    context = head_of(request, found)
    context["bars"] = _bars(found)
    return lists.LineList(request, lines).respond("planning/edition.html", context)


@overseers_only
@require_GET
def changes(request: HttpRequest, name: str) -> HttpResponse:
    """What an edition changed against the one before, or against `?with=`."""
    found = selectors.access_compiled(name, actor=request.actor)
    given = request.GET.get("with", "")
    other = (
        selectors.access_compiled(given, actor=request.actor) if given else selectors.edition_before(found)
    )
    if other is not None and other.pk == found.pk:
        raise BadInput("nothing to compare", code="same_compiled_plan", edition=found.name)
    differences = compare(other, found) if other else []
    rows = [(one, *wording.CHANGES[one.kind]) for one in differences]
    others = selectors.list_compiled(request.actor).filter(year=found.year).exclude(pk=found.pk)
    context = {**head_of(request, found), "other": other, "others": others, "rows": rows}
    return render(request, "planning/changes.html", context)


@overseers_only
@require_GET
def workbook(request: HttpRequest, name: str) -> HttpResponseBase:
    """Both plans of an edition as a workbook."""
    found = selectors.access_compiled(name, actor=request.actor)
    stream = files.compiled_workbook(found, maker=request.actor.name, at=request.legal.now)
    filename = _("Compiled plans %(name)s") % {"name": found.name} + ".xlsx"
    return FileResponse(stream, as_attachment=True, filename=filename, content_type=XLSX_TYPE)


@bureau_only
@require_POST
def send(request: HttpRequest, name: str) -> HttpResponse:
    """Issue both papers and put them before commission and finance."""
    found = services.send_plan(name, actor=request.actor, legal=request.legal)
    messages.success(request, _("Both papers are issued and sent to the commission and to finance."))
    return redirect(found)


@needs(*NOTED)
@require_POST
def acknowledge(request: HttpRequest, name: str) -> HttpResponse:
    """Commission or finance take note."""
    found = services.acknowledge_plan(name, actor=request.actor, legal=request.legal)
    messages.success(request, _("Your office has taken note of the edition."))
    return redirect(found)


def head_of(request: HttpRequest, found: CompiledPlan) -> dict[str, Any]:
    """What the head and the tabs of an edition need."""
    office = NOTED.get(request.actor.role)
    tabs = [
        (_("Projects"), found.get_absolute_url(), found.projects),
        (_("Changes"), reverse("planning:changes", args=[found.name])),
    ]
    return {
        "edition": found,
        "tabs": tabs,
        "is_bureau": request.actor.is_administration,
        "may_note": bool(office and found.sent_at and getattr(found, f"{office}_at") is None),
    }


def _bars(found: CompiledPlan) -> list[tuple[str, float]]:
    """The money of the year by funding mode, in 万元."""
    sums: dict[str, int] = {}
    for line in found.lines.all():
        sums[line.get_mode()] = sums.get(line.get_mode(), 0) + line.year_fen
    return [(label, round(fen / 1_000_000, 2)) for label, fen in sums.items()]
