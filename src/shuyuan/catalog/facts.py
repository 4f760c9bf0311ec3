"""Gathers what the rules on a submission need to know, from the rows of a draft."""

from collections.abc import Iterable

from shuyuan.catalog import guide
from shuyuan.catalog.findings import Draft
from shuyuan.catalog.models import Entry, EntryVersion, Item
from shuyuan.catalog.rules import EntryFacts, ItemFacts, SharingType, SubjectKind


def submission_facts(written: Draft, *, neighbors: Iterable[str] | None = None) -> EntryFacts:
    """The draft as the rules see it, beside the department's other entries and what is published now.

    Whoever judges thousands of drafts gives the names of the `neighbors` that come into question.
    """
    draft = written.entry
    if neighbors is None:
        neighbors = (
            Entry.objects.filter(provider_id=draft.provider_id, revises__isnull=True)
            .exclude(pk=draft.root_id)
            .values_list("name", flat=True)
        )
    formats = [row["class"] for row in draft.formats]
    return EntryFacts(
        name=draft.name,
        abstract=draft.abstract,
        provider=draft.provider.code,
        formats=tuple(formats),
        update_cycle=draft.update_cycle,
        subject_kind=SubjectKind(draft.subject_kind),
        sharing_type=SharingType(draft.sharing_type),
        sharing_conditions=draft.sharing_condition,
        sharing_scope=draft.sharing_scope,
        sharing_purposes=tuple(draft.sharing_purposes),
        not_shared_basis=draft.sharing_condition,
        modes=tuple(draft.method_types),
        declared_secret=False,
        items=tuple(_item_facts(draft, item) for item in written.items),
        fitting_modes=tuple(fitting_methods(formats)),
        neighbors=tuple(neighbors),
        published_items=_published_items(draft),
    )


def fitting_methods(formats: Iterable[str]) -> list[str]:
    """The kinds of sharing method that go with these format classes, in the order of the guide."""
    fitting = {method for code in formats for method in guide.FORMATS[code].methods}
    return [method.value for method in guide.MethodType if method in fitting]


def _item_facts(draft: Entry, item: Item) -> ItemFacts:
    return ItemFacts(
        name=item.name,
        sharing_type=SharingType(item.sharing_type or draft.sharing_type),
        is_key=item.is_key,
        checks=tuple(check["kind"] for check in item.checks),
        label=item.label,
        data_type=item.data_type,
        sensitive=item.sensitive,
    )


def _published_items(draft: Entry) -> tuple[ItemFacts, ...]:
    version = EntryVersion.objects.filter(entry_id=draft.revises_id).first() if draft.revises_id else None
    if version is None:
        return ()
    return tuple(
        ItemFacts(
            name=item["name"],
            sharing_type=SharingType(item["sharing_type"] or version.snapshot["entry"]["sharing_type"]),
            is_key=item["is_key"],
            label=item["label"],
            data_type=item["data_type"],
        )
        for item in version.snapshot["items"]
    )
