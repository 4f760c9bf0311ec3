"""What the data elements add to the catalog: a tab, a check of drafts, and what a publication does here."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from shuyuan.catalog.findings import Draft, Finding
from shuyuan.catalog.models import Entry
from shuyuan.catalog.registry import (
    Block,
    Edge,
    register_block,
    register_borrowed,
    register_check,
    register_effect,
    register_item_notes,
    register_lineage,
    register_submission_effect,
)
from shuyuan.catalog.surroundings import Surroundings
from shuyuan.elements.matching import Known, Wanted
from shuyuan.elements.models import Binding
from shuyuan.elements.rules import needs_no_second_collection
from shuyuan.elements.selectors import (
    HANDED_IN,
    answers_for,
    bindings_of,
    bindings_of_many,
    known,
    list_borrowed,
    matcher,
    sources_by_code,
    sources_of,
)
from shuyuan.elements.states import Use
from shuyuan.elements.steps import follow_entry, propose_for, wanted
from shuyuan.elements.wording import USE_TONES
from shuyuan.kernel.actor import Actor
from shuyuan.regulations.context import LegalContext


def register() -> None:
    """Called once when Django starts."""
    register_block(Block("elements", _("Data elements"), "elements/entry_tab.html", elements_tab, order=20))
    register_check("elements", check_collection, check_collection_of_many)
    register_effect("elements", follow_entry)
    register_submission_effect("elements", propose_at_once)
    register_borrowed(list_borrowed)
    register_item_notes(item_notes)
    register_lineage("elements", lines)


def propose_at_once(draft: Entry, *, actor: Actor, legal: LegalContext) -> None:  # noqa: ARG001 effects take it
    """Put likely elements of a new entry's items on the worklist while its review waits.

    A change to a published entry waits for its publication: bindings are those of what is published.
    """
    if not draft.revises_id:
        propose_for(draft, draft.items.all(), legal=legal)


def check_collection(draft: Draft) -> list[Finding]:
    """Items whose datum another department already supplies (jz-data-2020/23.1): a warning at each.

    Numbers that identify are left out: Article 12 orders every entry to be keyed by them.
    """
    return check_collection_of_many([draft])[0]


def check_collection_of_many(
    drafts: Sequence[Draft],
    surroundings: Surroundings | None = None,  # noqa: ARG001 the elements are looked up here
) -> list[list[Finding]]:
    """The same for many drafts, with three queries for all of them."""
    bound = bindings_of_many({_root(draft) for draft in drafts if _root(draft)})
    finder = _Finder()
    elements = [finder.elements_of(draft, bound.get(_root(draft), {})) for draft in drafts]
    sources = sources_by_code({element.code for found in elements for element in found.values()})
    return [
        _supplied(draft, found, sources, bound.get(_root(draft), {}))
        for draft, found in zip(drafts, elements, strict=True)
    ]


def _root(draft: Draft) -> int:
    return draft.entry.revises_id or draft.entry.pk or 0


def _supplied(
    draft: Draft, elements: dict[str, Known], sources: dict[str, Binding], bound: dict[str, Binding]
) -> list[Finding]:
    """The findings of one draft at the items whose element has a source elsewhere."""
    findings = []
    for column, element in elements.items():
        source = sources.get(element.code)
        if source is None or element.about not in {"other", draft.entry.subject_kind}:
            continue
        binding = bound.get(column)
        reason = needs_no_second_collection(
            draft.entry.provider.name,
            source.entry.provider.name,
            f"{source.entry.code} {source.entry.name}",
            element.name,
            takes_from_source=binding is not None and binding.use != Use.COLLECTS,
        )
        if reason:
            findings.append(Finding(reason, ("label",), (column,), refuses=False))
    return findings


class _Finder:
    """Finds the elements of items; the same items stand in many entries of a file."""

    def __init__(self) -> None:
        self._matcher = matcher()
        self._known: dict[Wanted, Known | None] = {}

    def elements_of(self, draft: Draft, bound: dict[str, Binding]) -> dict[str, Known]:
        """Column → its element: the one it is bound to, else the one that its name certainly means."""
        found: dict[str, Known] = {}
        for item in draft.items:
            if item.is_key or not (item.label and item.name and item.data_type):
                continue
            binding = bound.get(item.name)
            element = (
                known(binding.element) if binding else self._sure(wanted(item, draft.entry.subject_kind))
            )
            if element is not None and not element.identifies:
                found[item.name] = element
        return found

    def _sure(self, item: Wanted) -> Known | None:
        if item not in self._known:
            self._known[item] = self._matcher.find_sure(item)
        return self._known[item]


def item_notes(entry: Entry) -> dict[str, tuple[Any, str]]:
    """Below each bound item of a published entry: that it is the source, or from whom it takes the datum."""
    bound = bindings_of(entry.root_id)
    sources = sources_of(binding.element_id for binding in bound.values())
    notes: dict[str, tuple[Any, str]] = {}
    for column, binding in bound.items():
        page = binding.element.get_absolute_url()
        source = next(iter(sources.get(binding.element_id, ())), None)
        if binding.use == Use.SOURCE:
            notes[column] = (_("Authoritative source"), page)
        elif binding.use == Use.USES and source is not None:
            said = gettext("From the source: %(department)s")
            notes[column] = (said % {"department": source.entry.provider.name}, page)
        else:
            notes[column] = (gettext("Data element: %(name)s") % {"name": binding.element.name}, page)
    return notes


def lines(request: HttpRequest, entry: Entry) -> list[Edge]:
    """From which entries this one takes data, and which take theirs from it."""
    if getattr(request, "actor", None) is None:
        return []
    bound = bindings_of(entry.root_id).values()
    taken = [binding.element_id for binding in bound if binding.use == Use.USES]
    given = [binding.element_id for binding in bound if binding.use == Use.SOURCE]
    suppliers = [one[0] for one in sources_of(taken).values()]
    users = Binding.objects.filter(element__in=given, use=Use.USES).select_related("element", "entry")
    return [
        *_edges("from", suppliers, _("Authoritative source"), entry),
        *_edges("to", users.order_by("entry__code", "id"), _("Takes it from here"), entry),
    ]


def _edges(side: str, bindings: Iterable[Binding], kind: Any, own: Entry) -> list[Edge]:
    """One line for each entry, with the names of what flows."""
    names: dict[Entry, list[str]] = {}
    for binding in bindings:
        if binding.entry_id != own.root_id:
            names.setdefault(binding.entry, []).append(binding.element.name)
    return [
        Edge(side, other.name, kind, "、".join(flows), other.get_absolute_url(), other.is_published)
        for other, flows in names.items()
    ]


def elements_tab(request: HttpRequest, entry: Entry) -> dict[str, Any] | None:
    """The items of a handed-in entry with their elements, and what is proposed; None for visitors."""
    actor = getattr(request, "actor", None)
    if actor is None or not entry.code:
        return None
    bound = bindings_of(entry.root_id)
    sources = sources_of(binding.element_id for binding in bound.values())
    proposed = {one.item_name: one for one in entry.element_proposals.select_related("element")}
    may_bind = entry.state in HANDED_IN and answers_for(entry, actor)
    rows = []
    for item in entry.items.all():
        binding = bound.get(item.name)
        found = sources.get(binding.element_id, []) if binding else []
        rows.append(
            {
                "item": item,
                "binding": binding,
                "tone": USE_TONES[Use(binding.use)] if binding else "",
                "source": found[0] if found else None,
                "proposal": None if binding else proposed.get(item.name),
                "may_bind": may_bind,
            }
        )
    return {"entry": entry, "rows": rows}
