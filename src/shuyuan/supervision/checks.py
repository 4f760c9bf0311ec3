"""What the services of oversight check of their input, and the doors to their subjects."""

from typing import TypeVar

from django.db.models import Model

from shuyuan.kernel.actor import Actor, Role
from shuyuan.kernel.errors import BadInput, Conflict, NotFound, NotPermitted
from shuyuan.organizations.models import Department
from shuyuan.projects.rules.stages import UNIT
from shuyuan.projects.selectors import access_project
from shuyuan.supervision.models import AuditCase, Breach, Order

ModelT = TypeVar("ModelT", bound=Model)
#: Who inspects and orders (jz-project-2020/31.1).
INSPECTORS = frozenset({Role.DATA_ADMINISTRATION, Role.FINANCE})
#: Who reads what was found and whom it concerns.
READERS = INSPECTORS | {Role.AUDIT_OFFICE, Role.CITY_LEADER}


def need_words(text: str, *, code: str = "oversight_incomplete", longest: int = 4000) -> str:
    """The text without blanks around it; BadInput when nothing is left or it is too long."""
    text = text.strip()
    if not text or len(text) > longest:
        raise BadInput("words are needed", code=code, limit=longest)
    return text


def require_state(subject: Model, *states: str) -> None:
    """Conflict `oversight_moved_on` unless the subject stands in one of these states."""
    state = str(getattr(subject, "state", ""))
    if state not in states:
        raise Conflict("it moved on", code="oversight_moved_on", state=state)


def access_order(order_id: int, *, actor: Actor, lock: bool = False) -> Order:
    """An order for inspectors, overseers and the project's unit; NotFound for others."""
    return _of_project(Order, order_id, actor, lock)


def access_audit(case_id: int, *, actor: Actor, lock: bool = False) -> AuditCase:
    """An audit for overseers and the project's unit; NotFound for others."""
    return _of_project(AuditCase, case_id, actor, lock)


def access_breach(breach_id: int, *, actor: Actor, lock: bool = False) -> Breach:
    """A breach for overseers and the unit; NotFound for others."""
    found = _find(Breach, breach_id, "unit", lock)
    if found is None or not _may_read_unit(found.unit, actor):
        raise NotFound(code="unknown_oversight")
    return found


def require_own(unit: Department, actor: Actor) -> None:
    """NotPermitted for everybody but the unit's own people."""
    if unit.code != actor.department or actor.role not in UNIT:
        raise NotPermitted(code="not_your_project")


def _of_project(model: type[ModelT], number: int, actor: Actor, lock: bool) -> ModelT:
    found = _find(model, number, "project__unit", lock)
    if found is None:
        raise NotFound(code="unknown_oversight")
    access_project(found.project_id, actor=actor)  # type: ignore[attr-defined]
    return found


def _find(model: type[ModelT], number: int, related: str, lock: bool) -> ModelT | None:
    rows = model._default_manager.select_related(related)  # noqa: SLF001 the documented way
    if lock:
        rows = rows.select_for_update(of=("self",))
    return rows.filter(pk=number).first()


def _may_read_unit(unit: Department, actor: Actor) -> bool:
    return actor.role in READERS or (unit.code == actor.department and actor.role in UNIT)
