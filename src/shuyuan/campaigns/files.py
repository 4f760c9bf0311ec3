"""Editions and responsibility lists as files: workbooks with maker and time, and an archive of all lists."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from tempfile import TemporaryFile
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZipFile

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from shuyuan.campaigns.duties import list_duties
from shuyuan.campaigns.lists import DutyList
from shuyuan.campaigns.models import Edition, ResponsibilityList
from shuyuan.catalog.guide import SHARING_TYPES, Cycle
from shuyuan.papers.uploads import stored_path
from shuyuan.web.columns import Column
from shuyuan.workbooks.services import export_workbook

_SHARING = dict(SHARING_TYPES)
_CYCLES = dict(Cycle.choices)

#: One row for each item; `row` is (line, snapshot, item).
_COLUMNS = (
    Column("code", gettext_lazy("Code"), value=lambda row: row[0].code),
    Column("name", gettext_lazy("Name"), value=lambda row: row[0].name),
    Column("provider", gettext_lazy("Provider"), value=lambda row: row[0].provider.name),
    Column("version", gettext_lazy("Version"), value=lambda row: row[1]["version"], number=True),
    Column("class", gettext_lazy("Class"), value=lambda row: (row[1].get("class") or {}).get("name", "")),
    Column("abstract", gettext_lazy("Abstract"), value=lambda row: row[1]["entry"]["abstract"]),
    Column("cycle", gettext_lazy("Update cycle"), value=lambda row: _CYCLES.get(row[0].update_cycle, "")),
    Column("sharing", gettext_lazy("Sharing type"), value=lambda row: _SHARING[row[0].sharing_type]),
    Column(
        "condition", gettext_lazy("Sharing condition"), value=lambda row: row[1]["entry"]["sharing_condition"]
    ),
    Column("is_open", gettext_lazy("Open to the public"), value=lambda row: row[0].is_open),
    Column("item", gettext_lazy("Item"), value=lambda row: row[2]["label"]),
    Column("column", gettext_lazy("Column"), value=lambda row: row[2]["name"]),
    Column("type", gettext_lazy("Data type"), value=lambda row: row[2]["data_type"]),
    Column("length", gettext_lazy("Length"), value=lambda row: row[2]["length"] or "", number=True),
    Column("key", gettext_lazy("Key"), value=lambda row: row[2]["is_key"]),
    Column(
        "item_sharing",
        gettext_lazy("Sharing type of the item"),
        value=lambda row: _SHARING[row[2]["sharing_type"] or row[0].sharing_type],
    ),
)


def edition_workbook(edition: Edition, *, maker: str, at: datetime) -> IO[bytes]:
    """The edition, one row for each item, from the versions that it holds."""
    stream = TemporaryFile()  # noqa: SIM115 the response closes it
    export_workbook(
        _item_rows(edition),
        _COLUMNS,
        stream,
        title=_("Master catalog %(edition)s") % {"edition": edition.name},
        subtitle=_("Published on %(day)s") % {"day": edition.published_at.date().isoformat()},
        footer=_footer(maker, at),
    )
    stream.seek(0)
    return stream


def duty_workbook(one: ResponsibilityList, *, maker: str, at: datetime) -> IO[bytes]:
    """A department's responsibility list, one row for each item."""
    stream = TemporaryFile()  # noqa: SIM115 the response closes it
    number = f" · {one.paper.number}" if one.paper else ""
    export_workbook(
        list_duties(one),
        DutyList.columns,
        stream,
        title=f"{one.department.name} {_('Responsibility list')}",
        subtitle=_("Edition %(edition)s") % {"edition": one.edition.name} + number,
        footer=_footer(maker, at),
    )
    stream.seek(0)
    return stream


def archive(lists: Iterable[ResponsibilityList], *, maker: str, at: datetime) -> IO[bytes]:
    """The issued paper (where there is one) and the workbook of each department."""
    stream = TemporaryFile()  # noqa: SIM115 the response closes it
    with ZipFile(stream, "w", ZIP_DEFLATED) as packed:
        for one in lists:
            folder = f"{one.department.code} {one.department.name}".replace("/", "_")
            if one.paper is not None:
                packed.write(stored_path(one.paper.pdf_stored_as), f"{folder}/{one.paper.number}.pdf")
                packed.write(stored_path(one.paper.word_stored_as), f"{folder}/{one.paper.number}.docx")
            with duty_workbook(one, maker=maker, at=at) as book:
                packed.writestr(f"{folder}/{one.edition.name}.xlsx", book.read())
    stream.seek(0)
    return stream


def _item_rows(edition: Edition) -> Iterator[tuple[Any, Any, Any]]:
    lines = edition.lines.select_related("provider", "version").order_by("code")
    for line in lines.iterator(chunk_size=200):
        snapshot = line.version.snapshot
        for item in snapshot["items"]:
            yield line, snapshot, item


def _footer(maker: str, at: datetime) -> list[tuple[str, str]]:
    return [(_("Made by"), maker), (_("Made at"), f"{at:%Y-%m-%d %H:%M}")]
