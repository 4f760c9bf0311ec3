"""Landing: what a department sends is kept as sent, under the name of its digest (jz-data-2020/13)."""

import errno
import hashlib
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import IO

from shuyuan.kernel.errors import BadInput, TooLarge, Unavailable

#: The hash functions an installation may choose: the international one and the national one (国密).
DIGESTS = ("sha256", "sm3")

_CHUNK = 1 << 20
_LONGEST_NAME = 200


@dataclass(frozen=True)
class Landed:
    """One file as it was sent: where it lies, what the sender called it, and its digest in hex."""

    path: Path
    filename: str
    size: int
    digest: str
    digest_algorithm: str

    @property
    def extension(self) -> str:
        """The sender's extension in lower case without the point, '' for none."""
        return PurePosixPath(self.filename).suffix[1:].lower()


def land(
    stream: IO[bytes], folder: Path, *, filename: str, limit_bytes: int, algorithm: str = "sha256"
) -> Landed:
    """Write the stream below `folder`, hashed on the way, durable before the answer, never changed again.

    The same content lands on the same path, so sending it twice keeps one file. Raises TooLarge
    (`file_too_large`) before more than `limit_bytes` are kept, BadInput (`file_empty`) for no bytes at all
    and Unavailable (`disk_full`, `landing_failed`) when the disk refuses; each leaves nothing behind.
    """
    if algorithm not in DIGESTS:
        raise BadInput(f"no digest {algorithm!r}", code="unknown_digest", known=list(DIGESTS))
    name = plain_name(filename)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(prefix=".landing-", dir=folder)
        try:
            with os.fdopen(handle, "wb") as target:
                size, digest = _copy(stream, target, limit_bytes, algorithm)
            path = _publish(Path(temporary), folder, f"{digest}{_suffix(name)}")
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise _refused_by_disk(error, name) from error
    return Landed(path, name, size, digest, algorithm)


def plain_name(filename: str) -> str:
    """The last part of a sender's file name, without folders and control characters."""
    last = PureWindowsPath(PurePosixPath(filename).name).name
    clean = "".join(letter for letter in last if letter.isprintable()).strip()
    if len(clean) > _LONGEST_NAME:
        suffix = _suffix(clean)
        clean = clean[: _LONGEST_NAME - len(suffix)] + suffix
    return clean or "unnamed"


def _copy(stream: IO[bytes], target: IO[bytes], limit_bytes: int, algorithm: str) -> tuple[int, str]:
    """Copy and hash; the bytes are on the disk when it returns."""
    hashed = hashlib.new(algorithm)
    size = 0
    while chunk := stream.read(_CHUNK):
        size += len(chunk)
        if size > limit_bytes:
            raise TooLarge(
                f"more than {limit_bytes} bytes",
                code="file_too_large",
                limit_bytes=limit_bytes,
                remedy="split_file",
            )
        hashed.update(chunk)
        target.write(chunk)
    if size == 0:
        raise BadInput("the file has no bytes", code="file_empty", remedy="export_again")
    target.flush()
    os.fsync(target.fileno())
    return size, hashed.hexdigest()


def _publish(temporary: Path, folder: Path, name: str) -> Path:
    """Give the finished file its name and make the name durable; an equal file may be there already."""
    path = folder / name[:2] / name
    path.parent.mkdir(exist_ok=True)
    temporary.chmod(0o440)
    temporary.replace(path)
    for changed in (path.parent, folder):
        handle = os.open(changed, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
    return path


def _suffix(name: str) -> str:
    """The extension with its point if it is a harmless one, so that people recognize the file."""
    suffix = PurePosixPath(name).suffix.lower()
    return suffix if suffix[1:].isascii() and suffix[1:].isalnum() and len(suffix) <= len(".parquet") else ""


def _refused_by_disk(error: OSError, name: str) -> Unavailable:
    code = "disk_full" if error.errno in {errno.ENOSPC, errno.EDQUOT} else "landing_failed"
    return Unavailable(
        f"cannot keep {name}: {error.strerror}", code=code, filename=name, remedy="tell_operator"
    )
