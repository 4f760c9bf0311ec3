"""What the system register puts into inboxes: proposed systems, moves to carry out, moves to confirm."""

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from shuyuan.casework.kinds import register_kind
from shuyuan.casework.steps import close_tasks, move_due_day, open_task
from shuyuan.kernel.actor import Actor, Role
from shuyuan.regulations.context import LegalContext
from shuyuan.systems.models import InformationSystem, Move

SYSTEM = "systems.system"
MOVE = "systems.move"
REGISTER = register_kind("systems:system:register", _("Take a system into the register"))
CARRY_OUT = register_kind("systems:move:carry_out", _("Carry out a migration plan"))
CONFIRM = register_kind("systems:move:confirm", _("Check whether something has moved"))


def open_register_task(system: InformationSystem, *, actor: Actor, legal: LegalContext) -> None:
    """Ask the bureau; the measures set no deadline."""
    open_task(
        REGISTER,
        subject_kind=SYSTEM,
        subject_id=system.code,
        title=f"{system.department} · {system.name}",
        url=reverse("systems:system", args=[system.pk]),
        role=Role.DATA_ADMINISTRATION,
        cites="jz-project-2020/19.1.1",
        actor=actor,
        legal=legal,
    )


def close_register_task(system: InformationSystem, *, actor: Actor, legal: LegalContext) -> None:
    """The system stands in the register."""
    close_tasks(SYSTEM, system.code, outcome="registered", actor=actor, legal=legal)


def open_move_task(move: Move, *, actor: Actor, legal: LegalContext) -> None:
    """Whoever answers for the move has it in the inbox until it ends, due at its next step."""
    open_task(
        CARRY_OUT,
        subject_kind=MOVE,
        subject_id=move.pk,
        title=_title(move),
        url=move.get_absolute_url(),
        post=move.responsible_id,
        due_on=_next_day(move, legal),
        cites=move.cites,
        actor=actor,
        legal=legal,
    )


def move_task_day(move: Move, *, reason: str, actor: Actor, legal: LegalContext) -> None:
    """The task is due at the next open milestone, or on the last day of the plan."""
    move_due_day(
        MOVE,
        move.pk,
        kinds=(CARRY_OUT,),
        due_on=_next_day(move, legal),
        reason=reason[:200],
        actor=actor,
        legal=legal,
    )


def ask_to_confirm(move: Move, *, actor: Actor, legal: LegalContext) -> None:
    """The department has reported the end; the bureau looks."""
    close_move_tasks(move, outcome="reported", actor=actor, legal=legal)
    open_task(
        CONFIRM,
        subject_kind=MOVE,
        subject_id=move.pk,
        title=_title(move),
        url=move.get_absolute_url(),
        role=Role.DATA_ADMINISTRATION,
        cites=move.cites,
        actor=actor,
        legal=legal,
    )


def close_move_tasks(move: Move, *, outcome: str, actor: Actor, legal: LegalContext) -> None:
    """Nobody has to do anything for the move now."""
    close_tasks(MOVE, move.pk, outcome=outcome, actor=actor, legal=legal)


def _title(move: Move) -> str:
    return f"{move.department} · {move.name}"


def _next_day(move: Move, legal: LegalContext) -> date:
    """The next day of the plan; the last one that the calendar knows for a day that lies beyond it."""
    milestone = move.milestones.filter(reached_on__isnull=True).order_by("due_on").first()
    day = milestone.due_on if milestone else move.due_on
    last = max(legal.calendar.years)
    return day if day.year <= last else date(last, 12, 31)
