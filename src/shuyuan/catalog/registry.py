"""What rooms further up add to the catalog without the catalog knowing them.

Blocks appear as tabs of the entry page; effects run inside the transaction that publishes, suspends or
resumes an entry, and should do no more than write a row or enqueue a job; checks judge a draft while it is
typed and again when it is submitted and published. All are registered in `AppConfig.ready`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from django.db.models import QuerySet
from django.http import HttpRequest

from shuyuan.catalog.findings import Draft, Finding, refusal
from shuyuan.catalog.models import Entry
from shuyuan.catalog.states import State
from shuyuan.catalog.surroundings import Surroundings
from shuyuan.kernel.actor import Actor
from shuyuan.kernel.verdict import Verdict
from shuyuan.regulations.context import LegalContext


class Effect(Protocol):
    """What is done when the published catalog changes."""

    def __call__(self, entry: Entry, *, actor: Actor, legal: LegalContext) -> None:
        """Runs in the transaction of the change; raising undoes it."""


Check = Callable[[Draft], list[Finding]]
#: The same check of many drafts of one department: findings for each, with look-ups for all of them together.
CheckOfMany = Callable[[Sequence[Draft], Surroundings], list[list[Finding]]]


#: Department (by code) → its registered systems as (code, name).
Systems = Callable[[str], list[tuple[str, str]]]


@dataclass(frozen=True)
class Edge:
    """A line of the lineage picture: what flows into the entry or out of it, and how it stands.

    `side` is "from" for what the data come from, "to" for who gets them; `note` says by which way, `href`
    leads to the thing if the reader may see it.
    """

    side: str
    name: str
    kind: Any
    note: str = ""
    href: str = ""
    live: bool = True


#: Label, figure and a note beside the label ('' for none), as the top of the entry page shows them.
Figures = Callable[[HttpRequest, Entry], list[tuple[Any, str, str]]]
Lineage = Callable[[HttpRequest, Entry], list[Edge]]
Borrowed = Callable[[datetime | None], QuerySet[Any]]
#: Column → words that stand below the item's name, with the address that they lead to ('' for none).
ItemNotes = Callable[[Entry], dict[str, tuple[Any, str]]]


@dataclass(frozen=True)
class Block:
    """A tab of the entry page: `context` gives what `template` shows, or None to leave the tab out."""

    key: str
    label: Any
    template: str
    context: Callable[[HttpRequest, Entry], dict[str, Any] | None]
    order: int = 100


@dataclass(frozen=True)
class Planning:
    """The room whose projects plan entries: `home` is the page they belong to, '' for none.

    `require_open` raises Conflict while the plan may not be written on.
    """

    require_open: Callable[[Entry], None]
    home: Callable[[Entry], str]


_BLOCKS: dict[str, Block] = {}
_EFFECTS: dict[str, Effect] = {}
_SUBMISSION_EFFECTS: dict[str, Effect] = {}
_CHECKS: dict[str, Check] = {}
_CHECKS_OF_MANY: dict[str, CheckOfMany] = {}
_SYSTEMS: list[Systems] = []
_LINEAGE: dict[str, Lineage] = {}
_FIGURES: dict[str, Figures] = {}
_BORROWED: list[Borrowed] = []
_ITEM_NOTES: list[ItemNotes] = []
_PLANNING: list[Planning] = []


def register_block(block: Block) -> None:
    """Add a tab to the entry page; the same key again replaces it."""
    _BLOCKS[block.key] = block


def register_effect(name: str, effect: Effect) -> None:
    """Have something done when an entry is published, suspended or resumed."""
    _EFFECTS[name] = effect


def register_submission_effect(name: str, effect: Effect) -> None:
    """Have something done when a department hands an entry, or a change to one, in for review."""
    _SUBMISSION_EFFECTS[name] = effect


def register_check(name: str, check: Check, of_many: CheckOfMany | None = None) -> None:
    """Have every draft checked; it runs at each pause in typing, so it asks a few indexed queries at most.

    `of_many` is asked about the drafts of a file, so that five thousand are not as many queries; without it
    the check is run draft by draft.
    """
    _CHECKS[name] = check
    _CHECKS_OF_MANY[name] = of_many or (lambda drafts, _around: [check(draft) for draft in drafts])


def register_systems(systems: Systems) -> None:
    """Let departments choose the system that holds their data from the register; the last one counts."""
    _SYSTEMS[:] = [systems]


def register_lineage(name: str, lineage: Lineage) -> None:
    """Add lines to the lineage picture of entries; only what this reader may see."""
    _LINEAGE[name] = lineage


def register_figures(name: str, figures: Figures) -> None:
    """Add figures to the top of entry pages; only what this reader may know."""
    _FIGURES[name] = figures


def figures_of(request: HttpRequest, entry: Entry) -> list[tuple[Any, str, str]]:
    """Every figure that the rooms know for this entry and reader."""
    return [row for figures in _FIGURES.values() for row in figures(request, entry)]


def systems_of(department: str) -> list[tuple[str, str]]:
    """The registered systems of a department as (code, name); empty without a register."""
    return _SYSTEMS[0](department) if _SYSTEMS else []


def lineage_of(request: HttpRequest, entry: Entry) -> list[Edge]:
    """Every line that the rooms know for this entry and reader."""
    return [edge for lineage in _LINEAGE.values() for edge in lineage(request, entry)]


def register_borrowed(borrowed: Borrowed) -> None:
    """Say which items departments take from elsewhere, so that nobody has the duty to collect them."""
    _BORROWED[:] = [borrowed]


def borrowed_items(at: datetime | None = None) -> QuerySet[Any] | None:
    """Rows with `entry_id` and `item_name`, as of a moment or of now; None when no room tells."""
    return _BORROWED[0](at) if _BORROWED else None


def register_item_notes(notes: ItemNotes) -> None:
    """Say something below the items of an entry's table; the last one counts."""
    _ITEM_NOTES[:] = [notes]


def item_notes_of(entry: Entry) -> dict[str, tuple[Any, str]]:
    """What is said below the items of this entry."""
    return _ITEM_NOTES[0](entry) if _ITEM_NOTES else {}


def register_planning(planning: Planning) -> None:
    """Tell to which plan an entry belongs that is not yet drafted for the catalog; the last one counts."""
    _PLANNING[:] = [planning]


def require_open(entry: Entry) -> None:
    """Conflict while the plan that a planned entry belongs to may not be written on."""
    for planning in _PLANNING:
        planning.require_open(entry)


def home_of(entry: Entry) -> str:
    """The address of the plan that a planned entry belongs to; '' for others."""
    if entry.state != State.PLANNED:
        return ""
    return next((planning.home(entry) for planning in _PLANNING), "")


def blocks() -> list[Block]:
    """The registered tabs in their order."""
    return sorted(_BLOCKS.values(), key=lambda block: (block.order, block.key))


def announce_change(entry: Entry, *, actor: Actor, legal: LegalContext) -> None:
    """Run every effect for an entry whose published form changed."""
    for effect in _EFFECTS.values():
        effect(entry, actor=actor, legal=legal)


def announce_submission(draft: Entry, *, actor: Actor, legal: LegalContext) -> None:
    """Run every effect for a draft that was handed in."""
    for effect in _SUBMISSION_EFFECTS.values():
        effect(draft, actor=actor, legal=legal)


def find_in(draft: Draft) -> list[Finding]:
    """What all checks find in a draft: what refuses first, then what only warns."""
    found = [finding for check in _CHECKS.values() for finding in check(draft)]
    return sorted(found, key=lambda finding: not finding.refuses)


def find_in_many(drafts: Sequence[Draft], surroundings: Surroundings) -> list[list[Finding]]:
    """What all checks find in each of the drafts of one department, looked up together."""
    surroundings.look_up(drafts)
    found: list[list[Finding]] = [[] for _draft in drafts]
    for check in _CHECKS_OF_MANY.values():
        for own, more in zip(found, check(drafts, surroundings), strict=True):
            own.extend(more)
    return [sorted(own, key=lambda finding: not finding.refuses) for own in found]


def judge_draft(entry: Entry) -> Verdict:
    """What stands against submitting the draft as it is saved."""
    return refusal(find_in(Draft.of(entry)))
