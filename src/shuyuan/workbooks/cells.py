"""What the cells of one row mean: enumerations, lengths, formats, yes and no; and which are malformed."""

import re
from collections.abc import Mapping
from typing import Any

from shuyuan.catalog import guide
from shuyuan.workbooks.columns import BY_KEY
from shuyuan.workbooks.vocabulary import SEVERAL, SINGLE, choices, find, nearest, several, word_of

#: (column key, code of the remark, value, facts)
Fault = tuple[str, str, str, dict[str, Any]]
_BOOLEANS = frozenset({"open", "entry_open", "required", "key", "personal", "sensitive"})
#: An empty cell takes the item's own value back; then that of the entry holds.
_CLEARED = frozenset({"item_cycle"})
_SIZE = re.compile(r"^[（(]?(\d{1,6})(?:\s*[,，.]\s*(\d{1,3}))?[）)]?$")
_TYPE_WITH_SIZE = re.compile(r"^(.+?)\s*[（(]\s*(\d{1,6})(?:\s*[,，]\s*(\d{1,3}))?\s*[）)]$")
_NUMBER = re.compile(r"^\d{1,14}(\.\d{1,6})?$")
_LEADING_NUMBER = re.compile(r"^\d+(\.\d+)?")
_LEADING_DIGITS = re.compile(r"^\d+")
_ALLOWED_SHOWN = 12


class Meanings:
    """Reads cells; remembers what it read, because the same values stand in thousands of rows."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str], tuple[bool, Any]] = {}

    def one(self, key: str, text: str | None, faults: list[Fault]) -> Any:
        """The stored value of an enumerated cell, None for an empty or unknown one."""
        if not text:
            return None
        found, value = self.look(key, text)
        if not found:
            faults.append(_unknown(key, text))
        return value

    def many(self, key: str, text: str | None, faults: list[Fault]) -> list[Any]:
        """The stored values of a cell that may hold several."""
        values = []
        for part in several(text or ""):
            value = self.one(key, part, faults)
            if value is not None and value not in values:
                values.append(value)
        return values

    def look(self, key: str, text: str) -> tuple[bool, Any]:
        """Whether the text is a word of the column, and which value it stands for."""
        place = (key, text)
        if place not in self._known:
            if len(self._known) > 50_000:  # noqa: PLR2004 bounds the memory of a hostile file
                self._known.clear()
            self._known[place] = find(key, text)
        return self._known[place]

    def fits(self, key: str, text: str | None) -> bool:
        """Whether the cell could stand in that enumerated column."""
        parts = several(text or "") if key in SEVERAL else [text or ""]
        return bool(parts) and all(part and self.look(key, part)[0] for part in parts)

    def fields(self, cells: Mapping[str, str | None], faults: list[Fault]) -> dict[str, Any]:
        """The fields that these cells state; an empty enumerated cell states nothing."""
        stated: dict[str, Any] = {}
        for key, text in cells.items():
            column = BY_KEY[key]
            if not column.field or column.field in _ELSEWHERE:
                continue
            if key in _BOOLEANS:
                value = self.one(key, text, faults)
                stated[column.field] = bool(value)
            elif key in SINGLE:
                value = self.one(key, self._type_only(key, text, stated), faults)
                if value is not None or key in _CLEARED:
                    stated[column.field] = value or ""
            elif key in SEVERAL:
                stated[column.field] = self.many(key, text, faults)
            elif column.field in guide.CENSUS:
                _quantity(key, text, stated, faults)
            elif column.number:
                _size(key, text, stated, faults)
            else:
                stated[column.field] = text or ""
        return stated

    def _type_only(self, key: str, text: str | None, stated: dict[str, Any]) -> str | None:
        """The cell of a data type without a length that was written behind it: ``字符型C(18)``."""
        found = _TYPE_WITH_SIZE.match(text or "") if key == "type" else None
        if found is None:
            return text
        stated.setdefault("length", int(found[2]))
        if found[3]:
            stated.setdefault("scale", int(found[3]))
        return found[1]

    def formats(self, classes: str | None, types: str | None, faults: list[Fault]) -> list[dict[str, str]]:
        """Format classes with their types; a type belongs to the class that knows it."""
        named = [self.one("format_class", part, faults) for part in several(classes or "")]
        named = [code for code in named if code]
        rows: list[dict[str, str]] = []
        for text in several(types or ""):
            found, kind = self.look("format_type", text)
            if not found:
                faults.append(_unknown("format_type", text))
                continue
            homes = [row.code for row in guide.FORMATS.values() if kind in row.types]
            home = next((code for code in named if code in homes), None)
            if home is None and named:
                fact = {"classes": "、".join(word_of("format_class", code) for code in named)}
                faults.append(("format_type", "format_type_outside_class", text, fact))
            elif home or homes:
                rows.append({"class": home or homes[0], "type": kind})
        for code in named:
            if any(row["class"] == code for row in rows):
                continue
            if guide.FORMATS[code].types:
                allowed = "、".join(guide.FORMATS[code].types)
                if not any(fault[0] == "format_type" for fault in faults):
                    faults.append(("format_type", "format_type_missing", "", {"allowed": allowed}))
            else:
                rows.append({"class": code, "type": ""})
        return rows


#: Fields that are put together from several columns, or stand beside the content.
_ELSEWHERE = frozenset({"node", "code", "formats", "provider", "uscc", "related_codes", "further_classes"})


def _unknown(key: str, text: str) -> Fault:
    words = list(choices(key))
    allowed = "、".join(words[:_ALLOWED_SHOWN]) + ("…" if len(words) > _ALLOWED_SHOWN else "")
    return (key, "unknown_value", text, {"nearest": nearest(key, text), "allowed": allowed})


def _quantity(key: str, text: str | None, stated: dict[str, Any], faults: list[Fault]) -> None:
    """A number of the census: sizes may have decimals, records are counted."""
    field = BY_KEY[key].field
    if not text:
        stated[field] = None
    elif _NUMBER.match(text):
        number = float(text)
        stated[field] = int(number) if field.endswith("records") else number
    else:
        digits = _LEADING_NUMBER.match(text)
        faults.append((key, "unit_in_number", text, {"nearest": digits[0] if digits else ""}))


def _size(key: str, text: str | None, stated: dict[str, Any], faults: list[Fault]) -> None:
    """A length, perhaps with decimals behind a comma; units are refused with the bare number proposed."""
    field = BY_KEY[key].field
    if not text:
        if field == "scale":
            stated.setdefault("scale", 0)
        else:
            stated.setdefault("length", None)
        return
    found = _SIZE.match(text)
    if found is None:
        digits = _LEADING_DIGITS.match(text)
        faults.append((key, "not_a_whole_number", text, {"nearest": digits[0] if digits else ""}))
        return
    stated[field] = int(found[1])
    if found[2] and field == "length":
        stated["scale"] = int(found[2])
