"""Whether the column of an item can hold a data element: types and lengths, pure."""

from enum import StrEnum

from shuyuan.engine.spec import DataType

_TEXT = frozenset({DataType.CHARACTER, DataType.MEMO, DataType.GENERAL})
_NUMBER = frozenset({DataType.NUMERIC, DataType.CURRENCY, DataType.INTEGER, DataType.DOUBLE, DataType.FLOAT})
_MOMENT = frozenset({DataType.DATE, DataType.DATETIME})


class Fit(StrEnum):
    """How well a column holds an element, best first."""

    FITS = "fits"
    SHORTER = "shorter"  # long values would not fit
    CONVERTED = "converted"  # another type, from which it can be converted
    TOO_SHORT = "too_short"  # an identifier that cannot be kept whole
    WRONG_TYPE = "wrong_type"


def fit_of(
    element_type: str,
    element_length: int | None,
    item_type: str,
    item_length: int | None,
    *,
    identifies: bool = False,
) -> Fit:
    """How a column of `item_type` holds the element. Numbers lose leading zeros, so they hold no codes."""
    if not _convertible(DataType(element_type), DataType(item_type)):
        return Fit.WRONG_TYPE
    is_shorter = (
        element_type == DataType.CHARACTER
        and item_type == DataType.CHARACTER
        and element_length is not None
        and item_length is not None
        and item_length < element_length
    )
    if is_shorter:
        return Fit.TOO_SHORT if identifies else Fit.SHORTER
    same = any({element_type, item_type} <= group for group in (_TEXT, _NUMBER, _MOMENT))
    return Fit.FITS if same or element_type == item_type else Fit.CONVERTED


def _convertible(element: DataType, item: DataType) -> bool:
    if element in _TEXT:
        return item in _TEXT or (element is DataType.CHARACTER and item is DataType.BOOLEAN)
    if element is DataType.BOOLEAN:
        return item is DataType.BOOLEAN or item in _TEXT
    if element in _NUMBER:
        return item in _NUMBER or item in _TEXT
    return item in _MOMENT or item in _TEXT
