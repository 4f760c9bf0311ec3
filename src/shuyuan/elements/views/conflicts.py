"""Pages of a case of sources: both sides, what they say, the settlement."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.timezone import localtime
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from shuyuan.casework.actions import Action
from shuyuan.elements import inbox, selectors, services, steps, wording
from shuyuan.elements.forms import SettlementForm, StatementForm
from shuyuan.elements.lists import ConflictList
from shuyuan.elements.models import ConflictSide, SourceConflict
from shuyuan.elements.states import ConflictState
from shuyuan.kernel.actor import Actor, Role
from shuyuan.organizations.models import Department
from shuyuan.web.doors import needs, signed_in

parties_only = needs(Role.DATA_ADMINISTRATION, *selectors.DRAFTERS)


@parties_only
@require_GET
def conflict_list(request: HttpRequest) -> HttpResponseBase:
    """Cases: all for the bureau, its own for a department."""
    rows = selectors.list_conflicts(request.actor)
    return ConflictList(request, rows).respond("elements/conflicts.html")


@signed_in
@require_GET
def detail(request: HttpRequest, conflict_id: int) -> HttpResponse:
    """One case."""
    conflict = selectors.access_conflict(conflict_id, actor=request.actor)
    return _show(request, conflict)


@signed_in
@require_POST
def hear(request: HttpRequest, conflict_id: int, side_id: int) -> HttpResponse:
    """Write down what a side says."""
    side = selectors.access_side(conflict_id, side_id, actor=request.actor)
    form = StatementForm(request.POST)
    if not form.is_valid():
        return _show(request, side.conflict, statement=form, status=400)
    services.hear_side(conflict_id, side_id, **form.cleaned_data, actor=request.actor, legal=request.legal)
    messages.success(request, _("The opinion is in the case."))
    return redirect(side.conflict)


@signed_in
@require_POST
def settle(request: HttpRequest, conflict_id: int) -> HttpResponse:
    """Name the source."""
    selectors.require_administration(request.actor)
    conflict = selectors.access_conflict(conflict_id, actor=request.actor)
    form = SettlementForm(request.POST, conflict=conflict, language=_language())
    if not form.is_valid():
        return _show(request, conflict, settlement=form, status=400)
    services.settle_conflict(conflict_id, **form.cleaned_data, actor=request.actor, legal=request.legal)
    messages.success(request, _("Settled. Both sides are told."))
    return redirect(conflict)


def _show(
    request: HttpRequest,
    conflict: SourceConflict,
    *,
    statement: StatementForm | None = None,
    settlement: SettlementForm | None = None,
    status: int = 200,
) -> HttpResponse:
    sides = list(conflict.sides.select_related("department", "entry", "heard_by__person"))
    speaks = request.actor.role in selectors.SUBMITTERS and conflict.is_open
    own = next((side for side in sides if speaks and side.department.code == request.actor.department), None)
    if own and statement is None:
        statement = StatementForm.of(own) if own.is_heard else StatementForm()
    settles = request.actor.is_administration and conflict.is_open
    if settles and settlement is None:
        settlement = SettlementForm(conflict=conflict, language=_language())
    waiting = steps.waiting_departments(conflict) if conflict.is_open else []
    must_wait = bool(waiting) and request.legal.today <= conflict.hear_until
    context = {
        "case": conflict,
        "element": conflict.element,
        "tone": wording.CASE_TONES[ConflictState(conflict.state)],
        "sides": sides,
        "own": own,
        "statement": statement if own else None,
        "settlement": settlement if settles else None,
        "waiting": waiting,
        "remaining": request.legal.calendar.remaining(request.legal.today, conflict.hear_until)
        if conflict.is_open
        else None,
        "must_wait": must_wait,
        "lost": _has_lost(conflict, request.actor.department, sides),
        "steps": _steps(conflict, sides),
        "subject": inbox.CONFLICT,
        "parts": [(inbox.CONFLICT, conflict.pk), *((inbox.SIDE, side.pk) for side in sides)],
        "actions": _actions(conflict, request.actor, own, [] if not must_wait else waiting),
    }
    return render(request, "elements/conflict.html", context, status=status)


def _has_lost(conflict: SourceConflict, department: str, sides: list[Any]) -> bool:
    is_party = any(side.department.code == department for side in sides)
    winner = conflict.winner
    return is_party and winner is not None and winner.department.code != department


def _steps(conflict: SourceConflict, sides: list[Any]) -> list[tuple[Any, ...]]:
    heard = sum(1 for side in sides if side.is_heard)
    note = _("%(heard)s of %(all)s heard") % {"heard": heard, "all": len(sides)}
    is_open = conflict.is_open
    return [
        (_("Case opened"), "done", f"{localtime(conflict.opened_at):%Y-%m-%d}"),
        (_("Both sides are heard"), "now" if is_open else "done", note),
        (
            _("Settled") if conflict.state != ConflictState.LAPSED else _("Lapsed"),
            "next" if is_open else "done",
            f"{localtime(conflict.settled_at):%Y-%m-%d}" if conflict.settled_at else "",
        ),
    ]


def _actions(
    conflict: SourceConflict, actor: Actor, own: ConflictSide | None, waiting: list[Department]
) -> list[Action]:
    """The way to the two forms below, and why one of them is not there."""
    over = "" if conflict.is_open else _("The case is closed.")
    actions = []
    if own is not None or (actor.role in selectors.SUBMITTERS and over):
        actions.append(
            Action(_("Give the opinion"), "message", href="#hear", is_primary=own is not None, why=over)
        )
    if actor.is_administration:
        names = "、".join(one.name for one in waiting)
        still = _("Still to be heard: %(departments)s.") % {"departments": names}
        why = over or (still if waiting else "")
        actions.append(Action(_("Settle the case"), "gavel", href="#settle", is_primary=True, why=why))
    return actions


def _language() -> str:
    return get_language() or "zh-hans"
