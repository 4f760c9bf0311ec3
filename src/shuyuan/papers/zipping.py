"""All current files of a subject as one ZIP."""

import tempfile
import zipfile
from pathlib import PurePosixPath
from typing import IO

from shuyuan.papers.models import Attachment
from shuyuan.papers.uploads import stored_path

_IN_MEMORY = 4 << 20


def zipped(attachments: list[Attachment]) -> IO[bytes]:
    """The latest version of each label under its own name; equal names are told apart by a number."""
    target = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 the response closes it
    taken: set[str] = set()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for attachment in attachments:
            archive.write(stored_path(attachment.stored_as), _unused(attachment.name, taken))
    target.seek(0)
    return target  # type: ignore[return-value]


def _unused(name: str, taken: set[str]) -> str:
    path, number, candidate = PurePosixPath(name), 1, name
    while candidate in taken:
        number += 1
        candidate = f"{path.stem} ({number}){path.suffix}"
    taken.add(candidate)
    return candidate
