"""CSV and its relatives: any of four delimiters, UTF-8 or GB18030, every row with its number."""

import csv
import io
from collections.abc import Callable, Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.csv

from shuyuan.engine.encodings import UTF_8, TextScan, scan
from shuyuan.engine.readers.header import checked_header
from shuyuan.engine.readers.limits import Limits
from shuyuan.engine.readers.source import FileKind, Note, SourceTable, column_name
from shuyuan.kernel.errors import BadInput

DELIMITERS = (",", ";", "\t", "|")

_HEAD = 256 << 10
_BLOCK = 4 << 20
#: So many rows with a wrong number of cells mean a wrong delimiter, not wrong rows.
_MOST_BROKEN = 10_000
#: What the parser says when nothing follows the header; the caller finds that there is no row.
_NO_DATA = "file is too short"


class DelimitedSource(SourceTable):
    """A CSV file; opening it scans all its bytes once."""

    kind = FileKind.DELIMITED

    def __init__(self, path: Path, limits: Limits) -> None:
        self._path = path
        self._text = scan(path, line_bytes=limits.line_bytes)
        header, self._delimiter, self._header_lines, self._header_row = _header(path, self._text)
        self.columns = checked_header(header, limits)
        self.notes = (
            Note("encoding", {"encoding": self._text.encoding}),
            Note("delimiter", {"delimiter": self._delimiter}),
        )

    def batches(self) -> Iterator[pa.RecordBatch]:
        """Rows by blocks of the file; a row with a wrong number of cells comes whole in `_broken`."""
        broken: list[pyarrow.csv.InvalidRow] = []
        numbers = _RowNumbers(self._header_lines + 1)
        shift = self._header_lines - self._header_row

        def keep(row: pyarrow.csv.InvalidRow) -> str:
            if len(broken) == _MOST_BROKEN:
                return "error"
            broken.append(row)
            numbers.leave_out(row.number)
            return "skip"

        try:
            for batch in self._open(keep):
                yield self._with_numbers(batch, numbers.take(batch.num_rows, shift))
        except pa.ArrowInvalid as error:
            if _NO_DATA not in str(error):
                raise _unreadable(error, broken, row=numbers.next - shift, shift=shift) from error
        if broken:
            self._must_be_whole(broken[-1], last_number=numbers.next - 1, row=broken[-1].number - shift)
            yield self._broken_rows([(row.number - shift, row.text) for row in broken])

    def _open(self, keep: Callable[[pyarrow.csv.InvalidRow], str]) -> pyarrow.csv.CSVStreamingReader:
        names = [column_name(index) for index in range(len(self.columns))]
        stream: pa.NativeFile = pa.OSFile(str(self._path))
        stream.seek(self._text.mark_bytes)
        if self._text.encoding != UTF_8:
            stream = pa.transcoding_input_stream(stream, self._text.encoding, UTF_8)
        return pyarrow.csv.open_csv(
            stream,
            # With threads, broken rows would come without their numbers; parsing is not what takes the time.
            read_options=pyarrow.csv.ReadOptions(
                block_size=_BLOCK, column_names=names, skip_rows=self._header_lines, use_threads=False
            ),
            parse_options=pyarrow.csv.ParseOptions(
                delimiter=self._delimiter,
                newlines_in_values=self._text.has_quotes,
                ignore_empty_lines=False,
                invalid_row_handler=keep,
            ),
            convert_options=pyarrow.csv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False, check_utf8=False
            ),
        )

    def _with_numbers(self, batch: pa.RecordBatch, numbers: pa.Array) -> pa.RecordBatch:
        whole = pa.nulls(batch.num_rows, pa.string())
        return pa.RecordBatch.from_arrays([numbers, whole, *batch.columns], schema=self.schema)

    def _broken_rows(self, rows: list[tuple[int, str]]) -> pa.RecordBatch:
        cells = [pa.nulls(len(rows), pa.string()) for _ in self.columns]
        numbers = pa.array([number for number, _ in rows], pa.int64())
        texts = pa.array([text for _, text in rows], pa.string())
        return pa.RecordBatch.from_arrays([numbers, texts, *cells], schema=self.schema)

    def _must_be_whole(self, broken: pyarrow.csv.InvalidRow, *, last_number: int, row: int) -> None:
        """A last row that lacks cells and its line end was cut off, and so may be the rows behind it."""
        cut = broken.actual_columns < broken.expected_columns and not self._text.ends_with_newline
        if cut and broken.number >= last_number:
            raise BadInput(
                f"the file ends in the middle of row {row}",
                code="file_truncated",
                row=row,
                expected=broken.expected_columns,
                actual=broken.actual_columns,
                remedy="send_again",
            )


class _RowNumbers:
    """Numbers of the good rows: consecutive, without those of the broken rows among them."""

    def __init__(self, first: int) -> None:
        self.next = first
        self._left_out: set[int] = set()

    def leave_out(self, number: int) -> None:
        """That row is broken; the parser tells before it hands out the rows around it."""
        self._left_out.add(number)

    def take(self, count: int, shift: int) -> pa.Array:
        """The numbers of the next good rows, minus `shift`."""
        first = self.next
        if not self._left_out:
            self.next += count
            return pa.arange(first - shift, self.next - shift)
        numbers: list[int] = []
        while len(numbers) < count:
            if self.next in self._left_out:
                self._left_out.discard(self.next)
            else:
                numbers.append(self.next - shift)
            self.next += 1
        while self.next in self._left_out:
            self._left_out.discard(self.next)
            self.next += 1
        return pa.array(numbers, pa.int64())


def _header(path: Path, text: TextScan) -> tuple[list[str], str, int, int]:
    """The labels, the delimiter, how many lines the header ends after, and which row it is."""
    with path.open("rb") as stream:
        stream.seek(text.mark_bytes)
        head = stream.read(_HEAD).decode(text.encoding, errors="ignore")
    first_line = next((line for line in head.splitlines() if line.strip()), "")
    delimiter = max(DELIMITERS, key=lambda mark: (first_line.count(mark), -DELIMITERS.index(mark)))
    records = csv.reader(io.StringIO(head), delimiter=delimiter)
    for row, labels in enumerate(records, start=1):
        if any(label.strip() for label in labels):
            return labels, delimiter, records.line_num, row
    raise BadInput("the file has no header", code="header_missing", remedy="add_header")


def _unreadable(
    error: pa.ArrowInvalid, broken: list[pyarrow.csv.InvalidRow], *, row: int, shift: int
) -> BadInput:
    if len(broken) == _MOST_BROKEN:
        return BadInput(
            f"more than {_MOST_BROKEN} rows have another number of cells than the header",
            code="too_many_broken_rows",
            row=broken[0].number - shift,
            expected=broken[0].expected_columns,
            actual=broken[0].actual_columns,
            remedy="check_delimiter",
        )
    return BadInput(
        f"row {row} cannot be read: {error}", code="row_unreadable", row=row, remedy="check_quotes"
    )
