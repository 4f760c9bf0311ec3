"""Editions and responsibility lists as files: workbooks with maker and time, and an archive of all lists."""

from collections.abc import Iterable
from datetime import datetime
from tempfile import TemporaryFile
from typing import IO
from zipfile import ZIP_DEFLATED, ZipFile

from django.utils.translation import gettext as _

from shuyuan.campaigns.duties import list_duties, list_duty_snapshots
from shuyuan.campaigns.lists import DutyList
from shuyuan.campaigns.models import Edition, ResponsibilityList
from shuyuan.papers.uploads import stored_path
from shuyuan.workbooks.services import export_snapshots, export_workbook


def edition_workbook(edition: Edition, *, maker: str, at: datetime) -> IO[bytes]:
    """The edition in the columns of the usual template, from the versions that it holds."""
    stream = TemporaryFile()  # noqa: SIM115 the response closes it
    lines = edition.lines.select_related("version").order_by("code").iterator(chunk_size=200)
    about = [
        (_("Master catalog"), edition.name),
        (_("Published on"), edition.published_at.date().isoformat()),
        *_footer(maker, at),
    ]
    export_snapshots((line.version.snapshot for line in lines), stream, about=about)
    stream.seek(0)
    return stream


def duty_catalog(one: ResponsibilityList, *, maker: str, at: datetime) -> IO[bytes]:
    """What a department has to collect in the columns of the usual template, as it was published."""
    stream = TemporaryFile()  # noqa: SIM115 the response closes it
    about = [
        (_("Responsibility list"), one.department.name),
        (_("Edition"), one.edition.name),
        *([(_("Number"), one.paper.number)] if one.paper else []),
        *_footer(maker, at),
    ]
    export_snapshots(list_duty_snapshots(one), stream, merged=True, about=about)
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
    """The issued paper (where there is one) and the workbooks of each department."""
    stream = TemporaryFile()  # noqa: SIM115 the response closes it
    with ZipFile(stream, "w", ZIP_DEFLATED) as packed:
        for one in lists:
            folder = f"{one.department.code} {one.department.name}".replace("/", "_")
            if one.paper is not None:
                packed.write(stored_path(one.paper.pdf_stored_as), f"{folder}/{one.paper.number}.pdf")
                packed.write(stored_path(one.paper.word_stored_as), f"{folder}/{one.paper.number}.docx")
            with duty_workbook(one, maker=maker, at=at) as book:
                packed.writestr(f"{folder}/{one.edition.name}.xlsx", book.read())
            with duty_catalog(one, maker=maker, at=at) as book:
                packed.writestr(f"{folder}/{_('Catalog columns')} {one.edition.name}.xlsx", book.read())
    stream.seek(0)
    return stream


def _footer(maker: str, at: datetime) -> list[tuple[str, str]]:
    return [(_("Made by"), maker), (_("Made at"), f"{at:%Y-%m-%d %H:%M}")]
