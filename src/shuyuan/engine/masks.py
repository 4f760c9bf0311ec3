"""Masks: showing a value less than whole, in Python and as SQL, by one definition.

``KEEP`` lets `first` and `last` characters (code points) stand and turns the rest into ``*``; a value that
is not longer
than `first` + `last` turns into stars altogether, so that a short name is never shown whole. ``HIDE`` gives
``***``. ``YEAR`` gives the first four digits of a date, and hides what is not a date. NULL stays NULL.
"""

from typing import Final

from sqlglot import exp

from shuyuan.engine.spec import Mask, MaskKind
from shuyuan.kernel.errors import BadInput

HIDDEN: Final = "***"
_STAR: Final = "*"
_YEAR_DIGITS: Final = 4
_LONGEST: Final = 1000


def check(mask: Mask) -> None:
    """BadInput `bad_mask` when the counts of a KEEP mask are not between 0 and 1000."""
    if not (0 <= mask.first <= _LONGEST and 0 <= mask.last <= _LONGEST):
        raise BadInput(
            "a mask keeps between 0 and 1000 characters", code="bad_mask", first=mask.first, last=mask.last
        )


def apply(mask: Mask, value: str) -> str:
    """The masked form of a text (dates in ISO form)."""
    if mask.kind is MaskKind.KEEP:
        hidden = len(value) - mask.first - mask.last
        if hidden <= 0:
            return _STAR * len(value)
        return value[: mask.first] + _STAR * hidden + value[len(value) - mask.last :]
    if mask.kind is MaskKind.YEAR:
        year = value[:_YEAR_DIGITS]
        return year if len(year) == _YEAR_DIGITS and year.isascii() and year.isdigit() else HIDDEN
    return HIDDEN


def expression(mask: Mask, column: exp.Expr, dialect: str = "duckdb") -> exp.Expr:
    """The same as SQL over a text expression; NULL stays NULL."""
    check(mask)
    if mask.kind is MaskKind.KEEP:
        return _keep(mask, column, dialect)
    if mask.kind is MaskKind.YEAR:
        return _case(
            column, _starts_with_year(column, dialect), _substring(column, 1, _YEAR_DIGITS), _text(HIDDEN)
        )
    return exp.Case(ifs=[exp.If(this=_not_null(column), true=_text(HIDDEN))])


def _keep(mask: Mask, column: exp.Expr, dialect: str) -> exp.Expr:
    length = exp.Length(this=column.copy())
    kept = mask.first + mask.last
    hidden = exp.Sub(this=length, expression=_number(kept)) if kept else length
    shown: exp.Expr = _stars(hidden, dialect)
    if mask.first:
        shown = exp.DPipe(this=_substring(column, 1, mask.first), expression=shown)
    if mask.last:
        start = exp.Add(this=hidden.copy(), expression=_number(mask.first + 1))
        shown = exp.DPipe(
            this=shown, expression=exp.Substring(this=column.copy(), start=start, length=_number(mask.last))
        )
    longer = exp.GT(this=length.copy(), expression=_number(kept))
    return _case(column, longer, shown, _stars(length.copy(), dialect))


def _case(column: exp.Expr, condition: exp.Expr, then: exp.Expr, otherwise: exp.Expr) -> exp.Case:
    """NULL for NULL, else one of two."""
    null = exp.If(this=exp.Is(this=column.copy(), expression=exp.Null()), true=exp.Null())
    return exp.Case(ifs=[null, exp.If(this=condition, true=then)], default=otherwise)


def _stars(count: exp.Expr, dialect: str) -> exp.Func:
    if dialect == "sqlite":  # it has no REPEAT: n zero bytes print as 2n hexadecimal zeros
        zeros = exp.func("hex", exp.func("zeroblob", count.copy()))
        return exp.func("replace", zeros, _text("00"), _text(_STAR))
    times = exp.Cast(this=count.copy(), to=exp.DataType.build("int"))
    return exp.Repeat(this=_text(_STAR), times=times)


def _starts_with_year(column: exp.Expr, dialect: str) -> exp.Expr:
    if dialect == "sqlite":
        return exp.Glob(this=column.copy(), expression=_text("[0-9][0-9][0-9][0-9]*"))
    return exp.RegexpLike(this=column.copy(), expression=_text("^[0-9]{4}"))


def _substring(column: exp.Expr, start: int, length: int) -> exp.Substring:
    return exp.Substring(this=column.copy(), start=_number(start), length=_number(length))


def _not_null(column: exp.Expr) -> exp.Expr:
    return exp.Not(this=exp.Is(this=column.copy(), expression=exp.Null()))


def _text(value: str) -> exp.Literal:
    return exp.Literal.string(value)


def _number(value: int) -> exp.Expr:
    return exp.Literal.number(value)
