"""Reading what departments send: CSV, XLSX and Parquet, checked before anything is parsed."""

from shuyuan.engine.landing import Landed
from shuyuan.engine.readers.source import FileKind, Note, PreviewRow, SourceTable

__all__ = ["FileKind", "Limits", "Note", "PreviewRow", "SourceTable", "open_file"]
from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """How much a file may hold before it is refused."""

    columns: int = 500
    line_bytes: int = 1 << 20
    unpacked_bytes: int = 2 << 30
    unpacked_ratio: int = 200
    archive_entries: int = 2_000


def open_file(landed: Landed, *, limits: Limits = Limits(), sheet: str | None = None) -> SourceTable:
    """The table in a landed file; raises BadInput or TooLarge with the place, the cause and the remedy."""
    raise NotImplementedError
