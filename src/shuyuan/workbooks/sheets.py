"""Reads entries out of a sheet: rows grouped to resources, merged or repeated, each fault at its cell."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from shuyuan.engine.landing import Landed
from shuyuan.kernel.identifiers import catalog_code
from shuyuan.workbooks.cells import Fault, Meanings
from shuyuan.workbooks.columns import BOTH, BY_KEY, COLUMNS, ENTRY, ITEM, heading_of
from shuyuan.workbooks.grids import Grid, open_grids
from shuyuan.workbooks.headers import Header, find_header
from shuyuan.workbooks.reading import ReadEntry, ReadItem, Remark, Source
from shuyuan.workbooks.template import OTHER_SHEETS
from shuyuan.workbooks.vocabulary import several

_CLASSES = tuple(f"class{level}" for level in range(1, 6))
#: Columns whose values tell whether a row is shifted.
_TELLING = ("format_class", "type", "sharing", "method_class", "methods", "open", "cycle")
_OFFSETS = (1, -1, 2, -2)
_FEWEST_SHIFTED = 3
_MOST_REMEMBERED = 50_000
#: Columns that say for the resource, too, what the first item says.
_SPEAKING = {"sharing": "entry_sharing", "condition": "entry_condition", "methods": "entry_methods",
             "open": "entry_open"}  # fmt: skip
#: What stands differently in every row, and is therefore not remembered with the rest.
_OWN = ("item", "column", "description")

#: Which heading a field stands under.
HEADINGS: Mapping[str, str] = {
    f"{kind}.{column.field}": column.heading
    for column in reversed(COLUMNS)
    for kind in (("entry", "item") if column.of == BOTH else (column.of,))
    if column.field
}


def open_sheet(landed: Landed) -> Source:
    """The entries of a workbook or CSV file; raises BadInput or TooLarge for a file as a whole."""
    grids = open_grids(landed)
    grid, header = find_header(grids)
    reader = _SheetReader(grid, header)
    source = Source("sheet", total=0, _entries=lambda: reader.read(source))
    source.notes = list(_notes(grids, grid, header))
    return source


def _notes(grids: Sequence[Grid], grid: Grid, header: Header) -> Iterator[dict[str, Any]]:
    yield {"code": "sheet_read", "facts": {"sheet": grid.name, "row": header.row}}
    others = [one.name for one in grids if one is not grid and one.visible and one.name not in OTHER_SHEETS]
    hidden = [one.name for one in grids if not one.visible]
    if others:
        yield {"code": "sheets_left_out", "facts": {"sheets": "、".join(others[:10])}}
    if hidden:
        yield {"code": "hidden_sheets_left_out", "facts": {"sheets": "、".join(hidden[:10])}}
    if header.unknown:
        yield {"code": "headings_unknown", "facts": {"headings": "、".join(header.unknown[:20])}}
    for text, heading in header.guessed.items():
        yield {"code": "heading_guessed", "facts": {"heading": text, "taken": heading}}


class _SheetReader:
    """Walks over the rows and puts the entries together."""

    def __init__(self, grid: Grid, header: Header) -> None:
        self._grid = grid
        self._header = header
        self._places = header.places
        self._width = max(header.places.values()) + 1
        self._meanings = Meanings()
        self._entry_keys = [c.key for c in COLUMNS if c.of == ENTRY and c.key in self._places]
        self._item_keys = [
            c.key for c in COLUMNS if c.of in {ITEM, BOTH} and c.key in self._places and c.key not in _OWN
        ]
        self._remembered: dict[tuple[str | None, ...], tuple[dict[str, Any], list[Fault]]] = {}
        self._by_place = {place: key for key, place in self._places.items()}
        self._marked: dict[int, list[tuple[int, str, str]]] = {}
        for marks, code in ((grid.formulas, "formula_in_cell"), (grid.errors, "error_in_cell")):
            for (row, column), text in marks.items():
                self._marked.setdefault(row, []).append((column - 1, code, text))
        self._shifts: Counter[tuple[str, int]] = Counter()

    def read(self, source: Source) -> Iterator[ReadEntry]:
        """The entries of the sheet; what belongs to none goes to the source."""
        entry: ReadEntry | None = None
        first: list[str | None] = []
        for number, cells, marked in self._rows():
            source.total += 1
            name, label = cells[self._places["name"]], cells[self._places["item"]]
            code = self._cell(cells, "code")
            if not name and not label and not marked and sum(map(bool, cells)) < _FEWEST_SHIFTED:
                continue  # who filled it in, and such lines
            if entry is None or _begins(entry, name, code):
                if not name and not (label and code):
                    source.loose += marked or self._lost(number, cells)
                    continue
                if entry is not None:
                    yield entry
                entry, first = self._begin(number, cells), cells
            else:
                self._compare(entry, number, cells, first)
            entry.remarks += marked
            entry.last_row = number
            self._add_item(entry, number, cells)
        if entry is not None:
            yield entry
        for (heading, offset), count in self._shifts.most_common(1):
            facts = {"column": heading, "offset": abs(offset), "direction": "right" if offset > 0 else "left"}
            source.notes.append({"code": "columns_shifted", "facts": {**facts, "count": count}})

    def _rows(self) -> Iterator[tuple[int, list[str | None], list[Remark]]]:
        """The rows below the heading that hold anything, cut to the known columns, with refused cells."""
        for number, read in self._grid.rows():
            if number <= self._header.row:
                continue
            cells = read[: self._width] + [None] * (self._width - len(read))
            marked = self._take_marked(number, cells) if number in self._marked else []
            if marked or any(cells):
                yield number, cells, marked

    def _cell(self, cells: Sequence[str | None], key: str) -> str:
        place = self._places.get(key)
        return (cells[place] or "") if place is not None else ""

    def _take_marked(self, number: int, cells: list[str | None]) -> list[Remark]:
        """Refuse the formulas and error cells of the row, and read them as empty."""
        found = []
        for place, code, text in self._marked[number]:
            if key := self._by_place.get(place):
                found.append(Remark(code, row=number, column=heading_of(key), value=text[:200]))
                cells[place] = None
        return found

    def _lost(self, number: int, cells: Sequence[str | None]) -> list[Remark]:
        """A row without a resource: refused when it looks like an item, else it is text below the table."""
        label = self._cell(cells, "item")
        if not label or sum(1 for cell in cells if cell) < _FEWEST_SHIFTED:
            return []
        return [Remark("row_without_resource", row=number, column=heading_of("name"), value=label[:200])]

    def _begin(self, number: int, cells: Sequence[str | None]) -> ReadEntry:
        entry = ReadEntry(row=number, last_row=number, columns=HEADINGS)
        faults: list[Fault] = []
        stated = {key: cells[self._places[key]] for key in self._entry_keys}
        entry.fields = self._meanings.fields(stated, faults)
        if "format_class" in stated or "format_type" in stated:
            entry.fields["formats"] = self._meanings.formats(
                stated.get("format_class"), stated.get("format_type"), faults
            )
        if "related" in stated:
            entry.fields["related_codes"] = [
                catalog_code.normalize(one) for one in _codes(stated["related"] or "")
            ]
        if "further" in stated:
            entry.fields["further_classes"] = several(stated["further"] or "")
        entry.classes = tuple(stated.get(key) or "" for key in _CLASSES)
        entry.code = catalog_code.normalize(stated.get("code") or "")
        entry.provider = stated.get("provider") or ""
        entry.uscc = stated.get("uscc") or ""
        item_cells = {key: cells[self._places[key]] for key in self._item_keys}
        self._speak_for_entry(entry, stated, item_cells)
        entry.remarks += [_remark(number, fault) for fault in faults]
        return entry

    def _speak_for_entry(
        self, entry: ReadEntry, stated: Mapping[str, str | None], item_cells: Mapping[str, str | None]
    ) -> None:
        """What the first item says holds for the resource, unless a column of its own says so."""
        for key, own in _SPEAKING.items():
            if key not in item_cells or stated.get(own):
                continue
            found = self._meanings.fields({key: item_cells[key]}, [])
            entry.fields.update(found)
            if key == "sharing" and found:
                entry.states_sharing = False
        _drop_plain_condition(entry.fields)

    def _add_item(self, entry: ReadEntry, number: int, cells: Sequence[str | None]) -> None:
        label = self._cell(cells, "item")
        key = tuple(cells[self._places[key]] for key in self._item_keys)
        known = self._remembered.get(key)
        if known is None:
            faults: list[Fault] = []
            fields = self._meanings.fields(dict(zip(self._item_keys, key, strict=True)), faults)
            _drop_plain_condition(fields)
            if len(self._remembered) > _MOST_REMEMBERED:
                self._remembered.clear()
            known = self._remembered[key] = (fields, faults)
        fields, faults = known
        if faults:
            entry.remarks += self._shift(number, cells, faults) or [
                _remark(number, fault) for fault in faults
            ]
        if not label:
            if any(key) and (entry.items or number > entry.row):
                entry.remarks.append(Remark("item_without_name", row=number, column=heading_of("item")))
            return
        stated = {**fields, "label": label}
        if "column" in self._places and (column := self._cell(cells, "column")):
            stated["name"] = column
        if "description" in self._places:
            stated["description"] = self._cell(cells, "description")
        entry.items.append(ReadItem(stated, row=number))

    def _compare(
        self, entry: ReadEntry, number: int, cells: Sequence[str | None], first: Sequence[str | None]
    ) -> None:
        """Later rows repeat the resource or leave it empty; anything else is a contradiction."""
        for key in self._entry_keys:
            place = self._places[key]
            if cells[place] and cells[place] != first[place] and key != "number":
                entry.remarks.append(
                    Remark(
                        "differs_from_first_row",
                        row=number,
                        column=heading_of(key),
                        value=str(cells[place])[:200],
                        facts={"first": str(first[place] or "")[:80], "first_row": entry.row},
                    )
                )

    def _shift(self, number: int, cells: Sequence[str | None], faults: Sequence[Fault]) -> list[Remark]:
        """Whether the values of the row stand beside their columns; one remark then, in place of many."""
        if len(faults) < _FEWEST_SHIFTED - 1:
            return []
        keys = [key for key in _TELLING if key in self._places]

        def fitting(offset: int) -> list[str]:
            places = ((key, self._places[key] + offset) for key in keys)
            return [
                key
                for key, place in places
                if 0 <= place < len(cells) and self._meanings.fits(key, cells[place])
            ]

        as_it_stands = fitting(0)
        for offset in _OFFSETS:
            found = [key for key in fitting(offset) if key not in as_it_stands]
            if len(found) >= _FEWEST_SHIFTED:
                heading = heading_of(min(found, key=lambda key: self._places[key]))
                self._shifts[heading, offset] += 1
                direction = "right" if offset > 0 else "left"
                facts = {"offset": abs(offset), "direction": direction}
                place = self._places[next(key for key in found if heading_of(key) == heading)]
                value = str(cells[place] or "")[:200]
                return [Remark("row_shifted", row=number, column=heading, value=value, facts=facts)]
        return []


def _begins(entry: ReadEntry, name: str | None, code: str) -> bool:
    if name and name != entry.name:
        return True
    return bool(code and catalog_code.normalize(code) != entry.code and entry.code)


def _codes(text: str) -> list[str]:
    """Catalog codes contain a slash, which otherwise separates values."""
    return [part.replace("\0", "/") for part in several(text.replace("/", "\0"))]


def _drop_plain_condition(fields: dict[str, Any]) -> None:
    """Unconditional sharing has no condition; the guide has people write 无条件 there."""
    if fields.get("sharing_type") == "unconditional" and fields.get("sharing_condition") in {"无条件", "无"}:
        fields["sharing_condition"] = ""


def _remark(number: int, fault: Fault) -> Remark:
    key, code, value, facts = fault
    return Remark(code, row=number, column=BY_KEY[key].heading, value=value[:200], facts=facts)
