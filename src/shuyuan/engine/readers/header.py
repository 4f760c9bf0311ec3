"""The header of a file: every column needs one name, and no two the same."""

from collections import Counter
from collections.abc import Sequence

from shuyuan.engine.readers.limits import Limits
from shuyuan.kernel.errors import BadInput, TooLarge


def checked_header(labels: Sequence[str], limits: Limits) -> tuple[str, ...]:
    """The labels without outer spaces.

    Raises TooLarge (`too_many_columns`) and BadInput with the places counted from 1: `header_empty_label`,
    `header_duplicate_label`, `header_label_too_long`.
    """
    if len(labels) > limits.columns:
        raise TooLarge(
            f"{len(labels)} columns",
            code="too_many_columns",
            columns=len(labels),
            limit=limits.columns,
            remedy="remove_columns",
        )
    clean = tuple(" ".join(label.replace("\u3000", " ").split()) for label in labels)
    empty = [place for place, label in enumerate(clean, start=1) if not label]
    if empty:
        raise BadInput(
            f"columns without a name: {empty}",
            code="header_empty_label",
            places=empty,
            remedy="name_every_column",
        )
    twice = sorted(label for label, count in Counter(clean).items() if count > 1)
    if twice:
        places = [place for place, label in enumerate(clean, start=1) if label in twice]
        raise BadInput(
            f"column names that stand twice: {twice}",
            code="header_duplicate_label",
            labels=twice,
            places=places,
            remedy="rename_columns",
        )
    long = [place for place, label in enumerate(clean, start=1) if len(label) > limits.label_length]
    if long:
        raise BadInput(
            f"column names that are too long: {long}",
            code="header_label_too_long",
            places=long,
            limit=limits.label_length,
            remedy="check_header_row",
        )
    return clean
