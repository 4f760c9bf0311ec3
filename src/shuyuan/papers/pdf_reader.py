"""
Reads PDFs that people sent, in a process of its own with bounded time and memory.

    python -m shuyuan.papers.pdf_reader text FILE         the text of the first page, as UTF-8
    python -m shuyuan.papers.pdf_reader picture FILE N    page N as PNG
    python -m shuyuan.papers.pdf_reader count FILE        how many pages
"""

import resource
import struct
import subprocess
import sys
import zlib
from collections.abc import Iterable
from pathlib import Path

_SECONDS = 20
_MEMORY = 1536 << 20
_WIDTH = 1100
_LONGEST_SIDE = 4000
#: What the child answers for a file that cannot be read.
_UNREADABLE = 3


class UnreadablePdf(Exception):
    """Damaged, encrypted, or too much for the time and memory that a reader gets."""


def first_page_text(path: Path) -> str:
    """The text of the first page; '' for a scanned one. Raises UnreadablePdf."""
    return _ask("text", path).decode(errors="replace")


def page_count(path: Path) -> int:
    """How many pages; raises UnreadablePdf."""
    return int(_ask("count", path))


def page_picture(path: Path, page: int) -> bytes:
    """Page 1..n as PNG; raises UnreadablePdf, also for a page that is not there."""
    return _ask("picture", path, str(page))


def _ask(*words: object) -> bytes:
    try:
        done = subprocess.run(
            [sys.executable, "-m", __name__, *map(str, words)],
            capture_output=True,
            timeout=_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise UnreadablePdf("it takes too long") from error
    if done.returncode:
        raise UnreadablePdf(done.stderr.decode(errors="replace")[-300:])
    return done.stdout


def _png(width: int, height: int, channels: int, rows: Iterable[bytes]) -> bytes:
    """A PNG of rows of gray, RGB or RGBA pixels."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return (
            struct.pack("!L", len(content)) + kind + content + struct.pack("!L", zlib.crc32(kind + content))
        )

    colors = {1: 0, 3: 2, 4: 6}[channels]
    header = struct.pack("!LLBBBBB", width, height, 8, colors, 0, 0, 0)
    packed = zlib.compress(b"".join(b"\0" + row for row in rows), 6)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", packed) + chunk(b"IEND", b"")


def _main(task: str, path: str, page: str = "1") -> int:
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    import pypdfium2  # noqa: PLC0415 only the child loads it

    try:
        document = pypdfium2.PdfDocument(path)
        if task == "count":
            answer = str(len(document)).encode()
        elif task == "text":
            answer = document[0].get_textpage().get_text_range().encode(errors="replace")
        else:
            sheet = document[int(page) - 1]
            width, height = sheet.get_size()
            scale = min(_WIDTH / max(1, width), _LONGEST_SIDE / max(1, height))
            bitmap = sheet.render(scale=scale, rev_byteorder=True)
            pixels, stride, channels = bytes(bitmap.buffer), bitmap.stride, bitmap.n_channels
            rows = (pixels[y * stride :][: bitmap.width * channels] for y in range(bitmap.height))
            answer = _png(bitmap.width, bitmap.height, channels, rows)
    except (pypdfium2.PdfiumError, IndexError, ValueError, MemoryError) as error:
        sys.stderr.write(str(error))
        return _UNREADABLE
    sys.stdout.buffer.write(answer)
    return 0


if __name__ == "__main__":
    sys.exit(_main(*sys.argv[1:]))
