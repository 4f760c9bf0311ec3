"""Refused rows: kept with a reason per cell, shown on a page, sent back as a workbook (jz-data-2020/13)."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class RefusedCell:
    """One refused cell: the row as a person counts, the file's column, the item, what stood there, and the rule.

    `message` has the reason in both languages, by `zh` and `en`.
    """

    row: int
    column: str
    item: str
    label: str
    value: str | None
    rule: str
    message: dict[str, str]


def cells(path: Path, *, limit: int = 50, offset: int = 0, rule: str | None = None) -> list[RefusedCell]:
    """A page of refused cells in the order of the file, of one rule if asked."""
    raise NotImplementedError


def workbook(path: Path, target: Path, *, language: str = "zh") -> Path:
    """Write the refused rows as XLSX to `target`: as sent, refused cells colored, a column with the reasons."""
    raise NotImplementedError
