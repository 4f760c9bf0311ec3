"""Orders to rectify: the list, issuing one, its page, the answer, the check, the ladder of sanctions."""

from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from shuyuan.casework.actions import Action
from shuyuan.kernel.actor import Actor
from shuyuan.kernel.errors import NotFound
from shuyuan.projects.rules.stages import ENDED, UNIT, Stage
from shuyuan.projects.selectors import access_project_as
from shuyuan.supervision import forms, inbox, services
from shuyuan.supervision.checks import INSPECTORS, access_order
from shuyuan.supervision.judges import judge_sanction
from shuyuan.supervision.lists import OrderList
from shuyuan.supervision.models import Order, Sanction
from shuyuan.supervision.selectors import VISITORS, count_late, list_orders
from shuyuan.supervision.views.sheets import Case, Fact, Sheet, Tile, fill, sent, state_tiles, take_step
from shuyuan.supervision.wording import ORDER_TONES
from shuyuan.web.doors import needs

visitors_only = needs(*VISITORS)
inspectors_only = needs(*INSPECTORS)
unit_only = needs(*UNIT)
form_page = require_http_methods(["GET", "HEAD", "POST"])
LAW = "jz-project-2020/31.1"
State = Order.State


@visitors_only
@require_safe
def overview(request: HttpRequest) -> HttpResponseBase:
    """Every order that the actor may see."""
    found = list_orders(request.actor)
    late = count_late(found, today=request.legal.today)
    context = {
        "title": _("Orders to rectify"),
        "subtitle": _("With their deadlines, answers and sanctions."),
        "tiles": [
            Tile(_("Overdue"), late, "late=overdue", is_bad=late > 0),
            *state_tiles(found, State.ISSUED, State.ANSWERED, State.NOT_MET),
        ],
    }
    return OrderList(request, found).respond("supervision/list.html", context)


@inspectors_only
@form_page
def new(request: HttpRequest, project_id: int) -> HttpResponse:
    """Issue an order to the unit of a project."""
    project = access_project_as(project_id, *INSPECTORS, actor=request.actor)
    given = request.GET.get("inspection", "")
    inspection_id = int(given) if given.isdecimal() and len(given) < 10 else None  # noqa: PLR2004 a row's id

    def act(data: dict[str, Any]) -> str:
        order = services.issue_order(
            project.pk, **data, inspection_id=inspection_id, actor=request.actor, legal=request.legal
        )
        return order.get_absolute_url()

    sheet = Sheet(
        title=_("Issue an order"),
        intro=f"{project.name} · {project.unit}",
        cites=LAW,
        button=_("Issue the order"),
        back=project.get_absolute_url(),
        done=_("The order is issued; the unit has it in its inbox, with its paper."),
        act=act,
        list_title=_("Orders to rectify"),
        list_url=reverse("supervision:orders"),
    )
    return fill(request, sheet, forms.OrderForm(sent(request)))


@visitors_only
@require_safe
def order(request: HttpRequest, order_id: int) -> HttpResponse:
    """One order with everything that came of it."""
    found = access_order(order_id, actor=request.actor)
    case = Case(
        title=found.project.name,
        subtitle=found.number,
        state=found.get_state_display(),
        tone=ORDER_TONES[State(found.state)],
        facts=_facts(found),
        actions=_actions(found, request.actor, request.legal),
        subject_kind=inbox.ORDER,
        subject_id=found.pk,
        cites=LAW,
        list_title=_("Orders to rectify"),
        list_url=reverse("supervision:orders"),
        due_on=found.due_on if found.is_open and not _has_ended(found) else None,
    )
    context = {"case": case, "order": found, "sanctions": list(found.sanctions.select_related("paper"))}
    context |= {"may_lift": request.actor.role in INSPECTORS, "is_met": found.state == State.MET}
    return render(request, "supervision/order.html", context)


@unit_only
@form_page
def answer(request: HttpRequest, order_id: int) -> HttpResponse:
    """The unit answers."""
    found = access_order(order_id, actor=request.actor)
    return take_step(
        request,
        found,
        forms.AnswerForm(sent(request)),
        partial(services.answer_order, found.pk),
        title=_("Answer the order"),
        intro=_("Say what was done, with dates; or why the unit does not comply."),
        done=_("The answer is given; the bureau looks at it."),
        cites=LAW,
    )


@inspectors_only
@form_page
def check(request: HttpRequest, order_id: int) -> HttpResponse:
    """Look whether it was met."""
    found = access_order(order_id, actor=request.actor)
    return take_step(
        request,
        found,
        forms.CheckForm(sent(request)),
        partial(services.check_order, found.pk),
        title=_("Check the order"),
        intro=_("An order that was met ends the matter; one that was not opens the ladder of sanctions."),
        cites=LAW,
    )


@inspectors_only
@form_page
def sanction(request: HttpRequest, order_id: int) -> HttpResponse:
    """Take a step of the ladder."""
    found = access_order(order_id, actor=request.actor)
    return take_step(
        request,
        found,
        forms.SanctionForm(sent(request)),
        partial(services.impose_sanction, found.pk),
        title=_("Impose a sanction"),
        intro=_("It takes effect at once: payments that are suspended are not paid."),
        done=_("The sanction is in force; its paper has gone to the unit."),
        cites=LAW,
        danger=True,
    )


@inspectors_only
@form_page
def lift(request: HttpRequest, sanction_id: int) -> HttpResponse:
    """Let payments or the project go on."""
    one = Sanction.objects.select_related("order").filter(pk=sanction_id).first()
    if one is None:
        raise NotFound(code="unknown_oversight")
    found = access_order(one.order_id, actor=request.actor)
    return take_step(
        request,
        found,
        forms.ReasonForm(sent(request)),
        partial(services.lift_sanction, one.pk),
        title=_("Lift the sanction"),
        intro=one.get_kind_display(),
        done=_("The sanction is lifted."),
        cites=LAW,
    )


def _facts(found: Order) -> list[Fact]:
    paper = found.paper
    return [
        Fact(_("Project"), found.project.number, href=found.project.get_absolute_url()),
        Fact(_("Unit"), found.project.unit),
        Fact(_("Issued on"), found.issued_on),
        Fact(_("Official paper"), paper.number if paper else "–", href=_paper_url(paper)),
        Fact(_("Finding of the inspection"), found.finding, wide=True),
        Fact(_("Rule that was broken"), found.basis or "–", wide=True),
        Fact(_("What is demanded"), found.demand, wide=True),
        Fact(_("Answer of the unit"), found.answer or "–", wide=True),
        Fact(_("What the check showed"), found.opinion or "–", wide=True),
    ]


def _has_ended(found: Order) -> bool:
    return Stage(found.project.stage) in ENDED


def _paper_url(paper: Any) -> str:
    return reverse("papers:paper", args=[paper.pk]) if paper else ""


def _actions(found: Order, actor: Actor, legal: Any) -> list[Action]:
    if _has_ended(found):
        return []
    own = actor.role in UNIT and found.project.unit.code == actor.department
    actions = []
    if own and found.is_open:
        waits = found.state == State.ANSWERED
        why = _("The answer lies before the bureau.") if waits else ""
        href = reverse("supervision:answer_order", args=[found.pk])
        actions.append(Action(_("Answer the order"), "message", href=href, is_primary=True, why=why))
    if actor.role in INSPECTORS and found.is_open:
        check_url = reverse("supervision:check_order", args=[found.pk])
        actions.append(Action(_("Check the order"), "checklist", href=check_url, is_primary=True))
        verdict = judge_sanction(found.project, {"order": found.number}, legal)
        href = reverse("supervision:impose_sanction", args=[found.pk])
        actions.append(Action(_("Impose a sanction"), "gavel", href=href, verdict=verdict))
    return actions
