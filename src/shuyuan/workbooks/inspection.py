"""Reads tables, views, columns, keys and comments of an opened database, and nothing of its rows."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

from sqlalchemy import Inspector, inspect, text, types
from sqlalchemy.engine.reflection import ObjectKind

from shuyuan.kernel.errors import BadInput, TooLarge
from shuyuan.workbooks.connections import Opened
from shuyuan.workbooks.ddl import LETTERS, LONGEST, DatabaseColumn, DatabaseTable, read_ddl

#: More tables than a person can look through; schemas in the address narrow it.
MOST_TABLES = 2000
_PORTION = 50
_LONGEST_NAME = 200
_LONGEST_COMMENT = 1000
_MOST_WHOLE = 18
#: What the names of types do not say, in the order in which classes are asked.
_FAMILIES = (
    (types.Boolean, "L"),
    ((types.Enum, types.Uuid), "C"),
    (types.Double, "B"),
    (types.Float, "F"),
    (types.Numeric, "N"),
    (types.Integer, "I"),
    (types.Date, "D"),
    (types.DateTime, "T"),
    ((types.Text, types.JSON), "M"),
    (types.String, "C"),
    (types.LargeBinary, "G"),
)


def read_tables(
    database: Opened, progress: Callable[[int, int], object], *, limit: int = MOST_TABLES
) -> list[DatabaseTable]:
    """The tables and views in the order of their names; those whose columns may not be seen are left out.

    Raises BadInput `source_empty`, TooLarge `source_too_many_tables`.
    """
    inspector = inspect(database.connection)
    named = [(schema, _names(inspector, schema)) for schema in database.schemas]
    total = sum(len(names) for _schema, names in named)
    if total > limit:
        raise TooLarge("too many tables", code="source_too_many_tables", limit=limit, count=total)
    found: list[DatabaseTable] = []
    done = 0
    for schema, names in named:
        prefix = f"{schema}." if schema and len(named) > 1 else ""
        for start in range(0, len(names), _PORTION):
            progress(done, total)
            portion = names[start : start + _PORTION]
            found += _portion(inspector, schema, portion, prefix)
            done += len(portion)
    if not found:
        raise BadInput("no tables", code="source_empty")
    if database.dialect == "sqlite":
        _take_comments(found, _statements(database))
    progress(total, total)
    return found


def _names(inspector: Inspector, schema: str | None) -> list[str]:
    names = set(inspector.get_table_names(schema)) | set(inspector.get_view_names(schema))
    with suppress(NotImplementedError):
        names |= set(inspector.get_materialized_view_names(schema))
    return sorted(names)


def _portion(
    inspector: Inspector, schema: str | None, names: list[str], prefix: str
) -> Iterator[DatabaseTable]:
    wanted: dict[str, Any] = {"schema": schema, "filter_names": names, "kind": ObjectKind.ANY}
    columns: dict[str, Any] = {key[1]: value for key, value in inspector.get_multi_columns(**wanted).items()}
    keys: dict[str, Any] = {
        key[1]: value for key, value in inspector.get_multi_pk_constraint(**wanted).items()
    }
    comments: dict[str, Any] = {}
    with suppress(NotImplementedError):
        comments = {key[1]: value for key, value in inspector.get_multi_table_comment(**wanted).items()}
    for name in names:
        if not columns.get(name):
            continue
        key: set[str] = set((keys.get(name) or {}).get("constrained_columns") or ())
        table = DatabaseTable(
            _clean(f"{prefix}{name}", _LONGEST_NAME),
            _clean((comments.get(name) or {}).get("text"), _LONGEST_COMMENT),
            [_column(one, key) for one in columns[name]],
        )
        yield table


def _column(given: Any, key: set[str]) -> DatabaseColumn:
    column = DatabaseColumn(
        _clean(given["name"], _LONGEST_NAME),
        _clean(given.get("comment"), _LONGEST_COMMENT),
        is_key=given["name"] in key,
    )
    column.required = column.is_key or not given.get("nullable", True)
    _type_of(given["type"], column)
    return column


def _type_of(kind: Any, column: DatabaseColumn) -> None:
    column.data_type = _letter(kind)
    if column.data_type == "N":
        precision, scale = getattr(kind, "precision", None), getattr(kind, "scale", None) or 0
        if precision and not scale and precision <= _MOST_WHOLE:
            column.data_type = "I"
        else:
            column.length = min(precision or _MOST_WHOLE, 38)
            column.scale = max(0, min(scale, column.length))
    elif column.data_type == "C":
        column.length = min(getattr(kind, "length", None) or 255, LONGEST)


def _letter(kind: Any) -> str:
    if not isinstance(kind, types.LargeBinary | types.Boolean):
        named = LETTERS.get(str(kind.__visit_name__).upper())
        if named:
            return named
    return next((letter for family, letter in _FAMILIES if isinstance(kind, family)), "C")


def _clean(given: Any, longest: int) -> str:
    return str(given or "").replace("\0", "").strip()[:longest]


def _statements(database: Opened) -> str:
    """SQLite keeps the statements as they were written, with the remarks in them."""
    rows = database.connection.execute(text("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL"))
    return ";\n".join(row[0] for row in rows)


def _take_comments(tables: list[DatabaseTable], statements: str) -> None:
    """Take over the remarks that the statements have beside their columns."""
    with suppress(BadInput, TooLarge):
        written = {table.name: table for table in read_ddl(statements, "sqlite")}
        for table in tables:
            said = {one.name: one.comment for one in written.get(table.name, DatabaseTable("")).columns}
            for column in table.columns:
                column.comment = column.comment or _clean(said.get(column.name), _LONGEST_COMMENT)
