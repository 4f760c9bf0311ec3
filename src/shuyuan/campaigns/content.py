"""What stands on a department's list: drafts and changes with what speaks against them, published entries."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from shuyuan.campaigns.models import DepartmentList, ListLine
from shuyuan.catalog.models import Entry
from shuyuan.catalog.registry import judge_draft
from shuyuan.catalog.states import IN_MASTER_CATALOG
from shuyuan.catalog.states import State as EntryState
from shuyuan.kernel.verdict import Verdict

_WRITABLE = (EntryState.DRAFT.value, EntryState.RETURNED.value)


@dataclass(frozen=True)
class Position:
    """One entry on the list: `draft` is what is written on, None when the published entry stays as it is."""

    root: Entry
    draft: Entry | None
    kind: str
    verdict: Verdict

    @property
    def is_waiting(self) -> bool:
        """Whether it lies before the bureau already."""
        return self.draft is not None and self.draft.state == EntryState.SUBMITTED

    @property
    def is_writable(self) -> bool:
        """Whether handing the list in hands it in."""
        return self.draft is not None and self.draft.state in _WRITABLE

    @property
    def name(self) -> str:
        """The name under which people know it."""
        return (self.draft or self.root).name


def positions_of(department_id: int, *, judged: bool = True) -> list[Position]:
    """Every entry of the department as its list would hold it now, drafts first; published ones by code."""
    entries = list(
        Entry.objects.filter(provider_id=department_id, revises__isnull=True)
        .exclude(state=EntryState.PLANNED)
        .select_related("provider", "node", "working_copy__provider", "working_copy__node")
        .order_by("code", "pk")
    )
    found = [_position(entry, judged=judged) for entry in entries]
    return sorted(found, key=lambda position: position.draft is None)


def _position(entry: Entry, *, judged: bool) -> Position:
    if entry.state not in IN_MASTER_CATALOG:
        draft, kind = entry, ListLine.Kind.NEW
    else:
        draft = getattr(entry, "working_copy", None)
        kind = ListLine.Kind.CHANGE if draft else ListLine.Kind.CONFIRMED
    needs_judgement = judged and draft is not None and draft.state in _WRITABLE
    return Position(entry, draft, kind.value, judge_draft(draft) if needs_judgement and draft else Verdict())


def faulty(positions: Iterable[Position]) -> tuple[str, ...]:
    """The names of the drafts that would be refused."""
    return tuple(position.name for position in positions if not position.verdict.allowed)


def write_lines(one: DepartmentList, positions: Iterable[Position]) -> None:
    """Freeze what the list holds, with the revision of each draft and the version of each published entry."""
    one.lines.all().delete()
    ListLine.objects.bulk_create(
        ListLine(
            department_list=one,
            entry=position.root,
            kind=position.kind,
            revision=position.draft.revision if position.draft else 0,
            version=position.root.version,
        )
        for position in positions
    )


def lines_of(one: DepartmentList) -> list[ListLine]:
    """The lines of a list with their entries and working copies."""
    lines = one.lines.select_related("entry__provider", "entry__working_copy")
    return list(lines.order_by("kind", "entry__code", "pk"))


def outcome_of(line: ListLine) -> str:
    """Where an entry of the list stands: confirmed, waiting, returned, drafted, published or discarded."""
    entry = line.entry
    draft = entry if entry.state not in IN_MASTER_CATALOG else getattr(entry, "working_copy", None)
    if line.kind == ListLine.Kind.CONFIRMED:
        return "confirmed"
    if draft is None or (line.kind == ListLine.Kind.CHANGE and entry.version > line.version):
        return "published" if entry.version > line.version else "discarded"
    if line.kind == ListLine.Kind.NEW and entry.version:
        return "published"
    outcomes: dict[str, str] = {
        EntryState.SUBMITTED: "waiting",
        EntryState.RETURNED: "returned",
        EntryState.DRAFT: "drafted",
    }
    return outcomes[draft.state]


def names_by_outcome(lines: Iterable[ListLine]) -> dict[str, list[str]]:
    """Outcome → names of the entries."""
    found: dict[str, list[str]] = {}
    for line in lines:
        found.setdefault(outcome_of(line), []).append(str(line.entry))
    return found


def changed_since(one: DepartmentList) -> bool:
    """Whether a draft of the list was written on after the principal officer handed it in."""
    drafts: dict[Any, int] = {
        position.root.pk: position.draft.revision
        for position in positions_of(one.department_id, judged=False)
        if position.draft is not None
    }
    listed = {
        line.entry_id: line.revision for line in one.lines.all() if line.kind != ListLine.Kind.CONFIRMED
    }
    return drafts != listed
