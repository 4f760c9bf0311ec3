"""One page of a list, ready for its template."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.urls import reverse

from shuyuan.web.columns import Cell, Column
from shuyuan.web.filters import Filter

if TYPE_CHECKING:
    from shuyuan.web.lists import Listing

#: Up to this many rows are counted; beyond it the page says "more than".
COUNT_LIMIT = 10_000


@dataclass(frozen=True)
class Header:
    """The head of a column: `state` ascending, descending or ''; `href` sorts by it, if it can."""

    column: Column
    state: str
    href: str


@dataclass(frozen=True)
class FilterField:
    """A filter with what the URL gave it."""

    filter: Filter
    value: str = ""
    start: str = ""
    end: str = ""


@dataclass(frozen=True)
class Page:
    """The cells of a page and everything around them. `count` is None beyond `COUNT_LIMIT`."""

    listing: "Listing"
    number: int
    rows: Sequence[Sequence[Cell]]
    has_next: bool
    count: int | None
    limit: int = COUNT_LIMIT

    @property
    def target(self) -> str:
        """The id of the list on the page, which htmx replaces."""
        return f"list-{self.listing.name}"

    @property
    def fields(self) -> Iterator[FilterField]:
        """The filters with their present values."""
        for one in self.listing.filters:
            yield FilterField(one, **one.values(self.listing.request.GET))

    @property
    def is_filtered(self) -> bool:
        """Whether the URL narrows the list."""
        return any(field.value or field.start or field.end for field in self.fields)

    @property
    def kept(self) -> Iterator[tuple[str, str]]:
        """Parameters that are not filters and must survive a change of filters."""
        query = self.listing.request.GET
        for name in ("sort", "columns"):
            yield from ((name, value) for value in query.getlist(name))

    @property
    def kept_for_columns(self) -> Iterator[tuple[str, str]]:
        """Parameters that must survive a change of columns."""
        query = self.listing.request.GET
        for name in query:
            if name not in {"columns", "page", "export"}:
                yield from ((name, value) for value in query.getlist(name))

    @property
    def choices(self) -> Iterator[tuple[Column, bool]]:
        """Every column, and whether it is shown."""
        for column in self.listing.columns:
            yield column, column in self.listing.shown

    @property
    def cleared(self) -> str:
        """The address without any filter."""
        return self.listing.request.path

    @property
    def previous_href(self) -> str:
        """The page before, '' on the first."""
        return self.listing.url(page=self.number - 1) if self.number > 1 else ""

    @property
    def next_href(self) -> str:
        """The page after, '' on the last."""
        return self.listing.url(page=self.number + 1) if self.has_next else ""

    @property
    def csv_href(self) -> str:
        """The list as it is filtered and shown, as CSV."""
        return self.listing.url(export="csv", page=None)

    @property
    def xlsx_href(self) -> str:
        """The same as a workbook."""
        return self.listing.url(export="xlsx", page=None)

    @property
    def also(self) -> Iterator[tuple[Any, str]]:
        """Further exports of the list as it is filtered and sorted."""
        query = self.listing.url(page=None, columns=None)
        for label, name, arguments in self.listing.also:
            yield label, reverse(name, args=arguments) + query

    @property
    def first(self) -> int:
        """The number of the first row on this page, counted from 1."""
        return (self.number - 1) * self.listing.per_page + 1

    @property
    def last(self) -> int:
        """The number of the last row on this page."""
        return self.first + len(self.rows) - 1

    @property
    def any_href(self) -> Any:
        """Whether there is another page at all."""
        return self.previous_href or self.next_href
