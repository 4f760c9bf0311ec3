"""Reads a list of form fields from what people type, paste or send as TXT, CSV or XLSX."""

import csv
import io
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from django.core.files.uploadedfile import UploadedFile

from shuyuan.engine.landing import land
from shuyuan.engine.readers import Limits, open_file
from shuyuan.kernel.errors import BadInput

Field = tuple[str, str]

_LARGEST = 5 * 1024 * 1024
_LIMITS = Limits(columns=500, rows=5000, cells=200_000, unpacked_bytes=64 << 20, archive_entries=200)
#: Heads of the column that holds the names of the fields, and of the one that holds the law.
_HEADS = frozenset(
    {"字段", "字段名", "字段名称", "填写项", "表单项", "名称", "信息项", "field", "fields", "label", "name"}
)
_BASES = frozenset({"依据", "法律依据", "采集依据", "basis", "law"})
_SEPARATORS = ("|", "｜", "\t")


def read_text(text: str) -> list[Field]:
    """One field in each line; what stands behind a bar or a tab is the law that orders to ask it."""
    return [field for line in text.splitlines() if (field := _line(line))[0]]


def read_upload(upload: UploadedFile) -> list[Field]:
    """The fields in a file; BadInput for what is no list, TooLarge for what is too large."""
    name = (upload.name or "").lower()
    if name.endswith(".xlsx"):
        return _table(_workbook_rows(upload))
    if name.endswith((".txt", ".csv")):
        text = _decode(upload.read(_LARGEST))
        return read_text(text) if name.endswith(".txt") else _table(list(csv.reader(io.StringIO(text))))
    extension = name.rpartition(".")[2]
    raise BadInput(
        "not a list",
        code="extension_unknown",
        extension=extension,
        known=["csv", "txt", "xlsx"],
        remedy="save_as_csv",
    )


def _line(line: str) -> Field:
    for separator in _SEPARATORS:
        label, found, basis = line.partition(separator)
        if found:
            return label.strip(), basis.strip()
    return line.strip(), ""


def _decode(content: bytes) -> str:
    if b"\0" in content:
        raise BadInput("bytes that are no text", code="unreadable_list")
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise BadInput("no encoding fits", code="unreadable_list")


def _workbook_rows(upload: UploadedFile) -> list[Sequence[str]]:
    with TemporaryDirectory() as folder:
        landed = land(upload.file, Path(folder), filename=upload.name or "", limit_bytes=_LARGEST)
        table = open_file(landed, limits=_LIMITS)
        rows = [tuple(value or "" for value in row.values) for row in table.preview(_LIMITS.rows)]
        return [table.columns, *rows]


def _table(rows: Sequence[Sequence[str]]) -> list[Field]:
    """The column with the names of the fields; a single column is one; otherwise the heads are the fields."""
    filled = [[cell.strip() for cell in row] for row in rows if any(cell.strip() for cell in row)]
    if not filled:
        return []
    head = [cell.lower() for cell in filled[0]]
    place = next((number for number, cell in enumerate(head) if cell in _HEADS), None)
    law = next((number for number, cell in enumerate(head) if cell in _BASES), None)
    if place is not None:
        return [(_cell(row, place), _cell(row, law)) for row in filled[1:] if _cell(row, place)]
    if max(len(row) for row in filled) == 1:
        return [(row[0], "") for row in filled]
    return [(cell, "") for cell in filled[0] if cell]


def _cell(row: Sequence[str], place: int | None) -> str:
    return row[place] if place is not None and place < len(row) else ""
