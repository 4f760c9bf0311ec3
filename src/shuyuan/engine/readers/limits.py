"""How much a file may hold before it is refused, so that no file takes more than its share of the machine."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Limits:
    """The bounds of one file, counted before or while it is read.

    `line_bytes` is at least a mebibyte: files are scanned in pieces of that size. `cells` bounds workbooks,
    whose sheets have to be held in memory; larger tables come as CSV or Parquet.
    """

    columns: int = 500
    rows: int = 50_000_000
    label_length: int = 200
    line_bytes: int = 1 << 20
    archive_entries: int = 2_000
    unpacked_bytes: int = 1 << 30
    unpacked_ratio: int = 300
    cells: int = 6_000_000


DEFAULT_LIMITS = Limits()
