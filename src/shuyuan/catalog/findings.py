"""What a check of a draft is given, and what it answers: a finding at a field or an item.

Checks come from the catalog's own rules and from rooms further up (`registry.register_check`). The editor
shows the findings while a person types; a submission is refused by those that refuse.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from shuyuan.catalog.models import Entry, Item
from shuyuan.kernel.verdict import Reason, Verdict


@dataclass(frozen=True)
class Draft:
    """An entry and its items as they are written now; neither needs to be saved, and `entry.pk` may be None.

    A check reads the items here, never `entry.items`: those are the saved ones.
    """

    entry: Entry
    items: tuple[Item, ...] = ()

    @classmethod
    def of(cls, entry: Entry) -> Self:
        """The draft as it is saved."""
        return cls(entry, tuple(entry.items.all()) if entry.pk else ())

    def with_item(self, item: Item) -> Self:
        """The draft with this item in the place of the saved one, or behind the others when it is new."""
        if item.pk is None:
            return type(self)(self.entry, (*self.items, item))
        return type(self)(self.entry, tuple(item if one.pk == item.pk else one for one in self.items))


@dataclass(frozen=True)
class Finding:
    """What a check found, and where.

    `reason` carries the code (its words and the remedy stand in `regulations/reasons`), the provision and the
    facts. `items` are columns of the draft; `fields` are fields of those items, or of the entry when there
    are none. What does not `refuse` only warns.
    """

    reason: Reason
    fields: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    refuses: bool = True


def refusal(findings: Iterable[Finding]) -> Verdict:
    """What stands against the submission: the reasons of the findings that refuse."""
    return Verdict(tuple(finding.reason for finding in findings if finding.refuses))
