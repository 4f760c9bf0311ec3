"""A column of a list: how its cell looks on the page, and what stands in an exported file."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import formats, timezone
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

#: A longer one breaks where it must.
_LONGEST_WHOLE = 20
#: A number as papers and projects have it, 焦信项〔2026〕12号.
_PAPER_NUMBER = re.compile(r"\S{1,6}〔\d{4}〕\d{1,6}号")


@dataclass(frozen=True)
class Cell:
    """One cell as the table shows it."""

    column: "Column"
    html: SafeString


@dataclass(frozen=True)
class Column:
    """One column.

    `value` is a path of attributes ("provider.name") or a function of the row; the column's name by
    default. `template` draws the cell from `row` and `value`; `href` makes a link of it. `sort` is the
    field of the query set that sorts by it. `main` heads a row's card on phones, `number` aligns to the
    right, `default=False` is shown only when chosen, `exported=False` never gets into a file (buttons).
    """

    name: str
    label: Any
    value: str | Callable[[Any], Any] = ""
    template: str = ""
    href: Callable[[Any], str] | None = None
    sort: str = ""
    number: bool = False
    main: bool = False
    default: bool = True
    exported: bool = True

    def of(self, row: Any) -> Any:
        """The value of a row, before it is made text."""
        if callable(self.value):
            return self.value(row)
        value = row
        for part in (self.value or self.name).split("."):
            value = getattr(value, part) if value is not None else None
            value = value() if callable(value) else value
        return value

    def text(self, row: Any) -> Any:
        """The value for a file: numbers of number columns as they are, everything else as text."""
        value = self.of(row)
        if self.number and isinstance(value, int | float) and not isinstance(value, bool):
            return value
        return as_text(value)

    def cell(self, row: Any, request: HttpRequest) -> Cell:
        """The cell of a row, escaped unless the value is safe already."""
        value = self.of(row)
        if self.template:
            context = {"row": row, "value": value, "column": self}
            return Cell(self, render_to_string(self.template, context, request))
        shown = value if isinstance(value, SafeString) else as_text(value, grouped=self.number)
        html = _whole(shown) if shown != "" else mark_safe("–")
        if self.href and (target := self.href(row)):
            html = format_html('<a href="{}">{}</a>', target, html)
        return Cell(self, html)


@dataclass(frozen=True, kw_only=True)
class BadgeColumn(Column):
    """A standing in words on a badge, whose tone follows from the row; files get the words."""

    tone: Callable[[Any], str]

    def cell(self, row: Any, request: HttpRequest) -> Cell:  # noqa: ARG002 the shape of a column
        """The badge."""
        badge = {"label": self.of(row), "tone": self.tone(row), "icon": ""}
        return Cell(self, render_to_string("web/components/status.html", badge))


def _whole(shown: str) -> SafeString:
    """The text, escaped; a day, a number such as SYS-00001 at its head, or one of a paper is not broken."""
    if _PAPER_NUMBER.fullmatch(shown):
        return format_html('<span class="nowrap">{}</span>', shown)
    head, space, rest = shown.partition(" ")
    if isinstance(shown, SafeString) or "-" not in head or not head.isascii() or len(head) > _LONGEST_WHOLE:
        return conditional_escape(shown)
    if not rest:
        return format_html('<span class="nowrap">{}</span>', head)
    # one element, because a cell on a phone spreads its children over the line
    return format_html('<span><span class="nowrap">{}</span>{}{}</span>', head, space, rest)


def as_text(value: Any, *, grouped: bool = False) -> str:
    """A value as text: days as 2026-11-22, moments in local time, yes and no in words, nothing as ''."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if isinstance(value, datetime):
        local = timezone.localtime(value) if timezone.is_aware(value) else value
        return f"{local:%Y-%m-%d %H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    if grouped and isinstance(value, int | float):
        return formats.number_format(value, use_l10n=True, force_grouping=True)
    return str(value)
