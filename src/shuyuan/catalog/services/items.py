"""Items of a draft: added, changed, removed and put in order."""

from collections.abc import Sequence

from django.db import transaction

from shuyuan.catalog import selectors, steps
from shuyuan.catalog.content import ItemContent, require_well_formed
from shuyuan.catalog.events import Event
from shuyuan.catalog.models import Entry, Item
from shuyuan.catalog.rules import judge_secrecy
from shuyuan.catalog.states import Step, after
from shuyuan.kernel.actor import Actor
from shuyuan.kernel.errors import BadInput, RuleRefused
from shuyuan.regulations.context import LegalContext

#: More items than any real table has; a limit against a runaway import.
MAX_ITEMS = 500


@transaction.atomic(durable=True)
def add_item(
    entry_id: int, *, content: ItemContent, revision: int, actor: Actor, legal: LegalContext
) -> Item:
    """Add an item at the end of the draft."""
    draft = _open(entry_id, revision, actor)
    _require_valid(draft, content, item_id=None)
    count = draft.items.count()
    if count >= MAX_ITEMS:
        raise BadInput("too many items", code="too_many_items", limit=MAX_ITEMS)
    item = Item(entry=draft, position=count + 1)
    content.write_to(item)
    item.save(force_insert=True)
    steps.touch(draft, legal)
    steps.trace(Event.ITEM_ADDED, draft, facts={"item": item.name}, actor=actor)
    return item


@transaction.atomic(durable=True)
def add_items(
    entry_id: int, *, contents: Sequence[ItemContent], revision: int, actor: Actor, legal: LegalContext
) -> list[Item]:
    """Add several items at the end of the draft in one step; what is there by name or label is left out."""
    draft = _open(entry_id, revision, actor)
    count = draft.items.count()
    known = {text for pair in draft.items.values_list("name", "label") for text in pair}
    added = []
    for content in contents:
        if {content.name, content.label} & known:
            continue
        known |= {content.name, content.label}
        _require_valid(draft, content, item_id=None)
        item = Item(entry=draft, position=count + len(added) + 1)
        content.write_to(item)
        added.append(item)
    if count + len(added) > MAX_ITEMS:
        raise BadInput("too many items", code="too_many_items", limit=MAX_ITEMS)
    Item.objects.bulk_create(added)
    steps.touch(draft, legal)
    steps.trace(Event.ITEM_ADDED, draft, facts={"items": [item.name for item in added]}, actor=actor)
    return added


@transaction.atomic(durable=True)
def change_item(
    entry_id: int, item_id: int, *, content: ItemContent, revision: int, actor: Actor, legal: LegalContext
) -> Item:
    """Write the fields of an item of the draft."""
    draft = _open(entry_id, revision, actor)
    item = selectors.find_item(draft, item_id)
    _require_valid(draft, content, item_id=item_id)
    changed = content.write_to(item)
    if changed:
        item.save(update_fields=changed)
    steps.touch(draft, legal)
    steps.trace(Event.ITEM_CHANGED, draft, facts={"item": item.name, "fields": changed}, actor=actor)
    return item


@transaction.atomic(durable=True)
def remove_item(entry_id: int, item_id: int, *, revision: int, actor: Actor, legal: LegalContext) -> None:
    """Take an item out of the draft; those behind it move up."""
    draft = _open(entry_id, revision, actor)
    item = selectors.find_item(draft, item_id)
    name = item.name
    item.delete()
    _number(draft.items.all())
    steps.touch(draft, legal)
    steps.trace(Event.ITEM_REMOVED, draft, facts={"item": name}, actor=actor)


@transaction.atomic(durable=True)
def reorder_items(
    entry_id: int, *, order: Sequence[int], revision: int, actor: Actor, legal: LegalContext
) -> None:
    """Put the items into this order; it names each item of the draft once."""
    draft = _open(entry_id, revision, actor)
    items = {item.pk: item for item in draft.items.all()}
    if sorted(order) != sorted(items):
        raise BadInput("the order does not name each item once", code="bad_order")
    _number([items[pk] for pk in order])
    steps.touch(draft, legal)
    steps.trace(Event.ITEMS_REORDERED, draft, facts={"items": [items[pk].name for pk in order]}, actor=actor)


def _open(entry_id: int, revision: int, actor: Actor) -> Entry:
    draft = selectors.access_draft_as_provider(entry_id, actor=actor, lock=True)
    after(draft.state, Step.CHANGE)
    steps.require_revision(draft, revision)
    return draft


def _require_valid(draft: Entry, content: ItemContent, *, item_id: int | None) -> None:
    require_well_formed(content)
    others = draft.items.exclude(pk=item_id)
    faults = {
        field: "already_there"
        for field in ("name", "label")
        if others.filter(**{field: getattr(content, field)}).exists()
    }
    if faults:
        raise BadInput("malformed content", code="bad_content", fields=faults)
    verdict = judge_secrecy(declared_secret=False, texts=[content.label, content.description])
    if not verdict.allowed:
        raise RuleRefused(verdict)


def _number(items: Sequence[Item]) -> None:
    items = list(items)
    for position, item in enumerate(items, 1):
        item.position = position
    Item.objects.bulk_update(items, ["position"])
