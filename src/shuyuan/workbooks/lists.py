"""The lists of imports: the files of a department, the entries of a file, the remarks on it."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from shuyuan.web.lists import Choice, Column, Listing, Text
from shuyuan.workbooks import wording
from shuyuan.workbooks.models import OUTCOME_LABELS, STATE_LABELS, CatalogImport


class ImportList(Listing):
    """Files that the department brought, the newest first."""

    name = "imports"
    columns = (
        Column("file", _("File"), value="filename", href=lambda made: made.get_absolute_url(), main=True),
        Column("state", _("State"), value="state_shown", template="workbooks/parts/state.html"),
        Column("kind", _("Kind"), value="get_kind_display"),
        Column("entries", _("Entries"), value="entry_count", number=True),
        Column("new", _("New"), value="new_count", number=True),
        Column("changed", _("Changed"), value="changed_count", number=True),
        Column("refused", _("Not passed"), value="refused_count", number=True),
        Column("written", _("Written"), value="written_count", number=True),
        Column("sent", _("Sent at"), value="sent_at", sort="id"),
        Column("by", _("Sent by"), value="sent_by.person.full_name", default=False),
        Column("digest", _("Digest"), default=False),
    )
    filters = (
        Text("q", _("File"), ("filename__icontains",)),
        Choice("state", _("State"), STATE_LABELS),
        Choice("kind", _("Kind"), CatalogImport.Kind.choices),
    )
    sort = "-sent"
    per_page = 10
    empty = _("Your department has brought no file yet.")


class ReadingList(Listing):
    """Structures of databases that the department has had read, the newest first."""

    name = "readings"
    columns = (
        Column("file", _("Database or file"), value="filename", href=lambda one: one.get_absolute_url(),
               main=True),
        Column("state", _("State"), value=wording.reading_state, template="workbooks/parts/reading.html"),
        Column("tables", _("Tables"), value="table_count", number=True),
        Column("read", _("Read at"), value="read_at", sort="id"),
        Column("by", _("Read by"), value="read_by.person.full_name"),
    )  # fmt: skip
    filters = (Text("q", _("Database or file"), ("filename__icontains",)),)
    sort = "-read"
    per_page = 10
    empty = _("Your department has had no database read yet.")


class LineList(Listing):
    """The entries of a file, and what happens with each."""

    name = "lines"
    columns = (
        Column("row", _("Row"), number=True, sort="position"),
        Column("name", _("Name"), template="workbooks/parts/line.html", main=True, sort="name"),
        Column("code", _("Code"), sort="code"),
        Column("outcome", _("What happens"), value="get_outcome_display",
               template="workbooks/parts/outcome.html"),
        Column("items", _("Items"), value="item_count", number=True, sort="item_count"),
        Column("changes", _("What changes"), value=wording.changes_text),
        Column("warnings", _("Before submission"), value="warning_count", number=True),
    )  # fmt: skip
    filters = (
        Text("q", _("Name or code"), ("name__icontains", "code__icontains")),
        Choice("outcome", _("What happens"), OUTCOME_LABELS),
    )
    per_page = 50
    empty = _("The file has no entry.")


class RemarkList(Listing):
    """What was found, with the place."""

    name = "remarks"
    columns = (
        Column("place", _("Where"), value=wording.remark_place, main=True, sort="position"),
        Column("value", _("What stands there")),
        Column("text", _("What was found"), value=lambda remark: remark.text),
        Column("refuses", _("Kind"), value=lambda remark: _kind(remark.refuses),
               template="workbooks/parts/kind.html"),
    )  # fmt: skip
    filters = (
        Choice("kind", _("Kind"), [("True", _("Not passed")), ("False", _("Before submission"))], "refuses"),
        Text("column", _("Column of the file"), ("column__icontains", "pointer__icontains")),
        Text("row", _("Row"), ("row__iexact",)),
    )
    per_page = 50
    empty = _("Nothing was found.")

    @property
    def ordered(self) -> Any:  # type: ignore[override]
        """The remarks with their words, which need the law of the request."""
        return _Told(super().ordered, getattr(self.request, "legal", None))


class _Told:
    """A query set of remarks whose rows know their words."""

    def __init__(self, rows: Any, legal: Any) -> None:
        self._rows = rows
        self._legal = legal

    def __getitem__(self, part: slice) -> list[Any]:
        return [self._tell(row) for row in self._rows[part]]

    def __iter__(self) -> Any:
        return (self._tell(row) for row in self._rows.iterator(chunk_size=2000))

    def _tell(self, row: Any) -> Any:
        row.text = wording.remark_text(row, self._legal)
        return row


def _kind(refuses: bool) -> Any:
    return _("Not passed") if refuses else _("Before submission")
