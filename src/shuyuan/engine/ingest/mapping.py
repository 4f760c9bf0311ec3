"""Which column of a file feeds which item: the proposal, and the check of what a person made of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from shuyuan.engine.spec import EntrySpec


@dataclass(frozen=True)
class Match:
    """One item with the column that feeds it; `score` is 0…100, `reason` says why it was proposed.

    Reasons: `label`, `name`, `normalized`, `pinyin`, `similar`, `chosen` (by a person).
    """

    item: str
    column: str
    score: int = 100
    reason: str = "chosen"


@dataclass(frozen=True)
class Mapping:
    """The columns of one file, and the items that they feed. Columns that feed nothing are ignored."""

    columns: tuple[str, ...]
    matches: tuple[Match, ...]

    def column_of(self, item: str) -> str | None:
        """The column that feeds this item, if any."""
        raise NotImplementedError

    @property
    def unused(self) -> tuple[str, ...]:
        """Columns of the file that feed no item."""
        raise NotImplementedError

    def problems(self, spec: EntrySpec) -> tuple["Problem", ...]:
        """Everything that stands against using this mapping; empty when it can be used."""
        raise NotImplementedError

    def to_json(self) -> dict[str, Any]:
        """Plain JSON values; `from_json` gives an equal record back."""
        raise NotImplementedError

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "Mapping":
        """The record that `to_json` wrote."""
        raise NotImplementedError

    @classmethod
    def chosen(cls, columns: Sequence[str], pairs: dict[str, str]) -> "Mapping":
        """What a person chose on the page: `pairs` is item name → column label."""
        raise NotImplementedError


@dataclass(frozen=True)
class Problem:
    """Why a mapping cannot be used.

    Codes: `item_unmapped` (a required one), `column_used_twice`, `item_mapped_twice`, `unknown_column`,
    `unknown_item`.
    """

    code: str
    item: str | None = None
    column: str | None = None


def propose(columns: Sequence[str], spec: EntrySpec) -> Mapping:
    """The best match for each item: exact label, name, normalized label, pinyin, then similarity."""
    raise NotImplementedError
