"""Which column of a file feeds which item: the proposal, and the check of what a person made of it."""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Any

from pypinyin import Style, lazy_pinyin

from shuyuan.engine.spec import EntrySpec, ItemSpec

#: Below this, two labels have too little in common to be proposed.
LEAST_SIMILARITY = 60

_DECORATION = re.compile(r"[\s_\-—/\\.,:;*()\[\]<>《》【】、。·'\"]+")
_UNIT = re.compile(r"\([^()]*\)$|\[[^\[\]]*\]$")


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
class Problem:
    """Why a mapping cannot be used.

    Codes: `item_unmapped` (a required one), `column_used_twice`, `item_mapped_twice`, `unknown_column`,
    `unknown_item`.
    """

    code: str
    item: str | None = None
    column: str | None = None


@dataclass(frozen=True)
class Mapping:
    """The columns of one file, and the items that they feed. Columns that feed nothing are ignored."""

    columns: tuple[str, ...]
    matches: tuple[Match, ...]

    @classmethod
    def chosen(cls, columns: Sequence[str], pairs: dict[str, str]) -> "Mapping":
        """What a person chose on the page: `pairs` is item name → column label."""
        return cls(tuple(columns), tuple(Match(item, column) for item, column in pairs.items()))

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "Mapping":
        """The record that `to_json` wrote."""
        return cls(tuple(data["columns"]), tuple(Match(**match) for match in data["matches"]))

    def to_json(self) -> dict[str, Any]:
        """Plain JSON values; `from_json` gives an equal record back."""
        return {"columns": list(self.columns), "matches": [asdict(match) for match in self.matches]}

    def column_of(self, item: str) -> str | None:
        """The column that feeds this item, if any."""
        return next((match.column for match in self.matches if match.item == item), None)

    @property
    def unused(self) -> tuple[str, ...]:
        """Columns of the file that feed no item."""
        used = {match.column for match in self.matches}
        return tuple(column for column in self.columns if column not in used)

    def problems(self, spec: EntrySpec) -> tuple[Problem, ...]:
        """Everything that stands against using this mapping; empty when it can be used."""
        items = {item.name for item in spec.items}
        used_items = Counter(match.item for match in self.matches)
        used_columns = Counter(match.column for match in self.matches)
        return (
            *(Problem("unknown_item", item=name) for name in used_items if name not in items),
            *(Problem("unknown_column", column=name) for name in used_columns if name not in self.columns),
            *(Problem("item_mapped_twice", item=name) for name, count in used_items.items() if count > 1),
            *(Problem("column_used_twice", column=name) for name, count in used_columns.items() if count > 1),
            *(
                Problem("item_unmapped", item=item.name)
                for item in spec.items
                if (item.required or item.is_key) and item.name not in used_items
            ),
        )


def propose(columns: Sequence[str], spec: EntrySpec) -> Mapping:
    """The best match for each item: exact label, name, normalized label, pinyin, then similarity.

    A surer reason wins over a less sure one everywhere, so that a similar label never takes the column that
    another item names exactly.
    """
    free_columns = dict.fromkeys(columns)
    free_items = {item.name: item for item in spec.items}
    found: dict[str, Match] = {}
    for reason, score, same in _EXACT:
        for item in list(free_items.values()):
            column = next((label for label in free_columns if same(item, label)), None)
            if column is not None:
                found[item.name] = Match(item.name, column, score, reason)
                del free_columns[column], free_items[item.name]
    pairs = sorted(
        (
            (_similarity(item, column), item.name, column)
            for item in free_items.values()
            for column in free_columns
        ),
        key=lambda pair: -pair[0],
    )
    for score, name, column in pairs:
        if score >= LEAST_SIMILARITY and name in free_items and column in free_columns:
            found[name] = Match(name, column, score, "similar")
            del free_columns[column], free_items[name]
    return Mapping(tuple(columns), tuple(found[item.name] for item in spec.items if item.name in found))


@lru_cache(maxsize=4_096)
def _normalized(label: str) -> str:
    """The label without width, case, spaces, punctuation and a unit in brackets at its end."""
    folded = unicodedata.normalize("NFKC", label).casefold().strip()
    return _DECORATION.sub("", _UNIT.sub("", folded)) or _DECORATION.sub("", folded)


@lru_cache(maxsize=4_096)
def _pinyin(label: str) -> tuple[str, str]:
    """The label spelled out, and its initials."""
    plain = _normalized(label)
    return "".join(lazy_pinyin(plain)), "".join(lazy_pinyin(plain, style=Style.FIRST_LETTER))


def _sounds_same(item: ItemSpec, column: str) -> bool:
    label, initials = _pinyin(item.label)
    spoken = _normalized(column)
    named = _normalized(item.name)
    return spoken in {label, initials} or named in _pinyin(column) or _pinyin(column)[0] == label


def _similarity(item: ItemSpec, column: str) -> int:
    wanted, given = _normalized(item.label), _normalized(column)
    ratios = [
        SequenceMatcher(None, wanted, given).ratio(),
        SequenceMatcher(None, _normalized(item.name), given).ratio(),
    ]
    if min(len(wanted), len(given)) > 1 and (wanted in given or given in wanted):
        ratios.append(0.8)
    return round(100 * max(ratios))


_EXACT: tuple[tuple[str, int, Callable[[ItemSpec, str], bool]], ...] = (
    ("label", 100, lambda item, column: item.label == column),
    ("name", 98, lambda item, column: item.name == column.strip().lower()),
    (
        "normalized",
        95,
        lambda item, column: _normalized(column) in {_normalized(item.label), _normalized(item.name)},
    ),
    ("pinyin", 85, _sounds_same),
)
