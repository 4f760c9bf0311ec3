"""What other rooms and the pages ask of workbooks; every write is one transaction with one audit entry."""

from collections.abc import Iterable, Sequence
from typing import IO, Any

from django.db.models import QuerySet

from shuyuan.catalog.models import Entry
from shuyuan.web.columns import Column
from shuyuan.workbooks.export import write_entries, write_table

__all__ = ["export_catalog", "export_workbook"]


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


def export_catalog(
    entries: QuerySet[Entry] | Iterable[Entry], stream: IO[bytes], *, merged: bool = False
) -> int:
    """Write entries in the columns of the national template, one row for each item; gives the rows."""
    return write_entries(entries, stream, merged=merged)
