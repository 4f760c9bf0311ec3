"""Reads the tables and comments of a database from its SQL; no connection is made and nothing is executed."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError
from sqlglot.tokens import TokenType

from shuyuan.kernel.errors import BadInput, TooLarge

#: A structure without its data is small; a whole dump is not taken.
MOST_CHARACTERS = 5_000_000
MOST_TABLES = 500
_MOST_STATEMENT_TOKENS = 20_000

#: Dialect of the parser → the format type of the guide, and the systems that write SQL like it.
DIALECTS = {
    "mysql": ("mysql", "MySQL, MariaDB, OceanBase, GoldenDB"),
    "postgres": ("postgresql", "PostgreSQL, KingbaseES, openGauss, GaussDB"),
    "oracle": ("oracle", "Oracle, Dm"),
    "tsql": ("sql server", "SQL Server"),
    "sqlite": ("", "SQLite"),
}
_WHOLE = {
    "BIGINT",
    "INT",
    "SMALLINT",
    "TINYINT",
    "MEDIUMINT",
    "UBIGINT",
    "UINT",
    "SERIAL",
    "BIGSERIAL",
    "BIT",
}
_DECIMAL = {"DECIMAL", "NUMERIC", "NUMBER", "BIGDECIMAL"}
#: Names of types → data types of the guide.
LETTERS = {
    **dict.fromkeys(_WHOLE, "I"),
    **dict.fromkeys(_DECIMAL, "N"),
    **dict.fromkeys(("CHAR", "VARCHAR", "NCHAR", "NVARCHAR", "BPCHAR", "UUID", "ENUM", "NAME"), "C"),
    **dict.fromkeys(("MONEY", "SMALLMONEY"), "Y"),
    **dict.fromkeys(("DATE", "DATE32"), "D"),
    **dict.fromkeys(
        (
            "DATETIME",
            "DATETIME2",
            "TIMESTAMP",
            "TIMESTAMPTZ",
            "TIMESTAMPLTZ",
            "TIMESTAMPNTZ",
            "SMALLDATETIME",
        ),
        "T",
    ),
    "BOOLEAN": "L",
    **dict.fromkeys(("TEXT", "MEDIUMTEXT", "LONGTEXT", "TINYTEXT", "JSON", "JSONB", "XML", "CLOB"), "M"),
    "DOUBLE": "B",
    "FLOAT": "F",
}
LONGEST = 4000


@dataclass
class DatabaseColumn:
    """A column as the SQL states it, with the data type of the guide."""

    name: str
    comment: str = ""
    data_type: str = "C"
    length: int | None = None
    scale: int = 0
    required: bool = False
    is_key: bool = False


@dataclass
class DatabaseTable:
    """A table with its comment."""

    name: str
    comment: str = ""
    columns: list[DatabaseColumn] = field(default_factory=list)


def guess_dialect(text: str) -> str:
    """Which dialect the SQL looks like."""
    head = text[:200_000].lower()
    if "`" in head or "engine=" in head:
        return "mysql"
    if "varchar2" in head or "number(" in head:
        return "oracle"
    if "[dbo]" in head or "\ngo\n" in head or "nvarchar(" in head:
        return "tsql"
    return "postgres"


def read_ddl(text: str, dialect: str) -> list[DatabaseTable]:
    """The tables in their order.

    Raises BadInput `no_ddl` when there is none, TooLarge `file_too_large` and `too_many_tables`.
    """
    if len(text) > MOST_CHARACTERS:
        raise TooLarge("too long", code="file_too_large", limit_bytes=MOST_CHARACTERS)
    tables: dict[str, DatabaseTable] = {}
    for statement in _statements(text, dialect):
        if isinstance(statement, exp.Create) and statement.kind == "TABLE":
            table = _table(statement)
            if table.columns:
                tables[table.name.lower()] = table
        elif isinstance(statement, exp.Comment):
            _comment(statement, tables)
        elif isinstance(statement, exp.Alter):
            _alter(statement, tables)
        if len(tables) > MOST_TABLES:
            raise TooLarge("too many tables", code="too_many_tables", limit=MOST_TABLES)
    if not tables:
        raise BadInput("no table", code="no_ddl", dialect=dialect)
    return list(tables.values())


def _statements(text: str, dialect: str) -> Iterator[exp.Expression]:
    """The statements that say something about tables; what cannot be parsed is passed over."""
    try:
        tokens = sqlglot.tokenize(text, read=dialect)
    except SqlglotError as error:
        raise BadInput("cannot be read as SQL", code="no_ddl", dialect=dialect) from error
    start = 0
    for place in [*(p for p, one in enumerate(tokens) if one.token_type is TokenType.SEMICOLON), len(tokens)]:
        part = tokens[start:place]
        start = place + 1
        if not part or len(part) > _MOST_STATEMENT_TOKENS:
            continue
        if part[0].token_type in {TokenType.CREATE, TokenType.COMMENT, TokenType.ALTER}:
            with suppress(SqlglotError, RecursionError):
                found = sqlglot.parse_one(text[part[0].start : part[-1].end + 1], read=dialect)
                yield found


def _table(statement: exp.Create) -> DatabaseTable:
    schema = statement.this
    table = DatabaseTable(schema.find(exp.Table).name)
    comment = statement.find(exp.SchemaCommentProperty)
    table.comment = comment.this.name if comment else ""
    keys: set[str] = set()
    for part in schema.expressions if isinstance(schema, exp.Schema) else ():
        if isinstance(part, exp.ColumnDef):
            table.columns.append(_column(part))
        else:
            keys |= _key_columns(part)
    _mark_keys(table, keys)
    return table


def _column(given: exp.ColumnDef) -> DatabaseColumn:
    column = DatabaseColumn(given.name)
    for constraint in given.constraints:
        kind = constraint.kind
        if isinstance(kind, exp.CommentColumnConstraint):
            column.comment = kind.this.name
        elif isinstance(kind, exp.NotNullColumnConstraint) and not kind.args.get("allow_null"):
            column.required = True
        elif isinstance(kind, exp.PrimaryKeyColumnConstraint):
            column.is_key = column.required = True
    if not column.comment and given.comments:
        column.comment = given.comments[0].strip()
    _type_of(given.args.get("kind"), column)
    return column


def _type_of(kind: Any, column: DatabaseColumn) -> None:
    name = kind.this.value.upper() if isinstance(kind, exp.DataType) and hasattr(kind.this, "value") else ""
    column.data_type = LETTERS.get(name, "M" if "TEXT" in name else "G" if "BLOB" in name else "C")
    sizes = [int(p.this.name) for p in kind.expressions if _is_size(p)] if kind is not None else []
    if column.data_type == "N" and sizes and len(sizes) == 1 and sizes[0] <= 18:  # noqa: PLR2004
        column.data_type = "I"
    if column.data_type == "N":
        column.length = min(sizes[0], 38) if sizes else 18
        column.scale = min(sizes[1], column.length) if len(sizes) > 1 else 0
    elif column.data_type == "C":
        column.length = min(sizes[0], LONGEST) if sizes and sizes[0] else 255


def _is_size(part: Any) -> bool:
    return isinstance(part, exp.DataTypeParam) and part.this.name.isdecimal()


def _key_columns(part: exp.Expression) -> set[str]:
    """The columns of a primary key that stands among the columns, or in a constraint."""
    key = part if isinstance(part, exp.PrimaryKey) else part.find(exp.PrimaryKey)
    return {one.name.lower() for one in key.expressions} if key else set()


def _mark_keys(table: DatabaseTable, keys: set[str]) -> None:
    for column in table.columns:
        if column.name.lower() in keys:
            column.is_key = column.required = True


def _comment(statement: exp.Comment, tables: dict[str, DatabaseTable]) -> None:
    about, said = statement.this, statement.expression.name if statement.expression else ""
    if isinstance(about, exp.Table) and (table := tables.get(about.name.lower())):
        table.comment = said
    elif isinstance(about, exp.Column) and (table := tables.get(about.table.lower())):
        for column in table.columns:
            if column.name.lower() == about.name.lower():
                column.comment = said


def _alter(statement: exp.Alter, tables: dict[str, DatabaseTable]) -> None:
    table = tables.get(statement.this.name.lower())
    if table is not None:
        for action in statement.args.get("actions") or ():
            _mark_keys(table, _key_columns(action))
