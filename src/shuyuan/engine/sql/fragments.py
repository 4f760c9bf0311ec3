"""Pieces of SQL as trees: text with `:placeholders` that are filled with nodes or values."""

from collections.abc import Iterable, Sequence
from functools import lru_cache

import sqlglot
from sqlglot import exp

DIALECT = "duckdb"

#: What may fill a placeholder: a tree, or a value that becomes an escaped literal.
Filling = exp.Expr | str | int | float | bool | None


@lru_cache(maxsize=512)
def _parsed(text: str) -> exp.Expr:
    tree = sqlglot.parse_one(text, dialect=DIALECT)
    if not isinstance(tree, exp.Expr):
        raise TypeError(text)
    return tree


def fragment(text: str, /, **fillings: Filling) -> exp.Expr:
    """The tree of `text` (a constant of our own) with each `:name` replaced by its filling."""
    nodes = {name: literal(value) for name, value in fillings.items()}

    def fill(node: exp.Expr) -> exp.Expr:
        return nodes[node.name].copy() if isinstance(node, exp.Placeholder) else node

    return _parsed(text).transform(fill)


def literal(value: Filling) -> exp.Expr:
    """A value as an escaped literal; trees stay as they are."""
    return value if isinstance(value, exp.Expr) else exp.convert(value)


def column(name: str, table: str | None = None) -> exp.Column:
    """A quoted column."""
    return exp.column(exp.to_identifier(name, quoted=True), table=table)


def table(name: str) -> exp.Table:
    """A quoted table of the session."""
    return exp.to_table(exp.to_identifier(name, quoted=True).sql(DIALECT), dialect=DIALECT)


def named(node: exp.Expr, name: str) -> exp.Expr:
    """`node AS "name"`."""
    return exp.alias_(node, exp.to_identifier(name, quoted=True))


def text_list(values: Iterable[str]) -> exp.Expr:
    """A list literal of text values, for file lists."""
    return exp.Array(expressions=[exp.Literal.string(value) for value in values])


def among(node: exp.Expr, values: Iterable[Filling]) -> exp.Expr:
    """Whether the node is one of the values; false for no values."""
    listed = [literal(value) for value in values]
    return exp.In(this=node, expressions=listed) if listed else exp.false()


def array(nodes: Sequence[exp.Expr]) -> exp.Expr:
    """A list of expressions."""
    return exp.Array(expressions=list(nodes))


def all_of(nodes: Sequence[exp.Expr]) -> exp.Expr:
    """The nodes joined by AND; true for none."""
    return exp.and_(*nodes) if nodes else exp.true()


def any_of(nodes: Sequence[exp.Expr]) -> exp.Expr:
    """The nodes joined by OR; false for none."""
    return exp.or_(*nodes) if nodes else exp.false()


def first_of(branches: Sequence[tuple[exp.Expr, exp.Expr]]) -> exp.Expr:
    """The value of the first condition that holds, else NULL: (condition, value) pairs in order."""
    if not branches:
        return exp.null()
    case = exp.Case()
    for condition, value in branches:
        case = case.when(condition, value, copy=False)
    return case


def render(node: exp.Expr) -> str:
    """The statement as DuckDB reads it."""
    return node.sql(DIALECT)
