"""What the data elements put into inboxes: proposals to decide, sides to hear, cases to settle."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from shuyuan.casework.kinds import register_kind
from shuyuan.casework.steps import close_tasks, open_task
from shuyuan.elements.models import ConflictSide, DataElement, SourceConflict
from shuyuan.elements.rules import ONE_SOURCE, ONE_STANDARD
from shuyuan.kernel.actor import Actor, Role
from shuyuan.regulations.context import LegalContext

ELEMENT = "elements.element"
CONFLICT = "elements.conflict"
SIDE = "elements.side"
DECIDE = register_kind("elements:element:decide", _("Decide on a proposed data element"))
NAME_SOURCE = register_kind("elements:source:name", _("Name a source for a data element"))
HEAR = register_kind("elements:conflict:hear", _("Say who is the source of a data element"))
SETTLE = register_kind("elements:conflict:settle", _("Settle a conflict of sources"))


def open_decide_task(element: DataElement, *, actor: Actor, legal: LegalContext) -> None:
    """Ask the bureau to decide on a proposal; the measures set no deadline."""
    _ask_bureau(DECIDE, element, cites=ONE_STANDARD, actor=actor, legal=legal)


def open_source_task(element: DataElement, *, actor: Actor, legal: LegalContext) -> None:
    """Tell the bureau that an element has lost its source."""
    _ask_bureau(NAME_SOURCE, element, cites=ONE_SOURCE, actor=actor, legal=legal)


def _ask_bureau(kind: str, element: DataElement, *, cites: str, actor: Actor, legal: LegalContext) -> None:
    open_task(
        kind,
        subject_kind=ELEMENT,
        subject_id=element.code,
        title=f"{element.code} {element.name}",
        url=element.get_absolute_url(),
        role=Role.DATA_ADMINISTRATION,
        cites=cites,
        actor=actor,
        legal=legal,
    )


def close_element_tasks(
    element: DataElement, *, kind: str = "", outcome: str, actor: Actor, legal: LegalContext
) -> None:
    """Nothing waits for this element any more (or nothing of one kind)."""
    close_tasks(ELEMENT, element.code, kind=kind, outcome=outcome, actor=actor, legal=legal)


def open_settle_task(conflict: SourceConflict, *, actor: Actor, legal: LegalContext) -> None:
    """Ask the bureau to settle the case."""
    open_task(
        SETTLE,
        subject_kind=CONFLICT,
        subject_id=conflict.pk,
        title=f"{conflict.number} {conflict.element.name}",
        url=reverse("elements:conflict", args=[conflict.pk]),
        role=Role.DATA_ADMINISTRATION,
        cites=ONE_SOURCE,
        actor=actor,
        legal=legal,
    )


def open_hear_task(side: ConflictSide, *, actor: Actor, legal: LegalContext) -> None:
    """Ask a side for its opinion by the day of the case."""
    conflict = side.conflict
    open_task(
        HEAR,
        subject_kind=SIDE,
        subject_id=side.pk,
        title=f"{conflict.number} {conflict.element.name} · {side.entry_name}",
        url=reverse("elements:conflict", args=[conflict.pk]),
        role=Role.DATA_OFFICER,
        department=side.department.code,
        due_on=conflict.hear_until,
        cites=ONE_STANDARD,
        actor=actor,
        legal=legal,
    )


def close_conflict_tasks(
    conflict: SourceConflict, *, outcome: str, actor: Actor, legal: LegalContext
) -> None:
    """The case is over."""
    close_tasks(CONFLICT, conflict.pk, outcome=outcome, actor=actor, legal=legal)
    for side in conflict.sides.all():
        close_hear_task(side, outcome=outcome, actor=actor, legal=legal)


def close_hear_task(side: ConflictSide, *, outcome: str, actor: Actor, legal: LegalContext) -> None:
    """The department has spoken, or need not any more."""
    close_tasks(SIDE, side.pk, outcome=outcome, actor=actor, legal=legal)
