"""The lists of entries and of read records."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils.html import conditional_escape
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from shuyuan.audit import names
from shuyuan.audit.models import Entry
from shuyuan.audit.selectors import find_reads_of_key
from shuyuan.audit.wording import PARTS, actor_words, event_words, subject_words
from shuyuan.web.columns import Cell
from shuyuan.web.lists import Choice, Column, Dates, Listing, Text

_DIGEST_DIGITS = 128
#: What the gateway writes.
READ_OUTCOMES = [("answered", _("Answered")), ("refused", pgettext_lazy("audit outcome", "Refused"))]


@dataclass(frozen=True)
class KeyDigest:
    """The digest of one key that was asked for, as it stands in receipts and records."""

    name: str
    label: Any
    kind: str = "text"

    def apply(self, rows: QuerySet[Any], given: QueryDict) -> QuerySet[Any]:
        """Records in which it was asked for."""
        digest = given.get(self.name, "").strip().lower()[:_DIGEST_DIGITS]
        return rows.filter(find_reads_of_key(digest)) if digest else rows

    def values(self, given: QueryDict) -> dict[str, Any]:
        """The digest."""
        return {"value": given.get(self.name, "")}


@dataclass(frozen=True)
class DepartmentColumn(Column):
    """A department by its name on the page, by its code in files."""

    def cell(self, row: Any, request: HttpRequest) -> Cell:
        """The name; the code when nobody knows it."""
        code = self.of(row)
        return Cell(self, conditional_escape(names.departments(request).get(code, code) or "–"))


def _departments() -> list[tuple[str, str]]:
    return sorted(names.departments().items(), key=lambda pair: pair[1])


class EntryList(Listing):
    """Entries of the trail."""

    name = "entries"
    columns = (
        Column("seq", _("No."), sort="seq", number=True),
        Column("at", _("Time"), value="at", template="audit/cells/at.html", sort="seq"),
        Column(
            "event",
            _("Event"),
            value=lambda row: event_words(row.event),
            href=lambda row: reverse("audit:entry", args=[row.seq]),
            main=True,
        ),
        Column("event_code", _("Event code"), value="event", default=False),
        Column(
            "subject", _("Object"), value=lambda row: f"{subject_words(row.subject_kind)} {row.subject_id}"
        ),
        Column("person", _("Person"), value=lambda row: actor_words(row.person_id, row.person_name)),
        DepartmentColumn("department", _("Department")),
        Column("role", _("Role"), default=False),
        Column("cites", _("Provision"), default=False),
        Column("outcome", _("Outcome"), value="get_outcome_display", template="audit/cells/outcome.html"),
        Column("facts", _("Facts"), value="facts_json", default=False),
        Column("hash", _("Hash"), default=False),
    )
    filters = (
        Dates("at", _("Time"), "at", moments=True),
        Text(
            "q",
            _("Person, object or facts"),
            ("person_name__icontains", "subject_id", "facts_json__icontains"),
        ),
        Choice("department", _("Department"), _departments),
        Choice("part", _("Part"), PARTS, field="event__startswith"),
        Text("event", _("Event code"), ("event__startswith",)),
        Choice("outcome", _("Outcome"), Entry.Outcome.choices),
    )
    sort = "-seq"
    empty = _("Nothing was recorded that fits these filters.")


class ReadList(Listing):
    """Read records of the gateway: who asked, never what the answer was."""

    name = "reads"
    columns = (
        Column("at", _("Time"), sort="id", template="audit/cells/at.html"),
        Column("entry", _("Catalog entry"), href=lambda row: reverse("audit:read", args=[row.pk]), main=True),
        Column("client", _("Client")),
        DepartmentColumn("department", _("Department")),
        Column("grant", _("Grant")),
        Column("purpose", _("Purpose")),
        Column("business_number", _("Business number")),
        Column("asked", _("Keys asked"), number=True),
        Column("found", _("Found"), number=True),
        Column("post", _("Post"), default=False),
        Column("mode", _("Exchange mode"), default=False),
        Column("request_id", _("Request number"), default=False),
        Column("outcome", _("Outcome"), template="audit/cells/read_outcome.html"),
    )
    filters = (
        Dates("at", _("Time"), "at", moments=True),
        Text("client", _("Client"), ("client",)),
        Choice("department", _("Department"), _departments),
        Text("grant", _("Grant"), ("grant",)),
        Text("entry", _("Catalog entry"), ("entry",)),
        Text("business_number", _("Business number"), ("business_number",)),
        Text("request", _("Request number"), ("request_id",)),
        Choice("outcome", _("Outcome"), READ_OUTCOMES),
        KeyDigest("key", _("Key digest")),
    )
    sort = "-at"
    empty = _("No read was recorded that fits these filters.")
