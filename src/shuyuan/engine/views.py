"""One grant, one view: the SELECT that all four modes read through, and nothing else reads for a consumer.

Over the lake (DuckDB) and over the online store (SQLite, PostgreSQL) the same grant gives the same rows.
Values that lie
sealed in the online store come out sealed, and are opened and masked after the query; everything else is
masked in
the query, so that the whole value does not leave the engine.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

from sqlglot import exp

from shuyuan.engine import masks
from shuyuan.engine.online.layout import DECIMAL_COLLATION, Storage, parse_decimal, plain_storage, text_of
from shuyuan.engine.spec import (
    Comparison,
    Condition,
    DataType,
    EntrySpec,
    GrantSpec,
    ItemSpec,
    Mask,
    MaskKind,
)
from shuyuan.kernel.errors import BadInput

#: The relation that a view over the lake reads: the caller registers the entry's rows under this name.
POOL: Final = "pool"

ONLINE_DIALECTS: Final = frozenset({"sqlite", "postgres"})
_DIALECTS: Final = ONLINE_DIALECTS | {"duckdb"}
_TEXT_TYPES: Final = frozenset({DataType.CHARACTER, DataType.MEMO, DataType.GENERAL})
_DECIMAL_TYPES: Final = frozenset({DataType.NUMERIC, DataType.CURRENCY})
_TIME_TYPES: Final = frozenset({DataType.DATE, DataType.DATETIME})
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_RANGE: Final = {Comparison.FROM: exp.GTE, Comparison.UNTIL: exp.LTE}


@dataclass(frozen=True)
class Column:
    """One column of a view. When `sealed`, its values still have to be opened, and then masked if
    there is a mask.
    """

    item: ItemSpec
    mask: Mask | None
    sealed: bool


@dataclass(frozen=True)
class View:
    """A SELECT with the values to bind, in order, and what its columns are."""

    select: exp.Select
    parameters: tuple[Any, ...]
    columns: tuple[Column, ...]
    dialect: str

    def sql(self) -> str:
        """The statement in the engine's dialect."""
        return self.select.sql(self.dialect)


def compile_view(grant: GrantSpec, spec: EntrySpec, dialect: str, *, source: str = POOL) -> View:
    """The view of `grant` over the table or relation `source` that holds the entry's items as columns.

    BadInput when the grant does not fit the entry: `grant_of_other_entry`, `unknown_item`, `duplicate_item`,
    `no_granted_item`, `bad_mask`, `mask_not_for_type`, `filter_on_sensitive_item`, `bad_filter`, `bad_value`.
    """
    if dialect not in _DIALECTS:
        raise BadInput(f"no views for {dialect}", code="unknown_dialect", dialect=dialect)
    columns = granted_columns(grant, spec, online=dialect in ONLINE_DIALECTS)
    binder = _Binder(dialect)
    select = exp.select(*(_projection(column, dialect) for column in columns)).from_(
        exp.table_(source, quoted=True)
    )
    for condition in grant.filters:
        select = select.where(_predicate(condition, spec, binder), copy=False)
    return View(select, tuple(binder.values), columns, dialect)


def granted_columns(grant: GrantSpec, spec: EntrySpec, *, online: bool) -> tuple[Column, ...]:
    """What the grant gives, in its order; `online` says whether sensitive items come sealed."""
    if grant.entry != spec.code:
        raise BadInput(
            "the grant is of another entry", code="grant_of_other_entry", entry=spec.code, grant=grant.grant
        )
    if not grant.items:
        raise BadInput("the grant gives no item", code="no_granted_item", grant=grant.grant)
    names = [granted.name for granted in grant.items]
    if len(set(names)) != len(names):
        raise BadInput("an item is granted twice", code="duplicate_item", names=names)
    columns = []
    for granted in grant.items:
        item = spec.item(granted.name)
        if granted.mask is not None:
            _check_mask(item, granted.mask)
        columns.append(Column(item, granted.mask, online and item.sensitive))
    return tuple(columns)


class _Binder:
    """Collects the values of a statement and hands out their placeholders."""

    def __init__(self, dialect: str) -> None:
        self.dialect = dialect
        self.values: list[Any] = []

    def bind(self, value: Any, cast: str | None = None) -> exp.Expr:
        self.values.append(value)
        place: exp.Expr = exp.Placeholder()
        if self.dialect != "sqlite":
            place = exp.Parameter(this=exp.Literal.number(len(self.values)))
        return place if cast is None else exp.cast(place, cast, dialect=self.dialect)


def _projection(column: Column, dialect: str) -> exp.Expr:
    name = column.item.name
    reference = exp.column(name, quoted=True)
    if column.sealed or column.mask is None:
        return reference
    return exp.alias_(
        masks.expression(column.mask, _as_text(column.item, dialect), dialect), name, quoted=True
    )


def _as_text(item: ItemSpec, dialect: str) -> exp.Expr:
    """The text form of an item inside the engine (`layout.text_of` is its twin)."""
    reference = exp.column(item.name, quoted=True)
    if item.type in _TEXT_TYPES or (dialect in ONLINE_DIALECTS and plain_storage(item) is Storage.TEXT):
        return reference
    if item.type is DataType.DATETIME:
        moment = exp.func("make_timestamp", exp.func("epoch_us", reference))
        return exp.Anonymous(
            this="strftime", expressions=[moment, exp.Literal.string("%Y-%m-%dT%H:%M:%S.%fZ")]
        )
    return exp.cast(reference, "text", dialect=dialect)


def _check_mask(item: ItemSpec, mask: Mask) -> None:
    masks.check(mask)
    has_text = plain_storage(item) in {Storage.TEXT, Storage.INTEGER}
    fits = mask.kind is MaskKind.HIDE or (mask.kind is MaskKind.KEEP and has_text)
    if mask.kind is MaskKind.YEAR:
        fits = item.type in _TIME_TYPES | _TEXT_TYPES
    if not fits:
        raise BadInput(
            f"{item.name}: the mask {mask.kind} does not suit the type {item.type}",
            code="mask_not_for_type",
            item=item.name,
            mask=mask.kind.value,
        )


def _predicate(condition: Condition, spec: EntrySpec, binder: _Binder) -> exp.Expr:
    item = spec.item(condition.item)
    if item.sensitive:
        raise BadInput(
            f"rows cannot be filtered by the sensitive item {item.name}",
            code="filter_on_sensitive_item",
            item=item.name,
        )
    single = condition.comparison is not Comparison.IN
    if not condition.values or (single and len(condition.values) != 1):
        raise _bad_filter(condition, "number of values")
    if condition.comparison is Comparison.STARTS_WITH:
        return _starts_with(item, condition, binder)
    if condition.comparison in _RANGE:
        if item.type is DataType.BOOLEAN:
            raise _bad_filter(condition, "a range of a boolean")
        build = _RANGE[condition.comparison]
        return build(
            this=_ordered(item, binder.dialect), expression=_bound(item, condition.values[0], binder)
        )
    reference = _compared(item, binder.dialect)
    bound = [_bound(item, value, binder) for value in condition.values]
    return (
        exp.EQ(this=reference, expression=bound[0]) if single else exp.In(this=reference, expressions=bound)
    )


def _starts_with(item: ItemSpec, condition: Condition, binder: _Binder) -> exp.Expr:
    if item.type not in _TEXT_TYPES:
        raise _bad_filter(condition, "only text can start with something")
    text = condition.values[0]
    reference = exp.column(item.name, quoted=True)
    start = exp.Substring(this=reference, start=exp.Literal.number(1), length=exp.Literal.number(len(text)))
    return exp.EQ(this=start, expression=binder.bind(text))


def _compared(item: ItemSpec, dialect: str) -> exp.Expr:
    """The item as equality and ranges compare it."""
    reference = exp.column(item.name, quoted=True)
    if dialect == "duckdb" and item.type is DataType.DATETIME:
        return exp.func("epoch_us", reference)
    if dialect == "postgres" and item.type in _DECIMAL_TYPES:
        return exp.cast(reference, "numeric", dialect=dialect)
    return reference


def _ordered(item: ItemSpec, dialect: str) -> exp.Expr:
    """The item for `>=` and `<=`: text by code points everywhere, decimals by value."""
    reference = _compared(item, dialect)
    if dialect == "sqlite" and item.type in _DECIMAL_TYPES:
        return exp.Collate(this=reference, expression=exp.to_identifier(DECIMAL_COLLATION))
    if dialect == "postgres" and plain_storage(item) is Storage.TEXT and item.type not in _DECIMAL_TYPES:
        return exp.Collate(this=reference, expression=exp.to_identifier("C", quoted=True))
    return reference


def _bound(item: ItemSpec, text: str, binder: _Binder) -> exp.Expr:
    """A filter value, checked against the item's type and bound in the form in which this engine holds it."""
    lake = binder.dialect == "duckdb"
    try:
        if item.type in _DECIMAL_TYPES:
            number = parse_decimal(item, text)
            if lake:
                return binder.bind(f"{number:f}", _decimal_type(item))
            return binder.bind(number if binder.dialect == "postgres" else f"{number:f}")
        if item.type in _TIME_TYPES:
            return _bound_time(item, text, binder)
        if plain_storage(item) is Storage.REAL:
            return binder.bind(float(text), "double" if lake else None)
        if item.type is DataType.INTEGER:
            return binder.bind(int(text))
        return binder.bind({"true": True, "false": False}[text] if item.type is DataType.BOOLEAN else text)
    except (KeyError, ValueError):
        raise BadInput(
            f"{item.name}: {text!r} is not of its type", code="bad_value", item=item.name
        ) from None


def _bound_time(item: ItemSpec, text: str, binder: _Binder) -> exp.Expr:
    lake = binder.dialect == "duckdb"
    if item.type is DataType.DATE:
        return binder.bind(date.fromisoformat(text).isoformat(), "date" if lake else None)
    moment = datetime.fromisoformat(text)
    moment = moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    if lake:
        return binder.bind((moment - _EPOCH) // timedelta(microseconds=1))
    return binder.bind(text_of(item, moment))


def _decimal_type(item: ItemSpec) -> str:
    return "decimal(20, 2)" if item.type is DataType.CURRENCY else f"decimal(38, {item.scale})"


def _bad_filter(condition: Condition, fault: str) -> BadInput:
    return BadInput(
        f"the filter on {condition.item} makes no sense: {fault}",
        code="bad_filter",
        item=condition.item,
        fault=fault,
    )
