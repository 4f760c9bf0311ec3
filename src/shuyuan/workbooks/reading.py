"""What was read from a file: entries with their items as stated there, and remarks with their places."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

#: Faults that follow from a cell that could not be read.
_FOLLOWING = frozenset({"length_missing", "description_incomplete"})


@dataclass(frozen=True)
class Remark:
    """Something to say about a place of a file; what refuses keeps the whole entry out.

    Sheets have `row` and `column` (the heading), documents have `pointer`. The words for `code` are in
    `wording`; `value` is what stands there.
    """

    code: str
    refuses: bool = True
    row: int = 0
    column: str = ""
    pointer: str = ""
    value: str = ""
    facts: dict[str, Any] = field(default_factory=dict)


@dataclass
class ReadItem:
    """One item: only the fields that the file states."""

    fields: dict[str, Any]
    row: int = 0
    pointer: str = ""


@dataclass
class ReadEntry:
    """One entry: only the fields that the file states; class, code and provider stand beside them.

    `columns` tells under which heading a field stands: `entry.name`, `item.label`.
    """

    fields: dict[str, Any] = field(default_factory=dict)
    items: list[ReadItem] = field(default_factory=list)
    classes: tuple[str, ...] = ()
    code: str = ""
    provider: str = ""
    uscc: str = ""
    row: int = 0
    last_row: int = 0
    pointer: str = ""
    #: Whether the sharing type of the whole entry is stated, and not only taken from the first item.
    states_sharing: bool = True
    remarks: list[Remark] = field(default_factory=list)
    columns: Mapping[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The name, '' when the file has none."""
        return str(self.fields.get("name", ""))

    def remark(
        self,
        code: str,
        field_name: str = "",
        *,
        item: ReadItem | None = None,
        refuses: bool = True,
        value: Any = "",
        **facts: Any,
    ) -> None:
        """Say something about a field of the entry or of one of its items.

        A field of which the sheet said already that its cell cannot be read is not found missing as well.
        """
        kind = "item" if item else "entry"
        base = item.pointer if item else self.pointer
        row = item.row if item else self.row
        column = self.columns.get(f"{kind}.{field_name}", "")
        if code in _FOLLOWING and any((one.row, one.column) == (row, column) for one in self.remarks):
            return
        self.remarks.append(
            Remark(
                code,
                refuses,
                row=row,
                column=column,
                pointer=f"{base}/{field_name}" if base and field_name else base,
                value=str(value)[:200],
                facts=facts,
            )
        )

    @property
    def is_refused(self) -> bool:
        """Whether something keeps it out."""
        return any(remark.refuses for remark in self.remarks)


@dataclass
class Source:
    """An opened file: its entries, one after the other, and what was noticed about the file as a whole.

    `loose` are remarks that belong to no entry; they are complete when `entries` has ended.
    """

    kind: str
    total: int
    notes: list[dict[str, Any]] = field(default_factory=list)
    loose: list[Remark] = field(default_factory=list)
    _entries: Any = None

    def entries(self) -> Iterator[ReadEntry]:
        """The entries in the order of the file, for one pass."""
        return self._entries()  # type: ignore[no-any-return]
