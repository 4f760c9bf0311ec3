"""Editions: the list of them, publishing one, its entries, its differences, its workbook."""

from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from shuyuan.campaigns import files, lists, registry, selectors, services
from shuyuan.campaigns.differences import compare
from shuyuan.campaigns.forms import EditionForm
from shuyuan.campaigns.models import Edition
from shuyuan.campaigns.services.editions import judge_publication, proposed_name
from shuyuan.catalog.guide import SHARING_TYPES
from shuyuan.kernel.actor import Role
from shuyuan.kernel.errors import BadInput
from shuyuan.web.doors import needs, signed_in
from shuyuan.web.exports import XLSX_TYPE

bureau_only = needs(Role.DATA_ADMINISTRATION)


@signed_in
@require_GET
def editions(request: HttpRequest) -> HttpResponseBase:
    """Every edition of the master catalog."""
    rows = selectors.list_editions()
    context = {"can_publish": request.actor.is_administration}
    return lists.EditionList(request, rows).respond("campaigns/editions.html", context)


@bureau_only
@require_http_methods(["GET", "POST"])
def publish(request: HttpRequest) -> HttpResponse:
    """The number that comes next, what stands in the way, and the button."""
    if request.method == "GET":
        year = _year(request)
        form = EditionForm(initial={"year": year, "expected": proposed_name(year)})
        return render(request, "campaigns/publish.html", _publishing(year, form))
    form = EditionForm(request.POST)
    if not form.is_valid():
        faults = dict.fromkeys(form.errors, "bad_value")
        raise BadInput("the form was changed on its way", code="bad_edition", fields=faults)
    edition = services.publish_edition(**form.cleaned_data, actor=request.actor, legal=request.legal)
    messages.success(request, _("Edition %(edition)s is published.") % {"edition": edition.name})
    return redirect(edition)


@signed_in
@require_GET
def edition(request: HttpRequest, name: str) -> HttpResponseBase:
    """The entries that the edition holds; filtered by sharing type it is its sharing catalog."""
    found = selectors.access_edition(name)
    counts = selectors.count_sharing(found)
    context = {
        **head_of(request, found),
        "bars": [(label, counts.get(code, 0)) for code, label in SHARING_TYPES],
    }
    rows = selectors.list_edition_lines(found).select_related("version")
    return lists.EditionEntryList(request, rows.defer("version__snapshot")).respond(
        "campaigns/edition.html", context
    )


@signed_in
@require_GET
def changes(request: HttpRequest, name: str) -> HttpResponseBase:
    """What this edition changed against the one before, or against `?with=`."""
    found = selectors.access_edition(name)
    given = request.GET.get("with", "")
    other = selectors.access_edition(given) if given else selectors.edition_before(found)
    context: dict[str, Any] = {
        **head_of(request, found),
        "other": other,
        "others": selectors.list_editions().exclude(pk=found.pk),
    }
    if other is not None and other.pk == found.pk:
        raise BadInput("nothing to compare", code="same_edition", edition=found.name)
    rows = compare(other, found) if other else []
    kinds = ("added", "changed", "removed")
    context["counts"] = {kind: sum(row.kind == kind for row in rows) for kind in kinds}
    return lists.ChangeList(request, rows).respond("campaigns/changes.html", context)


@signed_in
@require_GET
def workbook(request: HttpRequest, name: str) -> HttpResponseBase:
    """The whole edition as a workbook, one row for each item."""
    found = selectors.access_edition(name)
    stream = files.edition_workbook(found, maker=request.actor.name, at=request.legal.now)
    filename = _("Master catalog %(edition)s") % {"edition": found.name} + ".xlsx"
    return FileResponse(stream, as_attachment=True, filename=filename, content_type=XLSX_TYPE)


def head_of(request: HttpRequest, found: Edition) -> dict[str, Any]:
    """What the head and the tabs of an edition need."""
    tabs: list[tuple[Any, ...]] = [
        (_("Entries of the edition"), found.get_absolute_url(), found.entries),
        (_("Changes"), reverse("campaigns:changes", args=[found.name])),
    ]
    if request.actor.is_administration or request.actor.role in selectors.READERS:
        address = reverse("campaigns:responsibilities", args=[found.name])
        tabs.append((_("Responsibility lists"), address))
    return {"edition": found, "tabs": tabs, "is_bureau": request.actor.is_administration}


def _year(request: HttpRequest) -> int:
    """The year of the campaign that asks, else this year."""
    given = request.GET.get("year", "")
    if not given:
        return int(request.legal.today.year)
    if not given.isdecimal() or int(given) not in {request.legal.today.year, request.legal.today.year + 1}:
        raise BadInput("not a year of an edition", code="bad_edition", fields={"year": "year_far_away"})
    return int(given)


def _publishing(year: int, form: EditionForm) -> dict[str, Any]:
    campaign = selectors.find_open_campaign(year)
    return {
        "form": form,
        "year": year,
        "campaign": campaign,
        "proposed": proposed_name(year),
        "verdict": judge_publication(campaign),
        "obstacles": registry.open_obstacles(campaign),
        "unsettled": campaign.lists.exclude(state__in=("reviewed", "left_out")).select_related("department")
        if campaign
        else [],
        "last": selectors.list_editions().first(),
    }
