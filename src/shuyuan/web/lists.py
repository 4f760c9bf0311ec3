"""
One grammar for all lists: columns, filters, sorting, column choice, pages and export, all kept in the URL.

A view configures a subclass of `Listing`, gives it a query set that holds only what the actor may see, and
returns `respond(…)`; the template of the page says `{% listing page %}`.

    class BatchList(Listing):
        name = "batches"
        columns = (
            Column("file", _("File"), value="file_name", href=lambda batch: batch.address, main=True),
            Column("received", _("Received"), value="received_at", sort="received_at"),
        )
        filters = (
            Text("q", _("File"), ("file_name__icontains",)),
            Choice("state", _("State"), State.choices),
        )
        sort = "-received"

    def batches(request):
        return BatchList(request, selectors.list_batches(request.actor)).respond("collection/batches.html")
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.functional import cached_property

from shuyuan.kernel.errors import BadInput
from shuyuan.web.columns import Column
from shuyuan.web.exports import export
from shuyuan.web.filters import Choice, Dates, Filter, Text
from shuyuan.web.pages import COUNT_LIMIT, Header, Page

__all__ = ["Choice", "Column", "Dates", "Listing", "Text"]

#: Rows before the first of a page; further back only filters lead.
OFFSET_LIMIT = 100_000
FORMATS = ("csv", "xlsx")


class Listing:
    """What one list shows. Subclasses set the class attributes; `name` is unique on the page.

    `sort` names the column by which the list is sorted at first, with a minus for descending; without it
    the order of the query set stays. `is_wide` says that rows hold much more than the list shows: then the
    database sorts keys, and reads only the rows of the page. `on_export` is called with the format before
    rows leave, for the audit trail.
    """

    name: ClassVar[str]
    columns: ClassVar[Sequence[Column]]
    filters: ClassVar[Sequence[Filter]] = ()
    sort: ClassVar[str] = ""
    per_page: ClassVar[int] = 30
    empty: ClassVar[Any] = ""
    exportable: ClassVar[bool] = True
    is_wide: ClassVar[bool] = False
    also: ClassVar[Sequence[tuple[Any, str, Sequence[Any]]]] = ()

    def __init__(
        self,
        request: HttpRequest,
        rows: QuerySet[Any] | Sequence[Any],
        *,
        on_export: Callable[[str], None] | None = None,
    ) -> None:
        self.request = request
        self.rows = rows
        self.on_export = on_export

    def respond(self, template: str, context: dict[str, Any] | None = None) -> HttpResponseBase:
        """The whole page; only the list when htmx asks for it; a file with `?export=csv` or `xlsx`.

        Raises BadInput for a filter, column, sort order or page that does not exist.
        """
        wanted = self.request.GET.get("export")
        if wanted and self.exportable:
            return self._export(wanted)
        page = self.page()
        if self.request.headers.get("HX-Target") == page.target:
            return render(self.request, "web/components/list.html", {"page": page})
        return render(self.request, template, {**(context or {}), "page": page})

    def page(self) -> Page:
        """The rows of the URL's page, ready for `{% listing page %}`: two queries, three for wide rows."""
        number = self._number()
        first = (number - 1) * self.per_page
        found = self._read(first, first + self.per_page + 1)
        rows = found[: self.per_page]
        return Page(
            listing=self,
            number=number,
            rows=[[column.cell(row, self.request) for column in self.shown] for row in rows],
            has_next=len(found) > self.per_page,
            count=self._count(first, len(found)),
        )

    @cached_property
    def shown(self) -> list[Column]:
        """The columns that the URL chooses (`?columns=a&columns=b`), else the default ones."""
        chosen = self.request.GET.getlist("columns")
        unknown = set(chosen) - {column.name for column in self.columns}
        if unknown:
            raise BadInput("no such column", code="unknown_column", columns=sorted(unknown))
        return [column for column in self.columns if (column.name in chosen if chosen else column.default)]

    @cached_property
    def sorting(self) -> str:
        """The column that sorts, with a minus for descending; raises BadInput for one that cannot."""
        given = self.request.GET.get("sort") or self.sort
        if given and not any(
            column.name == given.removeprefix("-") and column.sort for column in self.columns
        ):
            raise BadInput("not a sort order", code="unknown_sort", sort=given)
        return given

    @cached_property
    def filtered(self) -> QuerySet[Any] | Sequence[Any]:
        """The rows that pass every filter of the URL; a plain sequence is not filtered."""
        rows = self.rows
        if isinstance(rows, QuerySet):
            for one in self.filters:
                rows = one.apply(rows, self.request.GET)
        return rows

    @cached_property
    def ordered(self) -> QuerySet[Any] | Sequence[Any]:
        """The filtered rows in the order of the URL; the key decides between equals, so no pages overlap."""
        rows = self.filtered
        if not isinstance(rows, QuerySet) or not self.sorting:
            return rows
        column = next(column for column in self.columns if column.name == self.sorting.removeprefix("-"))
        minus = "-" if self.sorting.startswith("-") else ""
        return rows.order_by(f"{minus}{column.sort}", f"{minus}pk")

    @property
    def headers(self) -> Iterator[Header]:
        """The heads of the shown columns with the address that sorts by them."""
        for column in self.shown:
            state, target = "", column.name
            if self.sorting.removeprefix("-") == column.name:
                state = "descending" if self.sorting.startswith("-") else "ascending"
                target = column.name if state == "descending" else f"-{column.name}"
            yield Header(column, state, self.url(sort=target, page=None) if column.sort else "")

    def url(self, **changes: Any) -> str:
        """This list's address with some parameters changed; None takes one out."""
        query = self.request.GET.copy()
        for name, value in changes.items():
            query.pop(name, None)
            if value is not None:
                query[name] = str(value)
        return f"?{query.urlencode()}"

    def _read(self, first: int, end: int) -> list[Any]:
        if not self.is_wide or not isinstance(self.ordered, QuerySet):
            return list(self.ordered[first:end])
        keys = list(self.ordered.values_list("pk", flat=True)[first:end])
        rows = {row.pk: row for row in self.ordered.order_by().filter(pk__in=keys)}
        return [rows[key] for key in keys if key in rows]

    def _number(self) -> int:
        given = self.request.GET.get("page", "1")
        if not given.isdecimal() or not 1 <= int(given) <= OFFSET_LIMIT // self.per_page:
            raise BadInput("no such page", code="unknown_page", page=given)
        return int(given)

    def _count(self, first: int, found: int) -> int | None:
        """How many rows there are; None for more than `COUNT_LIMIT`, without counting them all."""
        if found <= self.per_page and (found or not first):
            return first + found
        rows = self.filtered
        if isinstance(rows, QuerySet):
            count = rows.order_by().values("pk")[: COUNT_LIMIT + 1].count()
        else:
            count = len(rows)
        return count if count <= COUNT_LIMIT else None

    def _export(self, wanted: str) -> HttpResponse | HttpResponseBase:
        if wanted not in FORMATS:
            raise BadInput("no such export format", code="unknown_format", format=wanted)
        if self.on_export:
            self.on_export(wanted)
        return export(self.name, wanted, [c for c in self.shown if c.exported], self.ordered)
