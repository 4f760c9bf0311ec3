"""Entries that a project plans: written with the catalog's own editor, but no part of any list until adopted.

Steps for the room of feasibility studies; the caller has the transaction.
"""

from collections.abc import Sequence
from typing import Any

from django.db.models import Q

from shuyuan.catalog import selectors, steps
from shuyuan.catalog.content import EntryContent, ItemContent, require_well_formed
from shuyuan.catalog.events import Event
from shuyuan.catalog.models import ClassNode, Entry, Item
from shuyuan.catalog.rules import judge_secrecy
from shuyuan.catalog.states import State, Step, after
from shuyuan.kernel.actor import Actor
from shuyuan.kernel.errors import BadInput, RuleRefused
from shuyuan.organizations.models import Department
from shuyuan.regulations.context import LegalContext


def plan_entry(
    provider: Department,
    *,
    content: EntryContent,
    items: Sequence[ItemContent] = (),
    class_code: str = "",
    declared_secret: bool = False,
    facts: dict[str, Any],
    actor: Actor,
    legal: LegalContext,
) -> Entry:
    """Write a planned entry with its items; `facts` say in the trail what plans it.

    RuleRefused when it is declared secret or bears a secrecy mark, BadInput for malformed content.
    """
    for one in (content, *items):
        require_well_formed(one)
    texts = [content.name, content.abstract, content.sharing_condition, content.related_business]
    for item in items:
        texts += [item.label, item.description]
    verdict = judge_secrecy(declared_secret, texts)
    if not verdict.allowed:
        raise RuleRefused(verdict)
    entry = Entry(
        provider=provider,
        node=_node(class_code, provider, content),
        state=State.PLANNED.value,
        created_at=legal.now,
        saved_at=legal.now,
        created_by_id=actor.post_id or None,
        revision=1,
    )
    content.write_to(entry)
    steps.refresh_search_text(entry, labels=[item.label for item in items])
    entry.save(force_insert=True)
    rows = [Item(entry=entry, position=position) for position in range(1, len(items) + 1)]
    for row, item in zip(rows, items, strict=True):
        item.write_to(row)
    Item.objects.bulk_create(rows)
    told = {"name": entry.name, "declared_not_secret": True, "items": len(rows), **facts}
    steps.trace(Event.ENTRY_CREATED, entry, facts=told, actor=actor)
    return entry


def adopt_entry(entry: Entry, *, system_code: str = "", legal: LegalContext) -> Entry:
    """Make a draft of the catalog from a planned entry, handed in and reviewed like any other from now on.

    `system_code` is the system that holds the data by now, where the plan could not name it.
    """
    locked = Entry.objects.select_for_update().get(pk=entry.pk)
    locked.state = after(locked.state, Step.ADOPT).value
    locked.system_code = locked.system_code or system_code
    steps.touch(locked, legal)
    return locked


def _node(class_code: str, provider: Department, content: EntryContent) -> ClassNode:
    """The named class, else the department's own; BadInput for one in which it cannot stand."""
    classes = selectors.list_classes_of_entries().filter(Q(department=None) | Q(department=provider))
    node = classes.filter(code=class_code).first() if class_code else None
    if class_code and node is None:
        raise BadInput("malformed content", code="bad_content", fields={"class_code": "unknown_class"})
    node = node or steps.class_of_department(provider.pk, provider.name)
    further = classes.filter(code__in=content.further_classes).exclude(pk=node.pk)
    if further.count() != len(content.further_classes):
        raise BadInput("malformed content", code="bad_content", fields={"further_classes": "unknown_class"})
    return node
