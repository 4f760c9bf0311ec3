"""Pages of moves: the list with its picture, planning, the case, what department and bureau do with it."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from shuyuan.casework.actions import Action
from shuyuan.kernel.actor import WITHOUT_DATA, Actor, Role
from shuyuan.organizations.selectors import access_department
from shuyuan.systems import forms, moves
from shuyuan.systems.inbox import MOVE
from shuyuan.systems.lists import MOVE_TONES, MoveList
from shuyuan.systems.models import Move
from shuyuan.systems.pictures import by_department, totals
from shuyuan.systems.rules import MOVES, Thing, targets_of
from shuyuan.systems.selectors import (
    access_move,
    access_own_move,
    access_own_system,
    list_moves,
    list_outside,
    require_owner_post,
    sees_all,
)
from shuyuan.systems.views.sheets import Sheet, fill, sent
from shuyuan.web.doors import needs, signed_in

State = Move.State
form_page = require_http_methods(["GET", "HEAD", "POST"])
bureau_only = needs(Role.DATA_ADMINISTRATION)


@signed_in
@require_safe
def overview(request: HttpRequest) -> HttpResponseBase:
    """Every move that the actor may see, and for those who see all the departments in a picture."""
    found = list_moves(actor=request.actor, today=request.legal.today)
    oversees = sees_all(request.actor)
    context = {
        "can_plan": request.actor.role not in WITHOUT_DATA,
        "totals": totals(found),
        "outside": list_outside(actor=request.actor).count(),
        "departments": by_department(found) if oversees else [],
    }
    return MoveList(request, found, oversees=oversees).respond("systems/moves.html", context)


@signed_in
@form_page
def new(request: HttpRequest, system_id: int) -> HttpResponse:
    """Plan the move of a system of the own department."""
    require_owner_post(request.actor)
    system = access_own_system(system_id, actor=request.actor)
    form = forms.MoveForm(sent(request), department=system.department)
    allowed = targets_of(
        Thing.SYSTEM,
        on_government_cloud=system.on_government_cloud,
        on_egov_network=system.on_egov_network,
    )
    form.fields["target"].choices = [(value, label) for value, label in Move.TARGETS if value in allowed]

    def act(data: dict[str, Any]) -> str:
        plan = form.take_plan(data)
        move = moves.plan_move(
            Thing.SYSTEM.value, plan, system_id=system.pk, actor=request.actor, legal=request.legal
        )
        return move.get_absolute_url()

    sheet = Sheet(
        title=_("Plan its move"),
        intro=_("Whoever answers for the move has it in the inbox until the bureau confirms its end."),
        cites=MOVES[Thing.SYSTEM],
        button=_("Plan"),
        done=_("The plan stands; its days are in the inbox of whoever answers for it."),
        above=system.name,
        back=reverse("systems:system", args=[system.pk]),
        act=act,
    )
    return fill(request, sheet, form)


@signed_in
@form_page
def new_thing(request: HttpRequest) -> HttpResponse:
    """Plan the move of a machine room, a network or an exchange system of the own department."""
    require_owner_post(request.actor)
    form = forms.ThingForm(sent(request), department=access_department(request.actor.department))

    def act(data: dict[str, Any]) -> str:
        plan = form.take_plan(data)
        return moves.plan_move(**data, plan=plan, actor=request.actor, legal=request.legal).get_absolute_url()

    sheet = Sheet(
        title=_("Enter a room or network"),
        intro=_("What exists is entered with the plan of its move; new ones are refused."),
        cites=MOVES[Thing.MACHINE_ROOM],
        button=_("Enter"),
        done=_("The plan stands; its days are in the inbox of whoever answers for it."),
        above=_("Migration"),
        back=reverse("systems:moves"),
        act=act,
    )
    return fill(request, sheet, form)


@signed_in
@require_safe
def detail(request: HttpRequest, move_id: int) -> HttpResponse:
    """One move: how it stands, its milestones, what was reported, what can be done."""
    move = access_move(move_id, actor=request.actor, today=request.legal.today)
    known = request.legal.calendar.years
    context = {
        "move": move,
        "tone": MOVE_TONES[move.standing],
        "standing": _("Overdue") if move.standing == "overdue" else move.get_state_display(),
        "way": _way(move),
        "has_chip": move.is_open and move.due_on.year in known,
        "milestones": [(one, one.due_on.year in known) for one in move.milestones.all()],
        "reports": move.reports.select_related("by__person")[:20],
        "actions": _actions(move, request.actor),
        "subject": MOVE,
    }
    return render(request, "systems/move.html", context)


@signed_in
@form_page
def revise(request: HttpRequest, move_id: int) -> HttpResponse:
    """Another responsible post, other milestones."""
    move = access_own_move(move_id, actor=request.actor, today=request.legal.today)
    waiting = move.milestones.filter(reached_on__isnull=True)
    lines = "\n".join(f"{one.due_on.isoformat()} {one.title}" for one in waiting)
    initial = {"responsible": move.responsible_id, "how": move.how, "milestones": lines}
    form = forms.RevisionForm(sent(request), initial=initial, department=move.department)
    intro = _("The last day stays; the bureau alone gives another. Milestones that are reached stay too.")

    def act(data: dict[str, Any]) -> None:
        data["responsible"] = data["responsible"].pk
        moves.revise_plan(move.pk, **data, actor=request.actor, legal=request.legal)

    return _sheet(request, move, _("Change the plan"), intro, form, act)


@signed_in
@form_page
def progress(request: HttpRequest, move_id: int) -> HttpResponse:
    """The department says how far it is."""
    move = access_own_move(move_id, actor=request.actor, today=request.legal.today)
    form = forms.ProgressForm(sent(request), move=move)
    intro = _("The share never goes back. Papers that prove it go on the page of the plan.")

    def act(data: dict[str, Any]) -> None:
        data["reached"] = [milestone.pk for milestone in data.get("reached", ())]
        moves.report_progress(move.pk, **data, actor=request.actor, legal=request.legal)

    return _sheet(request, move, _("Report progress"), intro, form, act)


@signed_in
@form_page
def end(request: HttpRequest, move_id: int) -> HttpResponse:
    """The department says that it is over."""
    move = access_own_move(move_id, actor=request.actor, today=request.legal.today)
    intro = _("The bureau looks at what proves it, and confirms the end or sends it back.")

    def act(data: dict[str, Any]) -> None:
        moves.report_end(move.pk, **data, actor=request.actor, legal=request.legal)

    return _sheet(request, move, _("Report the end"), intro, forms.EndForm(sent(request)), act)


@bureau_only
@form_page
def decide(request: HttpRequest, move_id: int) -> HttpResponse:
    """The bureau confirms the end, or sends it back."""
    move = access_move(move_id, actor=request.actor, today=request.legal.today)
    reported = f"{Move.State(move.outcome).label}: {move.end_reason}" if move.outcome else ""
    intro = reported or _("The department has not reported the end of this move.")

    def act(data: dict[str, Any]) -> None:
        moves.decide_move(move.pk, **data, actor=request.actor, legal=request.legal)

    return _sheet(request, move, _("Confirm the end"), intro, forms.DecisionForm(sent(request)), act)


@bureau_only
@form_page
def day(request: HttpRequest, move_id: int) -> HttpResponse:
    """The bureau gives another day."""
    move = access_move(move_id, actor=request.actor, today=request.legal.today)
    form = forms.DayForm(sent(request), initial={"due_on": move.due_on})
    intro = _("The day of the first plan stays on the page, with your reason.")

    def act(data: dict[str, Any]) -> None:
        moves.change_due_day(move.pk, **data, actor=request.actor, legal=request.legal)

    return _sheet(request, move, _("Give another day"), intro, form, act)


def _sheet(  # noqa: PLR0917 the words of one page
    request: HttpRequest,
    move: Move,
    title: Any,
    intro: Any,
    form: Any,
    act: Callable[[dict[str, Any]], None],
) -> HttpResponse:
    def run(data: dict[str, Any]) -> str:
        act(data)
        return move.get_absolute_url()

    sheet = Sheet(
        title=title,
        intro=intro,
        cites=move.cites,
        button=title,
        done=_("It is written down."),
        above=move.name,
        back=move.get_absolute_url(),
        act=run,
    )
    return fill(request, sheet, form)


def _way(move: Move) -> list[tuple[Any, ...]]:
    """The steps of a move for the picture on top of its page: (label, state) in their order."""
    if move.state == State.GIVEN_UP:
        return [(State.PLANNED.label, "done"), (State.GIVEN_UP.label, "stopped")]
    order = [State.PLANNED, State.UNDER_WAY, State.REPORTED, State.DONE]
    here = order.index(State(move.state))
    if order[here] is State.DONE:
        return [(state.label, "done") for state in order]
    standings = {True: "done", False: "next"}
    return [
        (state.label, "now" if place == here else standings[place < here])
        for place, state in enumerate(order)
    ]


def _actions(move: Move, actor: Actor) -> list[Action]:
    if not move.is_open or actor.role in WITHOUT_DATA:
        return []
    own = move.department.code == actor.department
    waits = _("The end lies before the bureau.") if move.state == State.REPORTED else ""
    found = []

    def add(label: Any, icon: str, name: str, *, primary: bool = False, why: Any = "") -> None:
        href = reverse(f"systems:{name}", args=[move.pk])
        found.append(Action(label, icon, href=href, is_primary=primary, why=why))

    if own:
        verdict = moves.judge_end(move)
        add(_("Report progress"), "activity", "report_move", primary=not verdict.allowed, why=waits)
        add(_("Report the end"), "flag", "end_move", primary=verdict.allowed, why=waits)
        add(_("Change the plan"), "edit", "revise_move", why=waits)
    if actor.is_administration:
        why = "" if move.state == State.REPORTED else _("The department has not reported the end yet.")
        add(_("Confirm the end"), "check", "decide_move", primary=True, why=why)
        add(_("Give another day"), "calendar-due", "move_day")
    return found
