"""Checks as SQL: the first rule that a cell breaks, for every cell in one pass (jz-data-2020/13)."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from sqlglot import exp

from shuyuan.engine import cleaning
from shuyuan.engine.readers.source import ERROR_MARK, FORMULA_MARK
from shuyuan.engine.rule_texts import RULES, describe
from shuyuan.engine.spec import Check, CheckKind, DataType, ItemSpec
from shuyuan.engine.sql import check_digits
from shuyuan.engine.sql.fragments import among, column, fragment
from shuyuan.kernel.errors import BadInput

__all__ = ["RULES", "describe", "faults", "reference_table", "remainder", "rule_code"]

#: Refused wherever text is meant: a spreadsheet would run it. Numbers and prose may begin with a sign.
_FORMULA = r"^[=@＝＠]|^[+\-＋－]\s*[A-Za-z_.]+[(|!]|^[+\-＋－].*\|.*!"
_CONTROL = r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]"
_CONTROL_OR_BREAK = r"[\x00-\x1f\x7f]"

#: Days that a government record can name; others are typing errors.
FIRST_YEAR, LAST_YEAR = 1800, 2200

#: Whole numbers of so many digits always fit into 64 bits.
_MOST_DIGITS = 18

_NOT_OF_TYPE = {
    DataType.DATE: "not_a_date",
    DataType.DATETIME: "not_a_time",
    DataType.BOOLEAN: "not_a_boolean",
    DataType.INTEGER: "not_an_integer",
}

Fault = tuple[str, exp.Expr]


def faults(
    item: ItemSpec,
    *,
    raw: exp.Expr,
    untidy: exp.Expr,
    text: exp.Expr,
    value: exp.Expr,
    remainder: exp.Expr,
    workbook: bool,
) -> list[Fault]:
    """The rules of an item in their order, each with the condition under which a cell breaks it.

    The arguments are the columns of the layers of `cleaning`, and that of `remainder`. Raises BadInput
    (`bad_check`) when the entry's check cannot be used.
    """
    rules: list[Fault] = []
    if workbook:
        rules += [
            (code, fragment("starts_with(:raw, :mark)", raw=raw, mark=mark))
            for code, mark in (("cell_is_formula", FORMULA_MARK), ("cell_is_error", ERROR_MARK))
        ]
    if item.required or item.is_key:
        rules.append(("required", fragment(":text IS NULL", text=text)))
    else:
        # The first branch that holds ends the search: an empty cell breaks no further rule.
        rules.append(("", fragment(":text IS NULL", text=text)))
    rules += _of_text(item, untidy, text) if item.type in cleaning.TEXTS else _of_type(item, text, value)
    for check in item.checks:
        rules += _of_check(item, check, text, value, remainder)
    return rules


def rule_code(code: str) -> exp.Expr:
    """The number that stands for a rule in the statement; 0 for none."""
    return fragment(f"CAST({RULES.index(code) + 1 if code else 0} AS UTINYINT)")


def remainder(item: ItemSpec, text: exp.Expr) -> exp.Expr:
    """The weighted sum of an identifier, in a layer of its own; NULL for other items."""
    for check in item.checks:
        if check.kind is CheckKind.RESIDENT_ID:
            return check_digits.resident_id_remainder(text)
        if check.kind is CheckKind.USCC:
            return check_digits.uscc_remainder(text)
    return exp.null()


def reference_table(item: ItemSpec, check: Check) -> str:
    """The table of the session in which the existing values of a reference stand (column `value`)."""
    return f"reference_{item.name}_{item.checks.index(check)}"


def _of_text(item: ItemSpec, untidy: exp.Expr, text: exp.Expr) -> list[Fault]:
    breaks = item.type is DataType.MEMO
    rules: list[Fault] = []
    if cleaning.is_code(item):
        lost = fragment("regexp_full_match(:text, :scientific)", text=text, scientific=cleaning.SCIENTIFIC)
        rules.append(("number_lost_digits", lost))
    begins = among(fragment("substr(:text, 1, 1)", text=text), "=@+-＝＠＋－")
    rules += [
        (
            "looks_like_formula",
            fragment(
                ":begins AND regexp_matches(:text, :formula)", begins=begins, text=text, formula=_FORMULA
            ),
        ),
        (
            "control_character",
            fragment(
                ":untidy AND regexp_matches(:text, :control)",
                untidy=untidy,
                text=text,
                control=_CONTROL if breaks else _CONTROL_OR_BREAK,
            ),
        ),
    ]
    if item.length is not None:
        rules.append(("too_long", fragment("length(:text) > :most", text=text, most=item.length)))
    return rules


def _of_type(item: ItemSpec, text: exp.Expr, value: exp.Expr) -> list[Fault]:
    rules: list[Fault] = []
    if item.type is DataType.INTEGER or item.type in cleaning.DECIMALS:
        lost = fragment(
            "contains(:text, 'E') AND regexp_full_match(:text, '.*[.][0-9]{14}E[+]1[5-9]')", text=text
        )
        rules.append(("number_lost_digits", lost))
    broken = fragment(":value IS NULL", value=value)
    if item.type in cleaning.REALS:
        broken = fragment(":value IS NULL OR isinf(:value)", value=value)
    rules.append((_NOT_OF_TYPE.get(item.type, "not_a_number"), broken))
    if item.type in {DataType.DATE, DataType.DATETIME}:
        kind = cleaning.sql_type(item)
        outside = fragment(
            f":value < CAST(:first AS {kind}) OR :value >= CAST(:after AS {kind})",
            value=value,
            first=f"{FIRST_YEAR}-01-01",
            after=f"{LAST_YEAR + 1}-01-01",
        )
        rules.append(("date_out_of_range", outside))
    if item.type in cleaning.DECIMALS:
        rules += _of_digits(item, text, value)
    elif item.type is DataType.INTEGER and item.length is not None and item.length <= _MOST_DIGITS:
        rules.append(
            ("too_many_digits", fragment("abs(:value) >= :bound", value=value, bound=10**item.length))
        )
    return rules


def _of_digits(item: ItemSpec, text: exp.Expr, value: exp.Expr) -> list[Fault]:
    scale = cleaning.decimal_scale(item)
    more = fragment(
        # The first two comparisons spare most numbers the rest.
        "contains(:text, '.') AND length(:text) - strpos(:text, '.') > :scale"
        " AND NOT contains(lower(:text), 'e') AND length(rtrim(split_part(:text, '.', 2), '0')) > :scale",
        text=text,
        scale=scale,
    )
    rules: list[Fault] = [("too_many_decimals", more)]
    if item.length is not None and item.length > scale:
        bound = exp.Literal.number(10 ** (item.length - scale))
        rules.append(("too_many_digits", fragment("abs(:value) >= :bound", value=value, bound=bound)))
    return rules


def _of_check(
    item: ItemSpec, check: Check, text: exp.Expr, value: exp.Expr, remainder: exp.Expr
) -> list[Fault]:
    if check.kind is CheckKind.RESIDENT_ID:
        return check_digits.resident_id_faults(text, remainder)
    if check.kind is CheckKind.USCC:
        return check_digits.uscc_faults(text, remainder)
    conditions: dict[CheckKind, Callable[[], exp.Expr]] = {
        CheckKind.PATTERN: lambda: fragment(
            "NOT regexp_full_match(:text, :regex)", text=text, regex=str(_param(item, check, "regex"))
        ),
        CheckKind.CODE_LIST: lambda: exp.not_(among(text, _values(item, check))),
        CheckKind.RANGE: lambda: _outside(item, check, value),
        CheckKind.REFERENCE: lambda: fragment(
            "NOT :text IN (SELECT value FROM :existing)",
            text=text if item.type in cleaning.TEXTS else fragment("CAST(:value AS VARCHAR)", value=value),
            existing=column(reference_table(item, check)),
        ),
    }
    code = {
        CheckKind.PATTERN: "pattern",
        CheckKind.CODE_LIST: "not_in_code_list",
        CheckKind.RANGE: "out_of_range",
        CheckKind.REFERENCE: "reference_unknown",
    }
    return [(code[check.kind], conditions[check.kind]())]


def _outside(item: ItemSpec, check: Check, value: exp.Expr) -> exp.Expr:
    bounds = []
    for name, comparison in (("min", "<"), ("max", ">")):
        bound = check.params.get(name)
        if bound is None:
            continue
        _must_fit(item, str(bound))
        typed = fragment(f"CAST(:bound AS {cleaning.sql_type(item)})", bound=str(bound))
        bounds.append(fragment(f":value {comparison} :bound", value=value, bound=typed))
    if not bounds:
        raise _unusable(item, check.kind, "min_or_max_missing")
    return exp.or_(*bounds)


def _must_fit(item: ItemSpec, bound: str) -> None:
    """A bound that is not of the item's type would only fail later, with every row."""
    reader = {
        DataType.DATE: date.fromisoformat,
        DataType.DATETIME: datetime.fromisoformat,
    }.get(item.type, str if item.type in cleaning.TEXTS else Decimal)
    try:
        reader(bound)
    except (ValueError, InvalidOperation):
        raise _unusable(item, CheckKind.RANGE, "bound_not_of_type") from None


def _values(item: ItemSpec, check: Check) -> Sequence[str]:
    values = _param(item, check, "values")
    if not isinstance(values, list | tuple) or not values:
        raise _unusable(item, check.kind, "values_missing")
    return [str(value) for value in values]


def _param(item: ItemSpec, check: Check, name: str) -> object:
    if name not in check.params:
        raise _unusable(item, check.kind, f"{name}_missing")
    return check.params[name]


def _unusable(item: ItemSpec, kind: CheckKind, cause: str) -> BadInput:
    return BadInput(
        f"the {kind} check of {item.name} cannot be used: {cause}",
        code="bad_check",
        item=item.name,
        check=kind.value,
        cause=cause,
        remedy="correct_entry",
    )
