"""
Rows of open entries: the version that is served, the open columns only, a page at a time.

Whoever filters or sorts by a column that is not open learns something about it, so that is refused like a
column that does not exist.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from sqlglot import exp

from shuyuan.catalog.models import Item
from shuyuan.catalog.selectors import entry_spec
from shuyuan.collection.selectors import find_pool
from shuyuan.engine.lake import Lake
from shuyuan.engine.sql.fragments import column, literal, render
from shuyuan.feeds.openness import is_column_open
from shuyuan.feeds.selectors import Described
from shuyuan.kernel.errors import BadInput, NotFound

#: One answer holds no more; a file gives everything.
MOST_ROWS = 1_000
DEEPEST = 1_000_000
_MEMORY = "300MB"
_CHUNK = 2_000


@dataclass(frozen=True)
class Query:
    """What a reader asks for, by names of open columns; `sort` holds (name, descending)."""

    fields: tuple[str, ...] = ()
    filters: Mapping[str, Sequence[str]] | None = None
    text: str = ""
    sort: tuple[tuple[str, bool], ...] = ()
    limit: int = 100
    offset: int = 0


@dataclass(frozen=True)
class Page:
    """The rows of one answer, and how many there are in all."""

    columns: list[Item]
    rows: list[tuple[Any, ...]]
    total: int


def read_page(described: Described, query: Query) -> Page:
    """Rows of an open entry; raises NotFound `no_open_rows` and BadInput `unknown_field` or `bad_limit`."""
    columns = _open_columns(described)
    chosen = [columns[name] for name in _known(columns, query.fields)] or list(columns.values())
    if not 0 <= query.limit <= MOST_ROWS or not 0 <= query.offset <= DEEPEST:
        raise BadInput("no such page", code="bad_limit", most=MOST_ROWS, deepest=DEEPEST)
    condition = _condition(columns, query)
    order = [
        exp.Ordered(this=column(name), desc=descending)
        for name, descending in zip(
            _known(columns, [name for name, _ in query.sort]), [down for _, down in query.sort], strict=True
        )
    ] or [exp.Ordered(this=column(item.name)) for item in chosen]
    wanted = exp.select(*(column(item.name) for item in chosen)).from_("rows").where(condition)
    page = wanted.order_by(*order).limit(query.limit).offset(query.offset)
    total = exp.select(exp.Count(this=exp.Star())).from_("rows").where(condition)
    with _opened(described) as connection:
        return Page(
            chosen,
            connection.execute(render(page)).fetchall() if query.limit else [],
            int(connection.execute(render(total)).fetchall()[0][0]),
        )


def read_all(described: Described) -> Iterator[list[tuple[Any, ...]]]:
    """All rows of the open columns in pieces; raises as `read_page` before the first."""
    columns = list(_open_columns(described))
    wanted = exp.select(*(column(name) for name in columns)).from_("rows")
    with _opened(described) as connection:
        found = connection.execute(render(wanted))
        while chunk := found.fetchmany(_CHUNK):
            yield chunk


class _opened:  # noqa: N801 reads like a function
    """A session in which `rows` are the open columns of the served version, and nothing else."""

    def __init__(self, described: Described) -> None:
        pool = find_pool(described.entry.pk)
        if pool is None or pool.served_version < 0:
            raise NotFound(code="no_open_rows")
        self._version = pool.served_version
        self._spec = entry_spec(described.entry)
        self._columns = [item.name for item in described.columns]
        self._lake = Lake(Path(settings.LAKE))
        self._session = self._lake.session(memory=_MEMORY, threads=1)

    def __enter__(self) -> Any:
        connection = self._session.__enter__()
        relation = self._lake.relation(connection, self._spec, self._version)
        relation.select(*self._columns).create_view("rows")
        return connection

    def __exit__(self, *failure: object) -> None:
        self._session.__exit__(*failure)  # type: ignore[arg-type]


def _open_columns(described: Described) -> dict[str, Item]:
    columns = {item.name: item for item in described.items if is_column_open(described.entry, item)}
    if not columns:
        raise NotFound(code="no_open_rows")
    return columns


def _known(columns: Mapping[str, Item], names: Sequence[str]) -> list[str]:
    unknown = sorted(set(names) - set(columns))
    if unknown:
        raise BadInput("no such field", code="unknown_field", fields=[name[:64] for name in unknown[:10]])
    return list(names)


def _condition(columns: Mapping[str, Item], query: Query) -> exp.Expr:
    """Equal to one of the values, by their text; and the words somewhere in the text of a row."""
    parts: list[exp.Expr] = []
    for name, values in (query.filters or {}).items():
        _known(columns, [name])
        text = exp.cast(column(name), "TEXT")
        parts.append(exp.In(this=text, expressions=[literal(str(value)) for value in values]))
    if query.text:
        whole = exp.func("CONCAT_WS", literal(" "), *(exp.cast(column(name), "TEXT") for name in columns))
        parts += [
            exp.func("CONTAINS", exp.func("LOWER", whole.copy()), literal(word.lower()))
            for word in query.text.split()[:8]
        ]
    return exp.and_(*parts) if parts else exp.true()
