"""What other rooms and the pages ask of workbooks; every write is one transaction with one audit entry."""

from collections.abc import Iterable, Mapping, Sequence
from typing import IO, Any

from django.db.models import QuerySet

from shuyuan.catalog.models import Entry
from shuyuan.web.columns import Column
from shuyuan.workbooks.export import write_entries, write_table
from shuyuan.workbooks.rows import rows_of, rows_of_snapshots

__all__ = ["export_catalog", "export_snapshots", "export_workbook"]


def export_workbook(
    rows: Iterable[Any],
    columns: Sequence[Column],
    stream: IO[bytes],
    *,
    title: str,
    subtitle: str = "",
    footer: Sequence[tuple[str, str]] = (),
) -> int:
    """Write rows as a titled table; `footer` are pairs such as (制表人, name). Gives the number of rows."""
    return write_table(rows, columns, stream, title=title, subtitle=subtitle, footer=footer)


def export_snapshots(
    snapshots: Iterable[Mapping[str, Any]],
    stream: IO[bytes],
    *,
    merged: bool = False,
    about: Sequence[tuple[str, str]] = (),
) -> int:
    """Write published versions in the columns of the national template, exactly as they were published.

    `about` are pairs such as (制表人, name), which stand on a sheet of their own. Gives the rows.
    """
    return write_entries(rows_of_snapshots(snapshots), stream, merged=merged, about=about)


def export_catalog(
    entries: QuerySet[Entry] | Iterable[Entry], stream: IO[bytes], *, merged: bool = False
) -> int:
    """Write entries in the columns of the national template, one row for each item; gives the rows."""
    return write_entries(rows_of(entries), stream, merged=merged)
