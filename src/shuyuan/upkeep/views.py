"""Pages of upkeep: occasions with their clocks, dead entries, scores."""

from typing import Any

from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shuyuan.casework.actions import Action
from shuyuan.catalog.selectors import DRAFTERS, SUBMITTERS
from shuyuan.kernel.actor import Role
from shuyuan.kernel.calendar import CalendarYearMissing
from shuyuan.kernel.errors import BadInput
from shuyuan.regulations.errors import NotInForce
from shuyuan.upkeep import selectors, services, steps
from shuyuan.upkeep.forms import OccasionForm
from shuyuan.upkeep.lists import FindingList, OccasionList, ScoreList
from shuyuan.upkeep.models import Finding, Occasion
from shuyuan.upkeep.states import RUNNING, OccasionState
from shuyuan.upkeep.wording import TONES
from shuyuan.web.doors import needs, signed_in
from shuyuan.web.wording import words_of

#: Departments and the bureau; the three administrators keep out of the catalog's business.
_WORKERS = (*DRAFTERS, Role.DATA_ADMINISTRATION)
_RECORDERS = (*SUBMITTERS, Role.DATA_ADMINISTRATION)
#: So many entries are offered by name.
_MOST_ENTRIES = 1000


@needs(*_WORKERS)
@require_GET
def occasions(request: HttpRequest) -> HttpResponseBase:
    """Changes of law and functions with both clocks, and the counts of a year."""
    years = selectors.years_of_occasions(request.actor) or [request.legal.today.year]
    given = request.GET.get("year", "")
    if given and (not given.isdecimal() or int(given) not in years):
        raise BadInput("no such year", code="bad_filter", filter="year")
    year = int(given) if given else years[0]
    context = {
        "tabs": _tabs(),
        "can_record": request.actor.role in _RECORDERS,
        "years": years,
        "year": year,
        "clocks": selectors.count_clocks(request.actor, year=year, today=request.legal.today),
    }
    return OccasionList(request, selectors.list_occasions(request.actor)).respond(
        "upkeep/occasions.html", context
    )


@needs(*_RECORDERS)
@require_http_methods(["GET", "POST"])
def new_occasion(request: HttpRequest) -> HttpResponse:
    """Record that the law or a department's functions changed."""
    is_bureau = request.actor.is_administration
    form = OccasionForm(request.POST if request.method == "POST" else None, is_bureau=is_bureau)
    if request.method == "POST" and form.is_valid():
        given = {"department": request.actor.department, **form.cleaned_data}
        try:
            made = services.record_occasion(**given, actor=request.actor, legal=request.legal)
        except (BadInput, NotInForce, CalendarYearMissing) as error:
            words = words_of(error)
            form.add_error("happened_on", f"{words.text} {words.remedy}")
        else:
            messages.success(request, _("Recorded; the ten working days are running."))
            return redirect(made)
    return render(request, "upkeep/new_occasion.html", {"form": form}, status=400 if form.is_bound else 200)


@needs(*_WORKERS)
@require_GET
def occasion(request: HttpRequest, occasion_id: int) -> HttpResponse:
    """One occasion: what changed, which entries follow, and how far they are."""
    found = selectors.access_occasion(occasion_id, actor=request.actor)
    is_own = found.department.code == request.actor.department and request.actor.role in SUBMITTERS
    rows = [_row(one, request) for one in found.entries.select_related("entry").order_by("pk")]
    is_running = OccasionState(found.state) in RUNNING
    named = {row["entry"].pk for row in rows}
    may_change = is_own and is_running
    requested = any(row["row"].requested_on for row in rows)
    actions = _actions(is_own=is_own, is_running=is_running, requested=requested)
    context = {
        "occasion": found,
        "tone": TONES[OccasionState(found.state)],
        "left": request.legal.calendar.remaining(request.legal.today, found.due_on),
        "rows": rows,
        "may_change": may_change,
        "subject": steps.OCCASION,
        "steps": _progress(found),
        "actions": actions,
        "may_settle": may_change and not requested,
        "choices": [(one, one.pk in named) for one in selectors.own_entries(found.department)[:_MOST_ENTRIES]]
        if may_change
        else [],
    }
    return render(request, "upkeep/occasion.html", context)


def _actions(*, is_own: bool, is_running: bool, requested: bool) -> list[Action]:
    """What the department that has to act can do."""
    if not is_own:
        return []
    over = "" if is_running else _("The matter is settled.")
    asked = _("The update of an entry was requested already.") if requested else ""
    return [
        Action(_("Name the entries"), "list-details", href="#entries", is_primary=True, why=over),
        Action(_("No update is needed"), "x", dialog="settle", why=over or asked),
    ]


def _progress(found: Occasion) -> list[tuple[str, str, str]]:
    """Recorded, requested, reviewed; or ended without an update."""
    recorded = (_("Recorded"), "done", f"{found.recorded_at:%Y-%m-%d}")
    state = OccasionState(found.state)
    if state is OccasionState.NOT_NEEDED:
        return [recorded, (_("No update is needed"), "stopped", "")]
    on = f"{found.requested_on:%Y-%m-%d}" if found.requested_on else ""
    asked = "done" if found.requested_on else "now"
    is_over = state not in RUNNING
    review = "done" if is_over else "now" if found.requested_on else "next"
    return [recorded, (_("Update requested"), asked, on), (_("Catalog updated"), review, "")]


@needs(*_WORKERS)
@require_POST
def name_entries(request: HttpRequest, occasion_id: int) -> HttpResponse:
    """Say which entries have to follow."""
    given = request.POST.getlist("entries")
    if any(not one.isdecimal() or len(one) > 18 for one in given):  # noqa: PLR2004 what a key can hold
        raise BadInput("not an entry", code="not_own_entry")
    services.name_entries(
        occasion_id, entries=[int(one) for one in given], actor=request.actor, legal=request.legal
    )
    messages.success(request, _("Kept. Begin the change of each entry now."))
    return redirect("upkeep:occasion", occasion_id)


@needs(*_WORKERS)
@require_POST
def settle(request: HttpRequest, occasion_id: int) -> HttpResponse:
    """Say that no entry has to follow."""
    reason = request.POST.get("reason", "")
    services.settle_without_update(occasion_id, reason=reason, actor=request.actor, legal=request.legal)
    messages.success(request, _("Settled; the data administration has been told."))
    return redirect("upkeep:occasion", occasion_id)


@needs(*_WORKERS)
@require_GET
def findings(request: HttpRequest) -> HttpResponseBase:
    """Dead entries: the department's own, for the bureau all; at first those that are still dead."""
    rows = selectors.list_findings(request.actor)
    if "state" not in request.GET and rows.exists():
        query = request.GET.copy()
        query["state"] = "open"
        return redirect(f"{request.path}?{query.urlencode()}")
    counts = dict(
        rows.filter(gone_at__isnull=True).order_by().values_list("kind").annotate(count=Count("pk"))
    )
    tiles = [(label, counts.get(kind, 0)) for kind, label in Finding.KindChoice.choices]
    return FindingList(request, rows).respond("upkeep/findings.html", {"tabs": _tabs(), "tiles": tiles})


@signed_in
@require_GET
def scores(request: HttpRequest) -> HttpResponseBase:
    """Every published entry by its score."""
    return ScoreList(request, selectors.list_standings()).respond("upkeep/scores.html", {"tabs": _tabs()})


@signed_in
@require_GET
def departments(request: HttpRequest) -> HttpResponse:
    """Mean score and dead entries of each department, as bars and as a table."""
    rows = selectors.count_by_department()
    context = {"tabs": _tabs(), "rows": rows, "bars": [(row["name"], row["mean"]) for row in rows]}
    return render(request, "upkeep/departments.html", context)


def _tabs() -> list[tuple[Any, ...]]:
    return [
        (_("Updates of the catalog"), reverse("upkeep:occasions")),
        (_("Dead entries"), reverse("upkeep:findings")),
        (_("Scores"), reverse("upkeep:scores")),
        (_("Departments"), reverse("upkeep:departments")),
    ]


def _row(row: Any, request: HttpRequest) -> dict[str, Any]:
    """An entry that follows, with the review's clock."""
    left = None
    if row.review_due_on and row.reviewed_on is None:
        left = request.legal.calendar.remaining(request.legal.today, row.review_due_on)
    late = bool(row.reviewed_on and row.review_due_on and row.reviewed_on > row.review_due_on)
    return {"row": row, "entry": row.entry, "left": left, "late": late}
