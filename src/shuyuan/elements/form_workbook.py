"""The result of checking a form as a workbook: what the platform has, what remains to be asked."""

import tempfile
from collections.abc import Sequence
from typing import Any

import xlsxwriter
from django.http import FileResponse, HttpResponseBase
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from shuyuan.catalog.guide import SHARING_TYPES
from shuyuan.elements.models import FormCheck
from shuyuan.elements.supply import FieldAnswer
from shuyuan.elements.wording import certainty, grounds_words
from shuyuan.web.exports import XLSX_TYPE

_TYPES = dict(SHARING_TYPES)
_TITLE_ROWS = 3


def write_workbook(check: FormCheck, answers: Sequence[FieldAnswer], *, base: str) -> HttpResponseBase:
    """Two sheets: fields that the platform has, and fields that are still asked; nothing is calculated."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 FileResponse closes it
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(file, options)
    had = [answer for answer in answers if not answer.must_ask]
    asked = [answer for answer in answers if answer.must_ask]
    _sheet(book, _("Not to be asked"), check, had, base)
    _sheet(book, _("Still to be asked"), check, asked, base)
    book.close()
    file.seek(0)
    response = FileResponse(
        file, as_attachment=True, filename=f"form-{check.pk}.xlsx", content_type=XLSX_TYPE
    )
    response["Cache-Control"] = "no-store"
    return response


def _sheet(book: Any, title: str, check: FormCheck, answers: Sequence[FieldAnswer], base: str) -> None:
    sheet = book.add_worksheet(title[:31])
    bold = book.add_format({"bold": True, "font_size": 14})
    head = book.add_format({"bold": True, "bg_color": "#E8F0FA", "border": 1, "border_color": "#C6CED8"})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(_TITLE_ROWS)
    sheet.freeze_panes(_TITLE_ROWS + 1, 1)
    sheet.write_string(0, 0, f"{check.name} · {title}", bold)
    made = timezone.localtime(check.made_at)
    author = str(check.made_by.person) if check.made_by else ""
    sheet.write_string(1, 0, f"{check.department} · {author} · {made:%Y-%m-%d %H:%M}")
    heads = _heads()
    for column, (label, width) in enumerate(heads):
        sheet.set_column(column, column, width)
        sheet.write_string(_TITLE_ROWS, column, label, head)
    for row, answer in enumerate(answers, start=_TITLE_ROWS + 1):
        for column, text in enumerate(_cells(answer, base)):
            sheet.write_string(row, column, text, wrapped)


def _heads() -> list[tuple[str, int]]:
    return [
        (_("Field"), 24),
        (_("Data element"), 20),
        (_("How sure"), 12),
        (_("Why"), 30),
        (_("Supplied by"), 26),
        (_("Entry"), 30),
        (_("Sharing type"), 12),
        (_("Law that orders to ask"), 24),
        (_("How to get it"), 44),
    ]


def _cells(answer: FieldAnswer, base: str) -> list[str]:
    best = answer.best
    entry = best.binding.entry if best else None
    return [
        answer.label,
        answer.element.name if answer.element else "",
        f"{certainty(answer.score)} ({answer.score})" if answer.element else "",
        grounds_words(answer.grounds),
        entry.provider.name if entry else "",
        f"{entry.code} {entry.name}" if entry else "",
        str(_TYPES[best.sharing_type]) if best else "",
        answer.basis,
        base + _request_address(entry.path) if entry else "",
    ]


def _request_address(path: str) -> str:
    """Where the entry is asked for; the room that takes requests stands above this one."""
    try:
        return reverse("sharing:new", args=[path])
    except NoReverseMatch:
        return ""
