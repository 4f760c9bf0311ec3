"""Proposes items from the header and a few rows of a sample file: columns, types, keys, protection.

A proposal is a draft for a person to look at; nothing of the sample's values stays in it.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from typing import Any

from pypinyin import lazy_pinyin

from shuyuan.catalog.content import ItemContent
from shuyuan.catalog.guide import KeyKind
from shuyuan.engine.spec import CheckKind, DataType
from shuyuan.kernel.identifiers import resident_identity, uscc

#: Part of a label → the column that departments' systems usually have for it.
_USUAL_COLUMNS = {
    "身份证": "id_number",
    "证件号": "id_number",
    "信用代码": "uscc",
    "姓名": "person_name",
    "性别": "sex",
    "民族": "ethnicity",
    "出生": "birth_date",
    "电话": "phone",
    "手机": "phone",
    "邮箱": "email",
    "地址": "address",
    "住址": "address",
    "住所": "address",
}
#: Labels of values that look like numbers and are none: leading zeros count.
_CODE_LABEL = re.compile(r"代码|编码|编号|号码|证号|字号|邮编|code|number|id$", re.IGNORECASE)
_ABOUT_PEOPLE = re.compile(r"姓名|性别|民族|出生|电话|手机|邮箱|住址|户籍|婚姻|职业")
_CONTACT = re.compile(r"电话|手机|邮箱|住址|户籍地址")
_DATE = re.compile(r"^\d{4}([-/.]\d{1,2}[-/.]\d{1,2}|\d{4}|年\d{1,2}月\d{1,2}日)$")
_MOMENT = re.compile(r"^\d{4}[-/]\d{1,2}[-/]\d{1,2}[ T]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?$")
_WHOLE = re.compile(r"^-?(0|[1-9]\d{0,17})$")
_BOOLEANS = frozenset({"是", "否", "true", "false", "y", "n", "yes", "no"})
_LENGTHS = (2, 4, 6, 10, 18, 20, 30, 50, 100, 200, 500, 1000, 2000, 4000)
_LONGEST_COLUMN = 59
_FEWEST_GOOD = 0.9


def propose_items(columns: Sequence[str], sample_rows: Iterable[Sequence[str | None]]) -> list[ItemContent]:
    """One item for each named column, in order; the first fitting ones become the key."""
    rows = [tuple(row) for row in sample_rows]
    taken: set[str] = set()
    items = []
    for place, column in enumerate(columns):
        label = column.strip()[:100]
        values = [(row[place] or "").strip() for row in rows if place < len(row)]
        if label:
            items.append(_propose(label, values, taken))
    return _with_key(items, columns, rows)


def _propose(label: str, values: list[str], taken: set[str]) -> ItemContent:
    filled = [value for value in values if value]
    check = _identifier(filled)
    is_person = check is CheckKind.RESIDENT_ID
    size: dict[str, Any] = (
        {"data_type": DataType.CHARACTER.value, "length": 18} if check else _size(label, filled)
    )
    return ItemContent(
        name=_column(label, taken),
        label=label,
        required=bool(filled) and len(filled) == len(values),
        sensitive=is_person or bool(_CONTACT.search(label)),
        personal=is_person or bool(_ABOUT_PEOPLE.search(label)),
        checks=[{"kind": check.value, "params": {}}] if check else [],
        mask={"kind": "keep", "first": 6, "last": 4} if is_person else None,
        **size,
    )


def _identifier(filled: list[str]) -> CheckKind | None:
    """Whether nearly all values are valid identity numbers or credit codes."""
    for kind, fault, normalize in (
        (CheckKind.RESIDENT_ID, resident_identity.fault, resident_identity.normalize),
        (CheckKind.USCC, uscc.fault, uscc.normalize),
    ):
        good = sum(1 for value in filled if fault(normalize(value)) is None)
        if filled and good >= len(filled) * _FEWEST_GOOD:
            return kind
    return None


def _size(label: str, filled: list[str]) -> dict[str, Any]:
    """Data type, length and decimals that hold every value of the sample."""
    if filled and not _CODE_LABEL.search(label):
        if all(_DATE.match(value) for value in filled):
            return {"data_type": DataType.DATE.value}
        if all(_MOMENT.match(value) for value in filled):
            return {"data_type": DataType.DATETIME.value}
        if all(value.lower() in _BOOLEANS for value in filled):
            return {"data_type": DataType.BOOLEAN.value}
        if all(_WHOLE.match(value) for value in filled):
            return {"data_type": DataType.INTEGER.value}
        numbers = [_number(value) for value in filled]
        if all(number is not None for number in numbers):
            scale = max(-int(number.as_tuple().exponent) for number in numbers if number is not None)
            return {"data_type": DataType.NUMERIC.value, "length": 18, "scale": min(max(scale, 0), 8)}
    longest = max(map(len, filled), default=50)
    same = len(set(map(len, filled))) == 1 and len(filled) > 1
    length = longest if same else next((size for size in _LENGTHS if size >= longest * 3 // 2), _LENGTHS[-1])
    return {"data_type": DataType.CHARACTER.value, "length": min(length, _LENGTHS[-1])}


def _number(value: str) -> Decimal | None:
    if not re.match(r"^-?\d{1,15}\.\d+$|^-?(0|[1-9]\d{0,15})$", value):
        return None
    try:
        return Decimal(value)
    except InvalidOperation:
        return None


def _column(label: str, taken: set[str]) -> str:
    """A column name for a label: the usual one, the label itself if it is one, else its pinyin."""
    usual = next((name for part, name in _USUAL_COLUMNS.items() if part in label), "")
    own = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", label) if label.isascii() else ""
    words = usual or own or "_".join(lazy_pinyin(label, errors=lambda text: [text]))
    name = re.sub(r"[^a-z0-9]+", "_", words.lower()).strip("_")[: _LONGEST_COLUMN - 3]
    name = name if name[:1].isalpha() else f"c_{name}".rstrip("_")
    unique, number = name, 2
    while unique in taken:
        unique, number = f"{name}_{number}", number + 1
    taken.add(unique)
    return unique


def _with_key(
    items: list[ItemContent], columns: Sequence[str], rows: Sequence[Sequence[str | None]]
) -> list[ItemContent]:
    """The items with the likeliest key marked: an identity number, a credit code, else a distinct code."""
    places = [place for place, label in enumerate(columns) if label.strip()]

    def is_distinct(number: int) -> bool:
        values = [row[places[number]] for row in rows if places[number] < len(row)]
        return bool(values) and all(values) and len(set(values)) == len(values)

    kinds = {CheckKind.RESIDENT_ID.value: KeyKind.PERSON, CheckKind.USCC.value: KeyKind.ORGANIZATION}
    found: tuple[int, str] | None = None
    for number, item in enumerate(items):
        kind = next((kinds[check["kind"]] for check in item.checks), None)
        if kind and is_distinct(number):
            found = (number, kind.value)
            break
        if found is None and _CODE_LABEL.search(item.label) and not item.checks and is_distinct(number):
            found = (number, KeyKind.OTHER.value)
    if found is None:
        return items
    place, key_kind = found
    key = replace(items[place], is_key=True, required=True, key_kind=key_kind)
    return [*items[:place], key, *items[place + 1 :]]
