"""Inspections: the list, opening one, its page, closing it."""

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from shuyuan.casework.actions import Action
from shuyuan.supervision import forms, services
from shuyuan.supervision.checks import INSPECTORS
from shuyuan.supervision.lists import InspectionList, OrderList
from shuyuan.supervision.picking import picking_form
from shuyuan.supervision.selectors import list_inspections, list_orders
from shuyuan.supervision.services.inspections import INSPECTION, access_inspection, inspected
from shuyuan.supervision.views.sheets import Case, Fact, Sheet, fill, sent
from shuyuan.web.doors import needs

inspectors_only = needs(*INSPECTORS)
form_page = require_http_methods(["GET", "HEAD", "POST"])
LAW = "jz-project-2020/31.1"


@inspectors_only
@require_safe
def overview(request: HttpRequest) -> HttpResponseBase:
    """Every inspection."""
    context = {
        "title": _("Inspections"),
        "subtitle": _("What was looked at, and the orders that came out of it."),
        "new_url": reverse("supervision:new_inspection"),
        "new_label": _("Open an inspection"),
    }
    return InspectionList(request, list_inspections()).respond("supervision/list.html", context)


@inspectors_only
@form_page
def new(request: HttpRequest) -> HttpResponse:
    """Open an inspection."""

    def act(data: dict[str, object]) -> str:
        opened = services.open_inspection(
            title=data["title"],
            held_on=data["held_on"],
            projects=data["projects"],
            participants=[body.code for body in data["participants"]],
            plan=data["plan"],
            actor=request.actor,
            legal=request.legal,
        )
        return opened.get_absolute_url()

    back = reverse("supervision:inspections")
    sheet = Sheet(
        title=_("Open an inspection"),
        intro=_(
            "Choose the projects that are looked at; an order is issued from the page of the inspection."
        ),
        cites=LAW,
        button=_("Open the inspection"),
        back=back,
        done=_("The inspection is open."),
        act=act,
        list_title=_("Inspections"),
        list_url=back,
    )
    return fill(request, sheet, picking_form(request, forms.InspectionForm, {"held_on": request.legal.today}))


@inspectors_only
@require_safe
def inspection(request: HttpRequest, inspection_id: int) -> HttpResponseBase:
    """One inspection with its projects and orders."""
    found = access_inspection(inspection_id, actor=request.actor)
    bodies = "、".join(found.participants.values_list("name", flat=True)) or "–"
    close = Action(
        _("Close the inspection"),
        "check",
        href=reverse("supervision:close_inspection", args=[found.pk]),
        why=_("It is closed.") if found.closed_on else "",
    )
    case = Case(
        title=found.title,
        subtitle=found.number,
        state=_("Closed") if found.closed_on else _("Under way"),
        tone="done" if found.closed_on else "info",
        facts=[
            Fact(_("Inspected on"), found.held_on),
            Fact(_("Taking part"), bodies),
            Fact(_("What is looked at"), found.plan or "–", wide=True),
            Fact(_("Result"), found.result or "–", wide=True),
        ],
        actions=[close],
        subject_kind=INSPECTION,
        subject_id=found.pk,
        cites=LAW,
        list_title=_("Inspections"),
        list_url=reverse("supervision:inspections"),
    )
    orders = list_orders(request.actor).filter(inspection=found)
    context = {"case": case, "projects": inspected(found), "inspection": found}
    return OrderList(request, orders).respond("supervision/inspection.html", context)


@inspectors_only
@form_page
def close(request: HttpRequest, inspection_id: int) -> HttpResponse:
    """Close it with its result."""
    found = access_inspection(inspection_id, actor=request.actor)

    def act(data: dict[str, object]) -> str:
        services.close_inspection(found.pk, result=data["opinion"], actor=request.actor, legal=request.legal)
        return found.get_absolute_url()

    sheet = Sheet(
        title=_("Close the inspection"),
        intro=_("Write down what came out of it."),
        cites=LAW,
        button=_("Close"),
        back=found.get_absolute_url(),
        done=_("The inspection is closed."),
        act=act,
        list_title=found.title,
        list_url=found.get_absolute_url(),
    )
    return fill(request, sheet, forms.OpinionForm(sent(request)))
