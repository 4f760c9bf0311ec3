"""Reading what departments send: CSV, XLSX and Parquet, checked before anything is parsed.

`open_file` gives a `SourceTable`: labels, preview, and all rows as text with the numbers a person counts.
"""

from shuyuan.engine.readers.limits import Limits
from shuyuan.engine.readers.opening import open_file
from shuyuan.engine.readers.source import FileKind, Note, PreviewRow, SourceTable

__all__ = ["FileKind", "Limits", "Note", "PreviewRow", "SourceTable", "open_file"]
