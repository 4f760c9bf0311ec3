"""Writes without a transaction of their own: codes, snapshots, search text, copies of content."""

from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

from pypinyin import Style, lazy_pinyin

from shuyuan.audit.steps import record
from shuyuan.casework.steps import close_tasks
from shuyuan.catalog import snapshots
from shuyuan.catalog.classes import DEPARTMENT_CLASS
from shuyuan.catalog.content import EntryContent, ItemContent
from shuyuan.catalog.events import Event
from shuyuan.catalog.models import (
    CatalogRevision,
    ClassNode,
    CodeSequence,
    Entry,
    EntryCode,
    EntryVersion,
    Item,
)
from shuyuan.catalog.states import State
from shuyuan.kernel.actor import Actor
from shuyuan.kernel.errors import BadInput, Conflict
from shuyuan.regulations.context import LegalContext

_LEVEL_OF_ENTRIES = 3
#: What tasks, remarks, returns and audit entries of an entry are kept under, with its `root_id`.
SUBJECT = "catalog.entry"


def class_of_department(department_id: int, name: str) -> ClassNode:
    """The department's own class (目), made on first use with the next free number."""
    found = ClassNode.objects.filter(department_id=department_id).first()
    if found:
        return found
    parent = ClassNode.objects.select_for_update().filter(code=DEPARTMENT_CLASS).first()
    if parent is None:
        raise BadInput("the class tree is not set up", code="no_class_tree", remedy="shuyuan setup")
    segment = next_segment(parent, 3)
    return ClassNode.objects.create(
        parent=parent,
        level=parent.level + 1,
        segment=segment,
        code=parent.code + segment,
        name=name,
        department_id=department_id,
    )


def next_segment(parent: ClassNode, digits: int) -> str:
    """The number after the last one under a class (locked by the caller); BadInput when none is left."""
    taken = parent.children.order_by("-segment").values_list("segment", flat=True).first()
    number = int(taken or 0) + 1
    if number >= 10**digits:
        raise BadInput("no number is left under this class", code="class_full", node=parent.code)
    return f"{number:0{digits}d}"


def give_code(node: ClassNode) -> str:
    """The next code under a class: class digits, a slash, a number that is never given out again."""
    if node.level < _LEVEL_OF_ENTRIES:
        raise BadInput(
            "an entry stands under a class of level 3 or deeper", code="class_too_high", node=node.code
        )
    CodeSequence.objects.get_or_create(node=node)
    sequence = CodeSequence.objects.select_for_update().get(node=node)
    sequence.last += 1
    sequence.save(update_fields=["last"])
    return f"{node.code}/{sequence.last}"


def give_further_codes(entry: Entry) -> None:
    """A code of its own in each further class; one that was given before is the same again."""
    known = set(entry.codes.values_list("node__code", flat=True))
    for node in ClassNode.objects.filter(code__in=set(entry.further_classes) - known).order_by("code"):
        EntryCode.objects.create(entry=entry, node=node, code=give_code(node))


def write_version(entry: Entry, *, at: datetime, post_id: int | None, opinion: str = "") -> EntryVersion:
    """Publish the entry as it stands: code at the first time, next version, snapshot, catalog revision."""
    if entry.node is None:
        raise BadInput("an entry needs a class", code="no_class", entry=entry.name)
    entry.code = entry.code or give_code(entry.node)
    entry.version += 1
    entry.state = State.PUBLISHED.value
    entry.published_on = at.date()
    entry.saved_at = at
    refresh_search_text(entry)
    entry.save()
    give_further_codes(entry)
    version = EntryVersion.objects.create(
        entry=entry,
        number=entry.version,
        snapshot=snapshots.take_snapshot(
            entry, code=entry.code, version=entry.version, published_on=at.date().isoformat()
        ),
        published_at=at,
        published_by_id=post_id,
        opinion=opinion,
    )
    CatalogRevision.objects.create(at=at, kind=CatalogRevision.Kind.PUBLISHED, entry=entry, version=version)
    return version


def copy_content(source: Entry, target: Entry) -> None:
    """Make the target's class, fields and items equal to the source's; the caller saves the target."""
    EntryContent.of(source).write_to(target)
    target.node = source.node
    target.items.all().delete()
    copies = []
    for position, item in enumerate(source.items.all(), 1):
        copy = Item(entry=target, position=position)
        ItemContent.of(item).write_to(copy)
        copies.append(copy)
    Item.objects.bulk_create(copies)


def fill_from(snapshot: dict[str, Any], target: Entry) -> None:
    """Make the target's fields and items those of a snapshot; what it did not know yet stays empty."""
    snapshots.entry_content(snapshot).write_to(target)
    target.items.all().delete()
    items = []
    for position, content in enumerate(snapshots.item_contents(snapshot), 1):
        item = Item(entry=target, position=position)
        content.write_to(item)
        items.append(item)
    Item.objects.bulk_create(items)


def require_revision(entry: Entry, revision: int) -> None:
    """Conflict when the row was written after the actor read it."""
    if entry.revision != revision:
        raise Conflict(code="changed_meanwhile", revision=entry.revision)


def touch(entry: Entry, legal: LegalContext) -> None:
    """Save the row as its next revision, with the search text that follows from it."""
    entry.revision += 1
    entry.saved_at = legal.now
    refresh_search_text(entry)
    entry.save()


def close_all_tasks(entry: Entry, *, outcome: str, actor: Actor, legal: LegalContext) -> None:
    """Take everything about the entry out of the inboxes."""
    close_tasks(SUBJECT, entry.root_id, outcome=outcome, actor=actor, legal=legal)


def trace(event: Event, entry: Entry, *, cites: str = "", facts: dict[str, Any], actor: Actor) -> None:
    """The audit entry of a write; a change is traced under the entry that it changes."""
    record(event, actor=actor, subject_kind=SUBJECT, subject_id=entry.root_id, cites=cites, facts=facts)


def refresh_search_text(entry: Entry, *, labels: Sequence[str] | None = None) -> None:
    """What the search looks in: names, labels, code and provider, with the initials of their pinyin.

    Whoever has the `labels` of the items at hand gives them; otherwise they are read.
    """
    provider = entry.provider
    if labels is None:
        labels = list(entry.items.values_list("label", flat=True)) if entry.pk else []
    texts = [entry.name, entry.code or "", provider.name, provider.short_name, *labels]
    initials = [_initials(text) for text in texts]
    entry.search_text = " ".join(filter(None, [*texts, *initials])).lower()


@lru_cache(maxsize=20_000)
def _initials(text: str) -> str:
    """The first letters of the pinyin; remembered, because many items are called alike."""
    return "".join(lazy_pinyin(text, style=Style.FIRST_LETTER, errors="ignore"))
