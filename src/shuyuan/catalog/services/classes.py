"""The class tree grows by the bureau's hand: a new class under an existing one."""

from django.db import transaction

from shuyuan.audit.steps import record
from shuyuan.catalog import steps
from shuyuan.catalog.classes import DEPARTMENT_CLASS
from shuyuan.catalog.events import Event
from shuyuan.catalog.models import ClassNode
from shuyuan.kernel.actor import Actor, Role
from shuyuan.kernel.errors import BadInput, NotPermitted
from shuyuan.regulations.context import LegalContext

#: Level of the new class → the digits of its segment; deeper ones have two as well.
_DIGITS = {2: 2, 3: 3}


@transaction.atomic(durable=True)
def add_class(
    parent_code: str,
    *,
    name: str,
    name_en: str = "",
    national_code: str = "",
    actor: Actor,
    legal: LegalContext,  # noqa: ARG001 every service takes it
) -> ClassNode:
    """Add a class with the next free number; departments' own classes are made with their first entry."""
    if not actor.is_administration:
        raise NotPermitted(code="wrong_role", role=str(actor.role), needed=[str(Role.DATA_ADMINISTRATION)])
    parent = ClassNode.objects.select_for_update().filter(code=parent_code).first()
    faults = {}
    if parent is None or parent.code == DEPARTMENT_CLASS or parent.department_id:
        faults["parent"] = "unknown_class"
    if not name.strip():
        faults["name"] = "required"
    if faults:
        raise BadInput("malformed content", code="bad_content", fields=faults)
    digits = _DIGITS.get(parent.level + 1, 2)
    segment = steps.next_segment(parent, digits)
    node = ClassNode.objects.create(
        parent=parent,
        level=parent.level + 1,
        segment=segment,
        code=parent.code + segment,
        name=name.strip(),
        name_en=name_en.strip(),
        national_code=national_code.strip(),
    )
    record(
        Event.CLASS_ADDED,
        actor=actor,
        subject_kind="catalog.class",
        subject_id=node.code,
        cites="jz-data-2020/8.2",
        facts={"name": node.name},
    )
    return node
