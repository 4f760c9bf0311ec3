"""
What a file really is: by its first bytes and, for office files, by what lies in the ZIP.

The extension must agree with the content, so that a program cannot come as a picture. Pages (HTML, SVG),
programs, archives and office files with macros are not taken.
"""

from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from shuyuan.engine.readers.archive import open_archive
from shuyuan.engine.readers.limits import Limits
from shuyuan.kernel.errors import BadInput

_OFFICE = "application/vnd.openxmlformats-officedocument."
_HEAD = 1024
_TEXT_SAMPLE = 64 << 10
_LIMITS = Limits(archive_entries=5_000, unpacked_bytes=512 << 20)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_TEXT_CONTROLS = frozenset(range(32)) - {9, 10, 12, 13, 27}


@dataclass(frozen=True)
class FileType:
    """A kind of file that is taken: its extensions, and whether pages show it."""

    name: str
    media_type: str
    extensions: tuple[str, ...]
    shown: bool = False


TYPES = {
    kind.name: kind
    for kind in (
        FileType("pdf", "application/pdf", ("pdf",), shown=True),
        FileType("png", "image/png", ("png",), shown=True),
        FileType("jpeg", "image/jpeg", ("jpg", "jpeg"), shown=True),
        FileType("gif", "image/gif", ("gif",), shown=True),
        FileType("webp", "image/webp", ("webp",), shown=True),
        FileType("docx", _OFFICE + "wordprocessingml.document", ("docx",)),
        FileType("xlsx", _OFFICE + "spreadsheetml.sheet", ("xlsx",)),
        FileType("pptx", _OFFICE + "presentationml.presentation", ("pptx",)),
        FileType("ofd", "application/ofd", ("ofd",)),
        FileType("office", "application/x-ole-storage", ("doc", "xls", "ppt", "wps", "et", "dps")),
        FileType("text", "text/plain", ("txt", "csv", "md")),
    )
}
ACCEPTED = tuple(extension for kind in TYPES.values() for extension in kind.extensions)

#: A part that every ZIP of that type has.
_PARTS = {
    "docx": "word/document.xml",
    "xlsx": "xl/workbook.xml",
    "pptx": "ppt/presentation.xml",
    "ofd": "OFD.xml",
}


def sniff(path: Path, filename: str) -> FileType:
    """The type of a file whose extension agrees with it.

    Raises BadInput: `attachment_type_refused` (not a type that is taken), `attachment_type_differs` (the
    extension says something else), `attachment_macros`, or as `engine.readers.archive.open_archive`.
    """
    extension = PurePosixPath(filename).suffix[1:].lower()
    kind = _by_content(path)
    if kind is None or extension not in ACCEPTED:
        raise BadInput(
            f"a file of type {extension!r} is not taken",
            code="attachment_type_refused",
            filename=filename,
            accepted=list(ACCEPTED),
        )
    if extension not in kind.extensions:
        raise BadInput(
            f"named {extension}, but it is {kind.name}",
            code="attachment_type_differs",
            filename=filename,
            extension=extension,
            found=kind.extensions[0],
        )
    return kind


def type_of(media_type: str) -> FileType | None:
    """The type with that media type, as an attachment keeps it."""
    return next((kind for kind in TYPES.values() if kind.media_type == media_type), None)


def _by_content(path: Path) -> FileType | None:
    with path.open("rb") as file:
        head = file.read(_TEXT_SAMPLE)
    name = ""
    if b"%PDF-" in head[:_HEAD]:
        name = "pdf"
    elif head.startswith(b"\x89PNG\r\n\x1a\n"):
        name = "png"
    elif head.startswith(b"\xff\xd8\xff"):
        name = "jpeg"
    elif head.startswith((b"GIF87a", b"GIF89a")):
        name = "gif"
    elif head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        name = "webp"
    elif head.startswith(_OLE):
        name = "office"
    elif head.startswith(b"PK\x03\x04"):
        name = _office_type(path)
    elif _is_text(head):
        name = "text"
    return TYPES.get(name)


def _office_type(path: Path) -> str:
    parts = open_archive(path, _LIMITS).parts
    if any(part.rsplit("/", 1)[-1].lower() == "vbaproject.bin" for part in parts):
        raise BadInput("the file holds macros", code="attachment_macros")
    return next((name for name, part in _PARTS.items() if part in parts), "")


def _is_text(head: bytes) -> bool:
    """Whether it reads as text in UTF-8 or GB18030; a character may be cut at the end of the sample."""
    if _TEXT_CONTROLS & set(head):
        return False
    for encoding in ("utf-8", "gb18030"):
        for cut in range(4):
            try:
                head[: len(head) - cut].decode(encoding)
            except UnicodeDecodeError:
                continue
            return True
    return False
