"""What the bytes of a text file are: encoding, quotes and lines, found in bounded memory."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from shuyuan.kernel.errors import BadInput

UTF_8 = "utf-8"
GB18030 = "gb18030"

_CHUNK = 1 << 20
_UTF_8_MARK = b"\xef\xbb\xbf"
_UTF_16_MARKS = (b"\xff\xfe", b"\xfe\xff")
#: So many bytes beyond ASCII that read as UTF-8 are no accident: the file is UTF-8, and broken.
_NO_ACCIDENT = 16


@dataclass(frozen=True)
class TextScan:
    """A text file that can be decoded from end to end; `mark_bytes` come before the text."""

    encoding: str
    mark_bytes: int
    ends_with_newline: bool
    has_quotes: bool


@dataclass
class _Place:
    """How far the scan came: bytes and complete lines."""

    offset: int = 0
    lines: int = 0

    def pass_over(self, block: bytes) -> None:
        self.offset += len(block)
        self.lines += block.count(b"\n")


def scan(path: Path, *, line_bytes: int) -> TextScan:
    """Read the file once (twice if it is GB18030) and say what it is.

    Raises BadInput with `line` and `offset`: `encoding_unsupported` (UTF-16), `nul_byte`, `line_too_long`,
    `invalid_bytes` (in no encoding that we read), `unbalanced_quotes`.
    """
    with path.open("rb") as stream:
        head = stream.read(4)
    if head.startswith(_UTF_16_MARKS):
        raise BadInput(
            "the file is UTF-16", code="encoding_unsupported", encoding="UTF-16", remedy="save_as_utf8"
        )
    marked = head.startswith(_UTF_8_MARK)
    structure = _structure(path, line_bytes)
    encoding = UTF_8 if _is_utf_8(path, surely=marked) else GB18030
    if encoding == GB18030:
        _must_decode(path, GB18030)
    return TextScan(encoding, len(_UTF_8_MARK) if marked else 0, *structure)


def _blocks(path: Path) -> Iterator[bytes]:
    """The file in blocks that end with a newline, which in neither encoding is part of a character."""
    carried = b""
    with path.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            end = chunk.rfind(b"\n") + 1
            if end:
                yield carried + chunk[:end]
                carried = chunk[end:]
            else:
                carried += chunk
    if carried:
        yield carried


def _structure(path: Path, line_bytes: int) -> tuple[bool, bool]:
    """Whether it ends with a newline and has quotes; refuses endless lines, NUL bytes and open quotes."""
    offset = since_newline = quotes = 0
    chunk = b""
    with path.open("rb") as stream:
        while following := stream.read(_CHUNK):
            chunk = following
            if b"\0" in chunk:
                place = _Place(offset, _lines_before(path, offset))
                raise _refused("nul_byte", place, chunk, chunk.index(b"\0"), remedy="export_again")
            newline = chunk.find(b"\n")
            if since_newline + (newline if newline >= 0 else len(chunk)) > line_bytes:
                line = _lines_before(path, offset) + 1
                raise BadInput(
                    f"line {line} is longer than {line_bytes} bytes",
                    code="line_too_long",
                    line=line,
                    offset=offset,
                    limit_bytes=line_bytes,
                    remedy="check_line_breaks",
                )
            since_newline = (
                len(chunk) - chunk.rfind(b"\n") - 1 if newline >= 0 else since_newline + len(chunk)
            )
            quotes += chunk.count(b'"')
            offset += len(chunk)
    if quotes % 2:
        line = _first_odd_line(path)
        raise BadInput(
            f"a quotation mark in line {line} has no partner",
            code="unbalanced_quotes",
            line=line,
            remedy="double_the_quote",
        )
    return chunk.endswith(b"\n"), quotes > 0


def _lines_before(path: Path, offset: int) -> int:
    """How many lines end before the offset; counted only when something is to be told."""
    lines = 0
    with path.open("rb") as stream:
        while stream.tell() < offset and (chunk := stream.read(min(_CHUNK, offset - stream.tell()))):
            lines += chunk.count(b"\n")
    return lines


def _first_odd_line(path: Path) -> int:
    """The first line with an odd number of quotes: where values have no line breaks, the culprit."""
    lines = 0
    for block in _blocks(path):
        for line in block.splitlines(keepends=True):
            lines += 1
            if line.count(b'"') % 2:
                return lines
    return lines


def _is_utf_8(path: Path, *, surely: bool) -> bool:
    """Whether the bytes are UTF-8; raises when they mostly are: broken UTF-8 is not to be read as GB18030."""
    if all(_validates(block) for block in _blocks(path)):
        return True
    place, beyond_ascii = _Place(), 0
    for block in _blocks(path):
        try:
            text = block.decode(UTF_8)
        except UnicodeDecodeError as error:
            beyond_ascii += error.start - len(block[: error.start].decode(UTF_8))
            if surely or beyond_ascii >= _NO_ACCIDENT:
                raise _undecodable(UTF_8, place, block, error.start) from None
            break
        beyond_ascii += len(block) - len(text)
        place.pass_over(block)
    return False


def _validates(block: bytes) -> bool:
    """Whether a block is UTF-8, without making a string of it: Arrow takes half the time of `decode`."""
    try:
        pa.array([block], pa.binary()).cast(pa.string())
    except pa.ArrowInvalid:
        return False
    return True


def _must_decode(path: Path, encoding: str) -> None:
    place = _Place()
    for block in _blocks(path):
        try:
            block.decode(encoding)
        except UnicodeDecodeError as error:
            raise _undecodable(encoding, place, block, error.start) from None
        place.pass_over(block)


def _undecodable(encoding: str, place: _Place, block: bytes, at: int) -> BadInput:
    return _refused("invalid_bytes", place, block, at, encoding=encoding, remedy="save_as_utf8")


def _refused(code: str, place: _Place, block: bytes, at: int, **facts: str) -> BadInput:
    line = place.lines + block.count(b"\n", 0, at) + 1
    offset = place.offset + at
    shown = block[at : at + 4].hex(" ")
    return BadInput(
        f"{code} in line {line} at byte {offset}: {shown}",
        code=code,
        line=line,
        offset=offset,
        bytes=shown,
        **facts,
    )
