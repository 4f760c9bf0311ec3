"""Finds the heading of a sheet, whatever stands above it, and says which column is which."""

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import islice

from shuyuan.kernel.errors import BadInput
from shuyuan.workbooks.columns import COLUMNS, TemplateColumn, heading_of
from shuyuan.workbooks.export import SHEET
from shuyuan.workbooks.grids import Grid, Row
from shuyuan.workbooks.vocabulary import plain

#: The column that we put in front of a workbook with remarks; read as if it were not there.
RESULT_HEADING = "检查结果"
_LOOKED_AT = 15
_FEWEST = 4

_NAMES: dict[str, TemplateColumn] = {
    plain(name): column for column in COLUMNS for name in (*column.also, column.heading)
}
_FIXED = {plain(column.heading): column for column in COLUMNS}


@dataclass
class Header:
    """The row of the headings and the place of every known column, counted from 0."""

    row: int
    places: dict[str, int] = field(default_factory=dict)
    unknown: list[str] = field(default_factory=list)
    repeated: list[str] = field(default_factory=list)
    guessed: dict[str, str] = field(default_factory=dict)

    @property
    def missing(self) -> list[str]:
        """Headings without which nothing can be read."""
        return [c.heading for c in COLUMNS if c.required and c.key not in self.places]


def find_header(grids: Sequence[Grid]) -> tuple[Grid, Header]:
    """The sheet that holds entries and its header: ours by name, else the visible one that fits best.

    Raises BadInput `no_catalog_header` with the headings that are missing, `header_repeated`.
    """
    visible = [grid for grid in grids if grid.visible]
    named = [grid for grid in visible if grid.name == SHEET]
    best: tuple[Grid, Header] | None = None
    for grid in named or visible:
        header = _best(islice(grid.rows(), _LOOKED_AT))
        if header and (best is None or len(header.places) > len(best[1].places)):
            best = (grid, header)
    if best is None or best[1].missing:
        hidden = [grid.name for grid in grids if not grid.visible]
        raise BadInput(
            "no sheet has the headings",
            code="no_catalog_header",
            missing=best[1].missing if best else [c.heading for c in COLUMNS if c.required],
            sheets=[grid.name for grid in visible][:10],
            hidden=hidden[:10],
            remedy="use_template",
        )
    if best[1].repeated:
        raise BadInput(
            "a heading stands twice",
            code="heading_repeated",
            headings=best[1].repeated,
            sheet=best[0].name,
            row=best[1].row,
        )
    return best


def _best(rows: Iterable[Row]) -> Header | None:
    best: Header | None = None
    above: list[str | None] = []
    for number, cells in rows:
        header = _read(number, cells, above)
        if len(header.places) >= _FEWEST and (best is None or len(header.places) > len(best.places)):
            best = header
        above = cells
    return best


def _read(number: int, cells: Sequence[str | None], above: Sequence[str | None]) -> Header:
    """The row taken as the heading; a cell that it leaves empty may be merged with the one above."""
    header = Header(number)
    for place, cell in enumerate(cells):
        over = above[place] if place < len(above) else None
        column = _column(cell) or (_column(over) if cell is None or cell == over else None)
        if column is None:
            if cell and cell != RESULT_HEADING:
                header.unknown.append(cell[:60])
        elif column.key in header.places:
            header.repeated.append(column.heading)
        else:
            header.places[column.key] = place
    _guess(header, cells)
    return header


def _column(text: str | None) -> TemplateColumn | None:
    bare = plain(text or "")
    return next(
        (
            names[one]
            for one in (bare, bare.removesuffix("必填"))
            for names in (_FIXED, _NAMES)
            if one in names
        ),
        None,
    )


def _guess(header: Header, cells: Sequence[str | None]) -> None:
    """Take a heading with a slip of the pen for the missing column that it comes nearest to."""
    if len(header.places) < _FEWEST:
        return
    for text in list(header.unknown):
        missing = {name: c for name, c in _FIXED.items() if c.key not in header.places}
        close = difflib.get_close_matches(plain(text), missing, n=1, cutoff=0.8)
        if close:
            column = missing[close[0]]
            header.places[column.key] = next(p for p, cell in enumerate(cells) if (cell or "")[:60] == text)
            header.guessed[text] = heading_of(column.key)
            header.unknown.remove(text)
