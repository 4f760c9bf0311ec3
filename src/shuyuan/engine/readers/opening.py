"""Which reader a landed file needs: its bytes and its name must agree."""

from pathlib import Path

from shuyuan.engine.landing import Landed
from shuyuan.engine.readers.columnar import ColumnarSource
from shuyuan.engine.readers.delimited import DelimitedSource
from shuyuan.engine.readers.limits import DEFAULT_LIMITS, Limits
from shuyuan.engine.readers.source import FileKind, SourceTable
from shuyuan.engine.readers.workbook import WorkbookSource
from shuyuan.kernel.errors import BadInput, Unavailable

EXTENSIONS = {
    "csv": FileKind.DELIMITED,
    "txt": FileKind.DELIMITED,
    "tsv": FileKind.DELIMITED,
    "xlsx": FileKind.WORKBOOK,
    "parquet": FileKind.COLUMNAR,
}

#: First bytes of files that are none of the three, with what they are.
_FOREIGN = {
    b"\xd0\xcf\x11\xe0": "old_or_encrypted_workbook",
    b"%PDF": "pdf",
    b"\x1f\x8b": "gzip",
    b"Rar!": "rar",
    b"7z\xbc\xaf": "7z",
    b"BZh": "bzip2",
    b"\x28\xb5\x2f\xfd": "zstandard",
    b"SQLite format 3": "sqlite",
    b"\x89PNG": "image",
    b"\xff\xd8\xff": "image",
}
_MARKUP = (b"<!doctype", b"<html", b"<?xml", b"<table", b"<workbook")
_PARQUET, _ZIP = b"PAR1", b"PK\x03\x04"


def open_file(landed: Landed, *, limits: Limits = DEFAULT_LIMITS, sheet: str | None = None) -> SourceTable:
    """The table in a landed file, after all checks that need no rules of an entry.

    `sheet` chooses one of a workbook. Raises BadInput or TooLarge whose facts name place and remedy; the
    codes are listed in the decision record on ingest.
    """
    kind = EXTENSIONS.get(landed.extension)
    if kind is None:
        raise BadInput(
            f"files called .{landed.extension} are not read",
            code="extension_unknown",
            extension=landed.extension,
            known=sorted(EXTENSIONS),
            remedy="save_as_csv",
        )
    if not landed.path.exists():
        raise Unavailable("the landed file is gone", code="landing_failed", remedy="tell_operator")
    _must_agree(landed.path, kind)
    source: SourceTable
    if kind is FileKind.WORKBOOK:
        source = WorkbookSource(landed.path, limits, sheet)
    elif kind is FileKind.COLUMNAR:
        source = ColumnarSource(landed.path, limits)
    else:
        source = DelimitedSource(landed.path, limits)
    if not source.preview(1):
        raise BadInput("there is a header but no row", code="no_rows", remedy="export_again")
    return source


def _must_agree(path: Path, kind: FileKind) -> None:
    """Name and bytes say the same, and the file has its end."""
    with path.open("rb") as stream:
        head = stream.read(16)
        stream.seek(max(0, path.stat().st_size - len(_PARQUET)))
        tail = stream.read()
    foreign = next((name for magic, name in _FOREIGN.items() if head.startswith(magic)), None)
    if foreign is None and head.lstrip(b"\xef\xbb\xbf \r\n\t").lower().startswith(_MARKUP):
        foreign = "markup"
    actual = {_PARQUET: FileKind.COLUMNAR, _ZIP: FileKind.WORKBOOK}.get(head[:4], FileKind.DELIMITED)
    if foreign or actual is not kind:
        raise BadInput(
            f"the file is called .{kind} but holds {foreign or actual}",
            code="extension_and_content_differ",
            extension=kind.value,
            content=foreign or actual.value,
            remedy="save_as_xlsx" if foreign == "old_or_encrypted_workbook" else "check_file",
        )
    if kind is FileKind.COLUMNAR and (tail != _PARQUET or path.stat().st_size < 2 * len(_PARQUET)):
        raise BadInput("the end of the file is missing", code="file_truncated", remedy="send_again")
