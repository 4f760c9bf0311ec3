"""Responsibility lists of an edition: handing over, acknowledging, reading, taking them as files."""

from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from shuyuan.campaigns import files, lists, selectors, services
from shuyuan.campaigns.duties import list_duties
from shuyuan.campaigns.views.editions import head_of
from shuyuan.kernel.actor import Role
from shuyuan.web.doors import needs
from shuyuan.web.exports import XLSX_TYPE

readers_only = needs(*selectors.READERS, Role.DATA_ADMINISTRATION)
bureau_only = needs(Role.DATA_ADMINISTRATION)
acknowledgers_only = needs(*selectors.ACKNOWLEDGERS)


@readers_only
@require_GET
def overview(request: HttpRequest, name: str) -> HttpResponseBase:
    """Who has which list and who has taken note; a department goes straight to its own."""
    found = selectors.access_edition(name)
    rows = selectors.list_responsibilities(found, actor=request.actor)
    if not request.actor.is_administration:
        own = rows.first()
        if own is not None:
            return redirect(own)
    context: dict[str, Any] = {
        **head_of(request, found),
        "waiting": selectors.list_waiting_for_hand_over(found).count(),
        "acknowledged": rows.filter(acknowledged_at__isnull=False).count(),
        "total": rows.count(),
    }
    return lists.ResponsibilityOverview(request, rows).respond("campaigns/responsibilities.html", context)


@bureau_only
@require_POST
def hand_over(request: HttpRequest, name: str) -> HttpResponse:
    """Have the papers drawn and sent in the background."""
    job = services.begin_hand_over(name, actor=request.actor, legal=request.legal)
    messages.success(request, _("The lists are being drawn and sent; this page tells how far it is."))
    return redirect("jobs:job", job.pk)


@bureau_only
@require_GET
def archive(request: HttpRequest, name: str) -> HttpResponseBase:
    """All lists of an edition as one archive: paper and workbook of each department."""
    found = selectors.access_edition(name)
    rows = selectors.list_responsibilities(found, actor=request.actor)
    stream = files.archive(list(rows), maker=request.actor.name, at=request.legal.now)
    filename = _("Responsibility lists %(edition)s") % {"edition": found.name} + ".zip"
    return FileResponse(stream, as_attachment=True, filename=filename, content_type="application/zip")


@readers_only
@require_GET
def responsibility(request: HttpRequest, list_id: int) -> HttpResponseBase:
    """What a department has to collect under an edition."""
    one = selectors.access_responsibility(list_id, actor=request.actor)
    context = {
        **head_of(request, one.edition),
        "one": one,
        "can_acknowledge": one.handed_over_at is not None
        and one.acknowledged_at is None
        and one.department.code == request.actor.department
        and request.actor.role in selectors.ACKNOWLEDGERS,
    }
    return lists.DutyList(request, list_duties(one)).respond("campaigns/responsibility.html", context)


@readers_only
@require_GET
def workbook(request: HttpRequest, list_id: int) -> HttpResponseBase:
    """A department's list as a workbook with maker and time."""
    one = selectors.access_responsibility(list_id, actor=request.actor)
    stream = files.duty_workbook(one, maker=request.actor.name, at=request.legal.now)
    filename = f"{one.department.name} {_('Responsibility list')} {one.edition.name}.xlsx"
    return FileResponse(stream, as_attachment=True, filename=filename, content_type=XLSX_TYPE)


@readers_only
@require_GET
def catalog(request: HttpRequest, list_id: int) -> HttpResponseBase:
    """A department's list in the columns of the usual template."""
    one = selectors.access_responsibility(list_id, actor=request.actor)
    stream = files.duty_catalog(one, maker=request.actor.name, at=request.legal.now)
    filename = f"{one.department.name} {_('Catalog columns')} {one.edition.name}.xlsx"
    return FileResponse(stream, as_attachment=True, filename=filename, content_type=XLSX_TYPE)


@acknowledgers_only
@require_POST
def acknowledge(request: HttpRequest, list_id: int) -> HttpResponse:
    """The department takes note of its list."""
    one = services.acknowledge(list_id, actor=request.actor, legal=request.legal)
    messages.success(request, _("Your department has taken note of the list."))
    return redirect(one)
