"""Small files of every type, made here."""

import struct
import zipfile
import zlib
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile

from shuyuan.papers.red_head import Paper, Text, pdf, word


def upload(name, content):
    return SimpleUploadedFile(name, content)


def text(words="无密级的一段文字\n"):
    return words.encode()


def png():
    def chunk(kind, content):
        return (
            struct.pack("!L", len(content)) + kind + content + struct.pack("!L", zlib.crc32(kind + content))
        )

    header = struct.pack("!LLBBBBB", 2, 2, 8, 2, 0, 0, 0)
    rows = zlib.compress(b"\0\xff\0\0\0\xff\0" * 2)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def paper(day, *, words="正文一段。", number="焦数目〔2026〕12号"):
    return Paper(
        issuer="焦作市民政局",
        number=number,
        title="关于报送政务数据目录的通知",
        addressee="市政府各部门",
        blocks=(Text(words),),
        signer="焦作市民政局",
        day=day,
    )


def pdf_saying(words, day):
    return pdf(paper(day, words=words))


def docx_saying(words, day):
    return word(paper(day, words=words))


def with_part(content, name, part=b"x"):
    """An office file with one more part."""
    target = BytesIO(content)
    with zipfile.ZipFile(target, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, part)
    return target.getvalue()
