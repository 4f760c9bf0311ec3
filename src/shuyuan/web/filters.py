"""Filters of a list: each reads its own parameters of the URL and narrows the query set."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Protocol

from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils import timezone

from shuyuan.kernel.errors import BadInput


class Filter(Protocol):
    """What a list asks of a filter; `kind` chooses its form field."""

    name: str
    label: Any
    kind: str

    def apply(self, rows: QuerySet[Any], given: QueryDict) -> QuerySet[Any]:
        """The rows that pass; all of them when nothing is given. Raises BadInput `bad_filter`."""

    def values(self, given: QueryDict) -> dict[str, Any]:
        """What the form field shows for the parameters of this URL."""


@dataclass(frozen=True)
class Text:
    """A word that must occur in one of the fields, given as lookups (`name__icontains`)."""

    name: str
    label: Any
    lookups: Sequence[str]
    kind: str = "text"

    def apply(self, rows: QuerySet[Any], given: QueryDict) -> QuerySet[Any]:
        """Rows in which any of the lookups finds the word."""
        word = given.get(self.name, "").strip()
        if not word:
            return rows
        if "\0" in word or len(word) > 100:  # noqa: PLR2004 nobody types more
            raise BadInput("not a search word", code="bad_filter", filter=self.name)
        found = Q()
        for lookup in self.lookups:
            found |= Q(**{lookup: word})
        return rows.filter(found)

    def values(self, given: QueryDict) -> dict[str, Any]:
        """The word."""
        return {"value": given.get(self.name, "")}


@dataclass(frozen=True)
class Choice:
    """
    One of some values: `choices` are (value, label) pairs or a function that gives them.

    Rows whose `field` has the value pass, or what `narrow` leaves of them for it.
    """

    name: str
    label: Any
    choices: Any
    field: str = ""
    narrow: Callable[[QuerySet[Any], str], QuerySet[Any]] | None = None
    kind: str = "choice"

    @property
    def options(self) -> list[tuple[str, Any]]:
        """The pairs, with the values as they stand in a URL."""
        pairs: Callable[[], Any] | Any = self.choices
        return [(str(value), label) for value, label in (pairs() if callable(pairs) else pairs)]

    def apply(self, rows: QuerySet[Any], given: QueryDict) -> QuerySet[Any]:
        """Rows with that value."""
        value = given.get(self.name, "")
        if not value:
            return rows
        if value not in {option for option, _ in self.options}:
            raise BadInput("not one of the choices", code="bad_filter", filter=self.name)
        if self.narrow is not None:
            return self.narrow(rows, value)
        return rows.filter(**{self.field or self.name: value})

    def values(self, given: QueryDict) -> dict[str, Any]:
        """The value that is chosen."""
        return {"value": given.get(self.name, "")}


@dataclass(frozen=True)
class Dates:
    """From one day to another, both included (`<name>_from`, `<name>_to`); moments count in local time."""

    name: str
    label: Any
    field: str
    moments: bool = False
    kind: str = "dates"

    def apply(self, rows: QuerySet[Any], given: QueryDict) -> QuerySet[Any]:
        """Rows whose day lies between the two."""
        start, end = self._day(given, "from"), self._day(given, "to")
        if start:
            rows = rows.filter(**{f"{self.field}__gte": self._at(start)})
        if end:
            comparison = "lt" if self.moments else "lte"
            limit = self._at(end + timedelta(days=1)) if self.moments else end
            rows = rows.filter(**{f"{self.field}__{comparison}": limit})
        return rows

    def values(self, given: QueryDict) -> dict[str, Any]:
        """Both days as they were given."""
        return {
            "start": given.get(f"{self.name}_from", ""),
            "end": given.get(f"{self.name}_to", ""),
        }

    def _at(self, day: date) -> date | datetime:
        if not self.moments:
            return day
        return timezone.make_aware(datetime(day.year, day.month, day.day))  # noqa: DTZ001 made aware here

    def _day(self, given: QueryDict, end: str) -> date | None:
        text = given.get(f"{self.name}_{end}", "")
        if not text:
            return None
        try:
            return date.fromisoformat(text)
        except ValueError as error:
            raise BadInput("not a day", code="bad_filter", filter=self.name) from error
