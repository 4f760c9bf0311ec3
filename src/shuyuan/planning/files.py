"""The compiled plans as a workbook: construction plan and fund plan, one sheet each."""

from collections.abc import Sequence
from datetime import datetime
from tempfile import TemporaryFile
from typing import IO, Any

import xlsxwriter
from django.utils.translation import gettext as _

from shuyuan.planning.models import CompiledLine, CompiledPlan
from shuyuan.projects.money import WAN

_A4 = 9
_CELL = {"border": 1, "text_wrap": True, "valign": "vcenter"}
_WIDTHS = {0: 8, 1: 20, 2: 40, 3: 26, 11: 60}


def compiled_workbook(edition: CompiledPlan, *, maker: str, at: datetime) -> IO[bytes]:
    """Both plans with maker and time; no cell can become a formula, amounts are numbers in 万元."""
    stream = TemporaryFile()  # noqa: SIM115 the response closes it
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(stream, options)
    lines = list(edition.lines.order_by("position"))
    about = _("Edition %(name)s · made by %(maker)s at %(at)s") % {
        "name": edition.name,
        "maker": maker,
        "at": f"{at:%Y-%m-%d %H:%M}",
    }
    _construction(book, lines, about)
    _funds(book, lines, edition, about)
    book.close()
    stream.seek(0)
    return stream


def _construction(book: Any, lines: Sequence[CompiledLine], about: str) -> None:
    heads = [
        _("Priority"), _("Number"), _("Name"), _("Unit"), _("Kind"), _("Funding mode"), _("Stage"),
        _("Standby"), _("Planned start"), _("Planned end"), _("Amount (ten thousand yuan)"),
        _("Purpose of the project"),
    ]  # fmt: skip
    rows = [
        [
            line.position, line.number, line.name, line.unit_name, line.get_kind(), line.get_mode(),
            line.get_stage(), _("yes") if line.is_standby else _("no"),
            line.starts_on.isoformat() if line.starts_on else "",
            line.ends_on.isoformat() if line.ends_on else "",
            line.planned_fen / WAN, line.purpose,
        ]
        for line in lines
    ]  # fmt: skip
    total = sum(line.planned_fen for line in lines) / WAN
    rows.append(["", "", _("Total"), *[""] * 7, total, ""])
    _sheet(book, _("Yearly construction plan"), heads, rows, about)


def _funds(book: Any, lines: Sequence[CompiledLine], edition: CompiledPlan, about: str) -> None:
    years = sorted({year for line in lines for year in line.years} | {str(edition.year)})
    heads = [
        _("Priority"), _("Number"), _("Name"), _("Unit"), _("Funding mode"),
        _("Amount (ten thousand yuan)"),
        *(_("Needed in %(year)s (ten thousand yuan)") % {"year": year} for year in years),
    ]  # fmt: skip
    rows: list[list[Any]] = [
        [
            line.position, line.number, line.name, line.unit_name, line.get_mode(), line.planned_fen / WAN,
            *(line.years.get(year, 0) / WAN for year in years),
        ]
        for line in lines
    ]  # fmt: skip
    sums = [sum(line.years.get(year, 0) for line in lines) / WAN for year in years]
    rows.append(["", "", _("Total"), "", "", sum(line.planned_fen for line in lines) / WAN, *sums])
    _sheet(book, _("Fund plan"), heads, rows, about)


def _sheet(book: Any, name: str, heads: Sequence[str], rows: Sequence[Sequence[Any]], about: str) -> None:
    """One plan: its name, where it comes from, the heads on every printed page, the total as the last row."""
    sheet = book.add_worksheet(name)
    title = book.add_format({"bold": True, "font_size": 16})
    head = book.add_format({**_CELL, "bold": True, "bg_color": "#E8F0FA", "align": "center"})
    formats = {
        is_total: (
            book.add_format({**_CELL, "bold": is_total}),
            book.add_format({**_CELL, "bold": is_total, "num_format": "#,##0.00####"}),
        )
        for is_total in (False, True)
    }
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&C&P / &N")
    sheet.write_string(0, 0, name, title)
    sheet.write_string(1, 0, about)
    sheet.freeze_panes(3, 3)
    sheet.repeat_rows(2)
    sheet.autofilter(2, 0, 1 + len(rows), len(heads) - 1)
    for place, label in enumerate(heads):
        sheet.set_column(place, place, _WIDTHS.get(place, 14))
        sheet.write_string(2, place, str(label), head)
    for number, row in enumerate(rows, 3):
        plain, money = formats[number == 2 + len(rows)]
        for place, value in enumerate(row):
            if isinstance(value, str):
                sheet.write_string(number, place, value[:32767], plain)
            else:
                sheet.write_number(number, place, value, money if isinstance(value, float) else plain)
