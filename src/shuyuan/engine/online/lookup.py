"""The lookup by key under one grant, compiled once: statement, key form, and what happens to a row
afterwards.

The statement is the grant's view, narrowed to keys and joined to the entry's served version, so that one
statement gives rows and version of the same moment. It always gives at least one line while the entry is
served; the
line of a key that is absent, or outside the row filter, has no `_key`.
"""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, Final

from sqlglot import exp

from shuyuan.engine import masks
from shuyuan.engine.crypto import DataKey
from shuyuan.engine.online import layout
from shuyuan.engine.online.layout import KEY, Storage
from shuyuan.engine.spec import EntrySpec, GrantSpec
from shuyuan.engine.views import Column, View, compile_view
from shuyuan.kernel.errors import BadInput

#: Columns of a line before the granted items: served version, key.
LEAD: Final = 2

#: Place in the line, name, what its seal is bound to before the row, and what is done with the opened text.
_Sealed = tuple[int, str, bytes, Callable[[str], Any] | None]


class Lookup:
    """How one grant reads one entry's table in one dialect; `table` is the name in `entries`."""

    def __init__(self, grant: GrantSpec, spec: EntrySpec, *, table: str, dialect: str, key: DataKey) -> None:
        self.spec = spec
        self.dialect = dialect
        self.view = compile_view(grant, spec, dialect, source=table)
        self._key = key
        #: What stands for a key text in read records, whether or not it is sensitive.
        self.digest = key.blind_index
        self._blind = layout.has_blind_key(spec)
        keys = spec.keys
        self._only_key = keys[0] if len(keys) == 1 else None
        self._key_is_plain = self._only_key is not None and layout.key_part(keys[0], "x") == "x"
        self._names = [column.item.name for column in self.view.columns]
        self._sealed: list[_Sealed] = [
            (index, column.item.name, key.context(column.item.name), _after_opening(column))
            for index, column in enumerate(self.view.columns, LEAD)
            if column.sealed
        ]
        self._booleans = [
            (index, column.item.name)
            for index, column in enumerate(self.view.columns, LEAD)
            if dialect == "sqlite"
            and not column.sealed
            and column.mask is None
            and layout.storage(column.item) is Storage.BOOLEAN
        ]
        self._statements: dict[int, str] = {}

    def sql(self, keys: int = 1) -> str:
        """The statement for so many keys; in PostgreSQL the keys are one array, whatever their number."""
        keys = 1 if self.dialect == "postgres" else keys
        if keys not in self._statements:
            self._statements[keys] = lookup_statement(self.view, self.dialect, keys)
        return self._statements[keys]

    def parameters(self, keys: Sequence[bytes | str]) -> tuple[Any, ...]:
        """What to bind to `sql(len(keys))`."""
        listed = (list(keys),) if self.dialect == "postgres" else tuple(keys)
        return (*self.view.parameters, *listed, self.spec.code)

    def row_key(self, text: str, digest: bytes) -> bytes | str:
        """The value of the key column for a key text and its `digest`."""
        return digest if self._blind else text

    def finish(self, line: Sequence[Any]) -> dict[str, Any]:
        """The granted items of a found line as an answer shows them: sealed values opened and masked."""
        data = dict(zip(self._names, line[LEAD:], strict=True))
        if self._sealed:
            row = line[1] if self._blind else line[1].encode()
            open_in = self._key.open_in
            for index, name, context, after in self._sealed:
                sealed = line[index]
                if sealed is not None:
                    text = open_in(context + row, sealed)
                    data[name] = text if after is None else after(text)
        for index, name in self._booleans:
            if line[index] is not None:
                data[name] = bool(line[index])
        return data

    def key_text(self, given: object) -> str:
        """The key text of what a client gave: a string, or an object for an entry with several keys.

        BadInput `bad_key` names the key items when it is neither.
        """
        if self._key_is_plain and isinstance(given, str) and given and "\x00" not in given:
            return given
        keys = self.spec.keys
        if isinstance(given, str) and self._only_key is not None:
            parts = [given]
        elif isinstance(given, dict) and set(given) == {item.name for item in keys}:
            parts = [given[item.name] for item in keys]
        else:
            raise self._bad_key()
        if not all(isinstance(part, str) and part and "\x00" not in part for part in parts):
            raise self._bad_key()
        return layout.key_text([layout.key_part(item, part) for item, part in zip(keys, parts, strict=True)])

    def _bad_key(self) -> BadInput:
        names = [item.name for item in self.spec.keys]
        return BadInput("a key is a text, or an object with these items", code="bad_key", items=names)


def _after_opening(column: Column) -> Callable[[str], Any] | None:
    """What turns an opened text into the answer's value; None when it is that already."""
    if column.mask is not None:
        return partial(masks.apply, column.mask)
    if layout.plain_storage(column.item) is Storage.TEXT:
        return None
    return partial(layout.json_value, column.item)


def lookup_statement(view: View, dialect: str, keys: int) -> str:
    """The text of the statement; `bench/gateway.py` runs the same one without governance."""
    count = len(view.parameters)
    key_column = exp.column(KEY)
    if dialect == "postgres":
        array = exp.Any(this=exp.paren(exp.Parameter(this=exp.Literal.number(count + 1))))
        narrowed: exp.Expr = exp.EQ(this=key_column, expression=array)
        entry: exp.Expr = exp.Parameter(this=exp.Literal.number(count + 2))
    else:
        narrowed = exp.In(this=key_column, expressions=[exp.Placeholder() for _ in range(keys)])
        if keys == 1:
            narrowed = exp.EQ(this=key_column, expression=exp.Placeholder())
        entry = exp.Placeholder()
    inner = view.select.copy().where(narrowed, copy=False)
    inner.set("expressions", [exp.column(KEY), *inner.expressions])
    names = [exp.column(column.item.name, table="r", quoted=True) for column in view.columns]
    outer = (
        exp.select(exp.column("served_version", table="e"), exp.column(KEY, table="r"), *names)
        .from_(exp.alias_(exp.table_("entries"), "e", table=True))
        .join(inner.subquery("r"), on=exp.true(), join_type="left")
        .where(exp.EQ(this=exp.column("entry", table="e"), expression=entry))
    )
    return outer.sql(dialect)
