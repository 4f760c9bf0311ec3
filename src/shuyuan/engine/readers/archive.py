"""The ZIP around a workbook: refused if it is cut off, encrypted, nested, lying about sizes, or a bomb."""

import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from shuyuan.engine.readers.limits import Limits
from shuyuan.kernel.errors import BadInput, TooLarge

_LOCAL_HEADER = struct.Struct("<4s22xHH")
_CHUNK = 256 << 10
_ENCRYPTED = 0x1
_ARCHIVES = (".zip", ".xlsx", ".xlsm", ".rar", ".7z", ".gz", ".tar", ".jar")


@dataclass(frozen=True)
class Archive:
    """A ZIP whose table of contents was checked; `parts` unpack in bounded memory."""

    path: Path
    parts: dict[str, zipfile.ZipInfo]

    def chunks(self, name: str) -> Iterator[bytes]:
        """The bytes of a part, unpacked piece by piece; refuses a part that holds more than it declares.

        The unpacking is our own, because readers of ZIP files stop at the declared size or ignore it.
        """
        part = self.parts[name]
        size = check = 0
        for chunk in self._unpacked(part):
            size += len(chunk)
            check = zlib.crc32(chunk, check)
            if size > part.file_size:
                raise _bomb(f"{name} holds more than it declares", declared=part.file_size, part=name)
            yield chunk
        if size != part.file_size or check != part.CRC:
            raise _damaged(f"{name} is damaged", part=name)

    def _unpacked(self, part: zipfile.ZipInfo) -> Iterator[bytes]:
        with self.path.open("rb") as stream:
            stream.seek(part.header_offset)
            header = stream.read(_LOCAL_HEADER.size)
            if len(header) < _LOCAL_HEADER.size or not header.startswith(b"PK\x03\x04"):
                raise _damaged(f"{part.filename} is not where it should be", part=part.filename)
            _, name_length, extra_length = _LOCAL_HEADER.unpack(header)
            stream.seek(name_length + extra_length, 1)
            left = part.compress_size
            inflater = zlib.decompressobj(-zlib.MAX_WBITS)
            while left and (packed := stream.read(min(_CHUNK, left))):
                left -= len(packed)
                if part.compress_type == zipfile.ZIP_STORED:
                    yield packed
                    continue
                try:
                    while packed:
                        yield inflater.decompress(packed, _CHUNK)
                        packed = inflater.unconsumed_tail
                except zlib.error as error:
                    raise _damaged(f"{part.filename} is damaged: {error}", part=part.filename) from error


def open_archive(path: Path, limits: Limits) -> Archive:
    """Check the table of contents before a byte is unpacked.

    Raises BadInput (`file_damaged`, `file_encrypted`, `archive_nested`) or TooLarge (`zip_bomb`).
    """
    try:
        with zipfile.ZipFile(path) as archive:
            infos = archive.infolist()
    except (zipfile.BadZipFile, OSError, NotImplementedError, ValueError, struct.error) as error:
        raise _damaged(f"not a complete ZIP: {error}") from error
    if any(info.flag_bits & _ENCRYPTED for info in infos):
        raise BadInput("the workbook is encrypted", code="file_encrypted", remedy="remove_password")
    names = [info.filename for info in infos]
    if len(infos) > limits.archive_entries or len(set(names)) != len(names):
        raise _bomb(f"{len(infos)} parts", parts=len(infos), limit=limits.archive_entries)
    nested = [name for name in names if name.lower().endswith(_ARCHIVES)]
    if nested:
        raise BadInput(
            f"archives within the archive: {nested[:3]}",
            code="archive_nested",
            parts=nested[:3],
            remedy="remove_embedded_files",
        )
    unpacked, packed = sum(info.file_size for info in infos), sum(info.compress_size for info in infos)
    ratio = unpacked / max(1, packed)
    if unpacked > limits.unpacked_bytes or (ratio > limits.unpacked_ratio and unpacked > _CHUNK * 16):
        raise _bomb(f"{unpacked} bytes unpacked", unpacked_bytes=unpacked, ratio=round(ratio))
    if packed > path.stat().st_size:
        raise _bomb("parts overlap", packed_bytes=packed)
    strange = [
        info.filename
        for info in infos
        if info.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
    ]
    if strange:
        raise _damaged(f"unknown compression of {strange[0]}", part=strange[0])
    return Archive(path, {info.filename: info for info in infos})


def _bomb(detail: str, **facts: object) -> TooLarge:
    return TooLarge(detail, code="zip_bomb", remedy="save_as_csv", **facts)


def _damaged(detail: str, **facts: object) -> BadInput:
    return BadInput(detail, code="file_damaged", remedy="send_again", **facts)
