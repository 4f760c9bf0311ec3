"""
Takes a file from a person: named, measured, sniffed, looked through for secrecy marks, scanned, and kept.

Content lies under its digest, so the same file sent twice is kept once, and nothing overwrites it. All of
this happens before the database is asked, so a slow scanner holds no lock.
"""

import re
import tempfile
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile

from shuyuan.engine.landing import Landed, land, plain_name
from shuyuan.engine.readers.archive import open_archive
from shuyuan.engine.readers.limits import Limits
from shuyuan.kernel.errors import NotFound, RuleRefused
from shuyuan.kernel.verdict import Verdict
from shuyuan.papers.pdf_reader import UnreadablePdf, first_page_text
from shuyuan.papers.scanning import is_clean
from shuyuan.papers.secrecy import judge_markings, markings, markings_of_name
from shuyuan.papers.sniffing import FileType, sniff

#: How much of the beginning of a file counts as its first page.
_FIRST_PAGE = 4_000
_PART_BYTES = 1 << 20
_TAG = re.compile(r"<[^>]*>")
_PARAGRAPH = re.compile(r"</(?:w:p|a:p|si|text:p)>|<w:br/>")
#: The parts of an office file in which a mark on the first page stands.
_FIRST_PARTS = re.compile(
    r"^(word/(document|header\d*)\.xml|xl/sharedStrings\.xml|ppt/slides/slide1\.xml|Doc_0/Pages/Page_0/Content\.xml)$"
)


@dataclass(frozen=True)
class Received:
    """A file that passed every check and is kept; `stored_as` is its place below the folder."""

    name: str
    kind: FileType
    size: int
    digest: str
    stored_as: str
    is_scanned: bool


def receive(upload: UploadedFile) -> Received:
    """Check and keep an upload.

    Raises BadInput or TooLarge as `engine.landing.land`, `papers.sniffing.sniff` and
    `papers.scanning.is_clean` do, and RuleRefused when name or first page bear a secrecy mark. Nothing of a
    refused file is kept.
    """
    name = safe_name(upload.name or "")
    _refuse_marks(judge_markings(markings_of_name(name), place="name"))
    folder = _folder()
    upload.seek(0)
    with tempfile.TemporaryDirectory(prefix=".incoming-", dir=folder) as waiting:
        landed = land(
            upload,
            Path(waiting),
            filename=name,
            limit_bytes=settings.ATTACHMENT_LIMIT_BYTES,  # type: ignore[arg-type]
        )
        kind = sniff(landed.path, name)
        _refuse_marks(judge_markings(markings(first_page(landed.path, kind)), place="first_page"))
        is_scanned = is_clean(landed.path, settings.VIRUS_SCANNER)
        return Received(name, kind, landed.size, landed.digest, _keep(landed, folder), is_scanned)


def keep_bytes(content: bytes, name: str) -> Landed:
    """Keep a file that the platform itself made, durable and never changed again."""
    return land(BytesIO(content), _folder(), filename=name, limit_bytes=settings.ATTACHMENT_LIMIT_BYTES)


def stored_path(stored_as: str) -> Path:
    """Where kept content lies; raises NotFound `attachment_lost` when the disk does not have it."""
    path = Path(settings.ATTACHMENTS) / stored_as
    if not path.is_file():
        raise NotFound("the content is not on the disk", code="attachment_lost")
    return path


def safe_name(name: str) -> str:
    """The sender's file name without folders, control characters and signs that systems refuse."""
    clean = re.sub(r'[<>:"|?*\\/\u202a-\u202e\u2066-\u2069]', "_", plain_name(name))
    return clean.lstrip(".") or "unnamed"


def first_page(path: Path, kind: FileType) -> str:
    """The text with which a file begins; '' where there is none to read (pictures, scans, old formats)."""
    if kind.name == "pdf":
        try:
            return first_page_text(path)[:_FIRST_PAGE]
        except UnreadablePdf:
            return ""
    if kind.name == "text":
        with path.open("rb") as file:
            head = file.read(_FIRST_PAGE * 4)
        try:
            return head.decode("utf-8")[:_FIRST_PAGE]
        except UnicodeDecodeError:
            return head.decode("gb18030", errors="ignore")[:_FIRST_PAGE]
    if kind.name in {"docx", "xlsx", "pptx", "ofd"}:
        return _first_parts(path)
    return ""


def _first_parts(path: Path) -> str:
    """The beginning of every part that may carry a mark, each with its paragraphs on lines of their own."""
    archive = open_archive(path, Limits(archive_entries=5_000, unpacked_bytes=512 << 20))
    texts = []
    for part in sorted(name for name in archive.parts if _FIRST_PARTS.match(name)):
        taken = bytearray()
        for chunk in archive.chunks(part):
            taken += chunk
            if len(taken) >= _PART_BYTES:
                break
        xml = bytes(taken[:_PART_BYTES]).decode("utf-8", errors="ignore")
        texts.append(_TAG.sub("", _PARAGRAPH.sub("\n", xml))[:_FIRST_PAGE])
    return "\n".join(texts)


def _refuse_marks(verdict: Verdict) -> None:
    if not verdict.allowed:
        raise RuleRefused(verdict)


def _folder() -> Path:
    folder = Path(settings.ATTACHMENTS)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


def _keep(landed: Landed, folder: Path) -> str:
    """Move checked content under its digest; an equal file may be there already."""
    stored_as = f"{landed.digest[:2]}/{landed.path.name}"
    target = folder / stored_as
    target.parent.mkdir(exist_ok=True)
    landed.path.replace(target)
    return stored_as
