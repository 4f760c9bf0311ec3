"""The bureau or finance opens an inspection of projects and closes it with its result."""

from collections.abc import Collection
from datetime import date

from django.db import transaction

from shuyuan.audit.steps import record
from shuyuan.kernel.actor import Actor
from shuyuan.kernel.errors import BadInput, Conflict, NotFound
from shuyuan.organizations.models import Department
from shuyuan.papers.steps import next_number
from shuyuan.projects.models import Project
from shuyuan.projects.selectors import list_projects, require_role
from shuyuan.regulations.context import LegalContext
from shuyuan.supervision.checks import INSPECTORS, need_words
from shuyuan.supervision.events import Event
from shuyuan.supervision.models import Inspection

CITES = "jz-project-2020/31.1"
INSPECTION = "supervision.inspection"


@transaction.atomic(durable=True)
def open_inspection(
    *,
    title: str,
    held_on: date,
    projects: Collection[int],
    participants: Collection[str] = (),
    plan: str = "",
    actor: Actor,
    legal: LegalContext,
) -> Inspection:
    """Open an inspection of these projects; `participants` are codes of departments that take part.

    Raises NotPermitted for others than bureau and finance, BadInput without projects or for unknown ones.
    """
    require_role(actor, *INSPECTORS)
    found = list(list_projects(actor).filter(pk__in=projects))
    bodies = list(Department.objects.filter(code__in=participants))
    if not found or len(found) != len(set(projects)):
        raise BadInput("choose projects", code="inspection_without_projects")
    if len(bodies) != len(set(participants)):
        raise BadInput("no such department", code="unknown_choice")
    inspection = Inspection.objects.create(
        number=next_number("inspection", year=legal.today.year, actor=actor, legal=legal),
        title=need_words(title, longest=120),
        held_on=held_on,
        plan=plan.strip()[:4000],
        opened_at=legal.now,
        opened_by_id=actor.post_id or None,
    )
    inspection.projects.set(found)
    inspection.participants.set(bodies)
    facts = {"projects": [project.number for project in found], "participants": sorted(participants)}
    _record(Event.INSPECTION_OPENED, inspection, facts, actor)
    return inspection


@transaction.atomic(durable=True)
def close_inspection(inspection_id: int, *, result: str, actor: Actor, legal: LegalContext) -> Inspection:
    """Write down what came out of it; Conflict the second time."""
    inspection = access_inspection(inspection_id, actor=actor, lock=True)
    if inspection.closed_on is not None:
        raise Conflict("closed already", code="oversight_moved_on", state="closed")
    inspection.result, inspection.closed_on = need_words(result), legal.today
    inspection.save(update_fields=["result", "closed_on"])
    _record(Event.INSPECTION_CLOSED, inspection, {"orders": inspection.orders.count()}, actor)
    return inspection


def access_inspection(inspection_id: int, *, actor: Actor, lock: bool = False) -> Inspection:
    """The inspection for who inspects; NotFound when there is none."""
    require_role(actor, *INSPECTORS)
    rows = Inspection.objects.select_for_update(of=("self",)) if lock else Inspection.objects.all()
    found = rows.filter(pk=inspection_id).first()
    if found is None:
        raise NotFound(code="unknown_oversight")
    return found


def inspected(inspection: Inspection) -> list[Project]:
    """The projects of an inspection by number."""
    return list(inspection.projects.select_related("unit").order_by("number"))


def _record(event: Event, inspection: Inspection, facts: dict[str, object], actor: Actor) -> None:
    record(
        event,
        actor=actor,
        subject_kind=INSPECTION,
        subject_id=inspection.pk,
        cites=CITES,
        facts=facts,
    )
