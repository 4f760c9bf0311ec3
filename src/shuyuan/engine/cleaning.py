"""Cleaning as SQL: how the text of a cell becomes the text and the typed value of its item (jz-data-2020/13).

Four steps, each a layer of its own in the statement: `untidy` looks, `tidied` mends spaces and letters,
`spelled` writes codes, numbers, days and moments in one way, `upgraded` gives old identity numbers their 18
characters. Then `value` casts. What cannot be mended without guessing stays, and the checks refuse it.
"""

from sqlglot import exp

from shuyuan.engine.spec import CheckKind, DataType, ItemSpec
from shuyuan.engine.sql.check_digits import upgraded_resident_id
from shuyuan.engine.sql.fragments import among, fragment
from shuyuan.kernel.identifiers.typing_habits import INVISIBLE

TEXTS = frozenset({DataType.CHARACTER, DataType.MEMO, DataType.GENERAL})
DECIMALS = frozenset({DataType.NUMERIC, DataType.CURRENCY})
#: Both are kept with 64 bits, so that no digit is lost on the way through.
REALS = frozenset({DataType.DOUBLE, DataType.FLOAT})

#: Departments write the time of the wall clock; the country has one zone.
WALL_CLOCK_OFFSET = "+08:00"

_SPACES = " \t\r\n\u00a0\u3000" + INVISIBLE
_SPACE_CLASS = "[\\s\u00a0\u3000\u00ad\u200b-\u200f\u2060\ufeff]"
#: One look tells whether any slower step is needed: spaces at the ends, marks that show nothing, control
#: characters, full-width forms.
_UNTIDY = (
    f"^{_SPACE_CLASS}|{_SPACE_CLASS}$"
    "|[\\x00-\\x1f\\x7f\u00a0\u00ad\u200b-\u200f\u2060\ufeff\u3000\uff01-\uff5e]"
)

_LETTERS_AND_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_SIGNS = "+-./:,()_#@&%*=!?;~"

#: A number as programs write it; DuckDB itself would also read 1_000, 0x1F and infinity.
PLAIN_NUMBER = r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?"
#: Scientific notation as spreadsheets write long numbers. A bare 4E5 may be a code and is none.
SCIENTIFIC = r"([0-9])(?:\.([0-9]+)[eE][+]?|[eE][+])([0-9]{1,3})"
_DECORATED_NUMBER = r"[+-]?[¥￥]?\s*[+-]?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]*)?\s*元?"

_DAY = "([0-9]{4})[-/.年 ]([0-9]{1,2})[-/.月 ]([0-9]{1,2})日?"
_MIDNIGHT = "(?:[ T]+0{1,2}:00(?::00(?:[.]0+)?)?)?"
_CLOCK = "[ T]*([0-9]{1,2})[:时]([0-9]{1,2})[:分]?([0-9]{1,2}(?:[.][0-9]{1,9})?)?秒?"
_OFFSET = "(Z|[+-][0-9]{2}:?[0-9]{2})?"

_DAY_LENGTH, _MOMENT_LENGTH = len("2024-01-05"), len("2024-01-05 08:30:00.123456789+08:00")

_TRUE = ("是", "true", "t", "yes", "y", "1", "1.0", "有", "对", "√")
_FALSE = ("否", "false", "f", "no", "n", "0", "0.0", "无", "错", "×")


def is_identifier(item: ItemSpec) -> bool:
    """Whether the item holds identity numbers or credit codes: no spaces, capitals only."""
    return item.type in TEXTS and bool(_kinds(item) & {CheckKind.RESIDENT_ID, CheckKind.USCC})


def is_code(item: ItemSpec) -> bool:
    """Whether a text item holds codes rather than prose, so that 410801.0 means 410801."""
    coded = {CheckKind.PATTERN, CheckKind.CODE_LIST, CheckKind.REFERENCE}
    return item.type in TEXTS and (item.is_key or is_identifier(item) or bool(_kinds(item) & coded))


def untidy(raw: exp.Expr) -> exp.Expr:
    """Whether the cell needs the slower steps of `tidied`."""
    return fragment("regexp_matches(:raw, :untidy)", raw=raw, untidy=_UNTIDY)


def tidied(item: ItemSpec, raw: exp.Expr, untidy: exp.Expr) -> exp.Expr:
    """The cell without outer spaces and, except in memos, with half-width letters; NULL for an empty one."""
    mended = fragment("trim(:raw, :spaces)", raw=raw, spaces=_SPACES)
    if item.type is not DataType.MEMO:
        # Full-width signs are right in Chinese prose, and only there.
        letters = _LETTERS_AND_DIGITS + (_SIGNS if item.type not in TEXTS or is_code(item) else "")
        wide = "".join(chr(ord(letter) + 0xFEE0) for letter in letters)
        mended = fragment("translate(:node, :wide, :narrow)", node=mended, wide=wide, narrow=letters)
    return fragment(
        "nullif(CASE WHEN :untidy THEN :mended ELSE :raw END, '')", untidy=untidy, mended=mended, raw=raw
    )


def spelled(item: ItemSpec, cell: exp.Expr, *, workbook: bool) -> exp.Expr:
    """The tidied cell in the one spelling that `value` casts and the checks look at.

    Cells of a `workbook` may hold its day numbers; elsewhere 45292 is no date.
    """
    if is_code(item):
        return _code_text(item, cell)
    if item.type in TEXTS:
        return cell
    if item.type is DataType.DATE:
        return _date_text(cell, workbook=workbook)
    if item.type is DataType.DATETIME:
        return _moment_text(cell, workbook=workbook)
    if item.type is DataType.BOOLEAN:
        return fragment("lower(:cell)", cell=cell)
    return fragment(
        "CASE WHEN regexp_full_match(:cell, :plain) THEN :cell"
        " WHEN regexp_full_match(:cell, :decorated) THEN regexp_replace(:cell, '[¥￥,元\\s]', '', 'g')"
        " ELSE :cell END",
        cell=cell,
        plain=PLAIN_NUMBER,
        decorated=_DECORATED_NUMBER,
    )


def upgraded(item: ItemSpec, cell: exp.Expr) -> exp.Expr:
    """Identity numbers of 15 digits with 18 characters; other items as they are."""
    return upgraded_resident_id(cell) if CheckKind.RESIDENT_ID in _kinds(item) else cell


def value(item: ItemSpec, text: exp.Expr) -> exp.Expr:
    """The typed value; NULL also where the text is not of the type, which the checks refuse."""
    if item.type in TEXTS:
        return text
    if item.type is DataType.BOOLEAN:
        return fragment(
            "CASE WHEN :is_true THEN true WHEN :is_false THEN false END",
            is_true=among(text, _TRUE),
            is_false=among(text, _FALSE),
        )
    if item.type is DataType.INTEGER:
        return fragment(
            "CASE WHEN regexp_full_match(:text, '[+-]?[0-9]+([.]0*)?')"
            " THEN try_cast(split_part(:text, '.', 1) AS BIGINT) END",
            text=text,
        )
    if item.type in REALS:
        return fragment(
            "CASE WHEN regexp_full_match(:text, :plain) THEN try_cast(:text AS DOUBLE) END",
            text=text,
            plain=PLAIN_NUMBER,
        )
    if item.type in DECIMALS:
        # Casting text to 38 digits takes thirty times as long as to 18, and most numbers fit into 18.
        small = f"DECIMAL(18, {min(decimal_scale(item), 18)})"
        return fragment(
            "CASE WHEN regexp_full_match(:text, :plain)"
            f" THEN coalesce(CAST(try_cast(:text AS {small}) AS {sql_type(item)}),"
            f" try_cast(:text AS {sql_type(item)})) END",
            text=text,
            plain=PLAIN_NUMBER,
        )
    # DuckDB would read "epoch" too, and cut a time of day off. Texts below ':' begin with a digit.
    longest = _DAY_LENGTH if item.type is DataType.DATE else _MOMENT_LENGTH
    return fragment(
        f"CASE WHEN :text < ':' AND length(:text) <= {longest} THEN try_cast(:text AS {sql_type(item)}) END",
        text=text,
    )


def sql_type(item: ItemSpec) -> str:
    """The DuckDB type in which the item is kept; the Delta types follow from it."""
    if item.type in DECIMALS:
        return f"DECIMAL({20 if item.type is DataType.CURRENCY else 38}, {decimal_scale(item)})"
    return {
        DataType.DATE: "DATE",
        DataType.DATETIME: "TIMESTAMPTZ",
        DataType.BOOLEAN: "BOOLEAN",
        DataType.INTEGER: "BIGINT",
        DataType.DOUBLE: "DOUBLE",
        DataType.FLOAT: "DOUBLE",
    }.get(item.type, "VARCHAR")


def decimal_scale(item: ItemSpec) -> int:
    """Digits after the point: two for money, as the entry says for numbers."""
    return 2 if item.type is DataType.CURRENCY else item.scale


def _kinds(item: ItemSpec) -> set[CheckKind]:
    return {check.kind for check in item.checks}


def _code_text(item: ItemSpec, cell: exp.Expr) -> exp.Expr:
    """Codes that a spreadsheet took for numbers, as codes again where every digit is still there."""
    if is_identifier(item):
        spaces = f"{_SPACE_CLASS}|-" if CheckKind.USCC in _kinds(item) else _SPACE_CLASS
        mended = fragment("upper(regexp_replace(:cell, :spaces, '', 'g'))", cell=cell, spaces=spaces)
    else:
        mended = cell
    parts = [
        fragment("regexp_extract(:cell, :scientific, :part)", cell=cell, scientific=SCIENTIFIC, part=part)
        for part in (1, 2, 3)
    ]
    return fragment(
        "CASE WHEN regexp_full_match(:cell, '[0-9A-Z]*') THEN :cell"
        " WHEN regexp_full_match(:cell, '[0-9]+[.]0+') THEN split_part(:cell, '.', 1)"
        " WHEN regexp_full_match(:cell, :scientific)"
        " THEN CASE WHEN length(:fraction) >= CAST(:power AS INTEGER)"
        " AND rtrim(substr(:fraction, CAST(:power AS INTEGER) + 1), '0') = ''"
        " THEN :whole || substr(:fraction, 1, CAST(:power AS INTEGER)) ELSE :cell END"
        " ELSE :mended END",
        cell=cell,
        scientific=SCIENTIFIC,
        whole=parts[0],
        fraction=parts[1],
        power=parts[2],
        mended=mended,
    )


def _date_text(cell: exp.Expr, *, workbook: bool) -> exp.Expr:
    """Days as 2024-01-05; with a time of day only if that is midnight."""
    branches = (
        "WHEN regexp_full_match(:cell, '[0-9]{4}-[0-9]{2}-[0-9]{2}') THEN :cell"
        " WHEN regexp_full_match(:cell, '[0-9]{8}')"
        " THEN regexp_replace(:cell, '^(....)(..)(..)$', '\\1-\\2-\\3')"
        " WHEN regexp_full_match(:cell, :day) THEN regexp_replace(:cell, :whole_day, '\\1-\\2-\\3')"
    )
    if workbook:
        branches += (
            " WHEN regexp_full_match(:cell, '[0-9]{1,6}([.]0+)?')"
            " THEN CAST(DATE '1899-12-30' + CAST(split_part(:cell, '.', 1) AS INTEGER) AS VARCHAR)"
        )
    return fragment(
        f"CASE {branches} ELSE :cell END",
        cell=cell,
        day=f"{_DAY}{_MIDNIGHT}",
        whole_day=f"^{_DAY}{_MIDNIGHT}$",
    )


def _moment_text(cell: exp.Expr, *, workbook: bool) -> exp.Expr:
    """Moments as 2024-01-05 08:30:00+08:00; without an offset they are the wall clock's."""
    branches = (
        "WHEN regexp_full_match(:cell, '[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}:[0-9]{2}')"
        " THEN :cell || :offset"
        " WHEN regexp_full_match(:cell, '[0-9]{14}')"
        " THEN regexp_replace(:cell, '^(....)(..)(..)(..)(..)(..)$', '\\1-\\2-\\3 \\4:\\5:\\6') || :offset"
        " WHEN regexp_full_match(:cell, '[0-9]{8}')"
        " THEN regexp_replace(:cell, '^(....)(..)(..)$', '\\1-\\2-\\3 00:00:00') || :offset"
        " WHEN regexp_full_match(:cell, :day)"
        " THEN regexp_replace(:cell, :whole_day, '\\1-\\2-\\3 00:00:00') || :offset"
        # '~' stands between clock and offset until both are complete.
        " WHEN regexp_full_match(:cell, :moment)"
        " THEN regexp_replace(regexp_replace(regexp_replace("
        "regexp_replace(:cell, :whole_moment, '\\1-\\2-\\3 \\4:\\5:\\6~\\7'),"
        " ':~', ':00~'), '~$', '~' || :offset), '~', '')"
    )
    if workbook:
        branches += (
            " WHEN regexp_full_match(:cell, '[0-9]{1,6}([.][0-9]+)?')"
            " THEN CAST(TIMESTAMP '1899-12-30' + to_seconds(round(CAST(:cell AS DOUBLE) * 86400)) AS VARCHAR)"
            " || :offset"
        )
    return fragment(
        f"CASE {branches} ELSE :cell END",
        cell=cell,
        offset=WALL_CLOCK_OFFSET,
        day=_DAY,
        whole_day=f"^{_DAY}$",
        moment=f"{_DAY}{_CLOCK}{_OFFSET}",
        whole_moment=f"^{_DAY}{_CLOCK}{_OFFSET}$",
    )
