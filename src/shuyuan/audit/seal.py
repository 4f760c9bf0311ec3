"""Signs entries, and keeps the newest one's seal in a file outside the database.

The signature shows that the platform wrote an entry, so that nobody with the database alone can add or
rewrite one. The file `audit/head.json` in the home folder shows when the end of the trail was cut off.
"""

import logging
import os
import threading
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Self

import orjson
from django.conf import settings

from shuyuan.audit.models import Entry
from shuyuan.engine.crypto import KeyFolder, PublicKey, Signer
from shuyuan.kernel.errors import ShuyuanError

logger = logging.getLogger(__name__)

KEY = "audit"
_signers: dict[str, Signer] = {}
_told: set[str] = set()
#: The number in each head file as this process last saw it.
_published: dict[Path, int] = {}


@dataclass(frozen=True)
class Head:
    """The seal of one entry: its number, its hash and the platform's signature over both."""

    seq: int
    hash: str
    signature: str

    def is_signed_by(self, key: PublicKey) -> bool:
        """Whether the platform sealed this entry."""
        try:
            signature = bytes.fromhex(self.signature)
        except (TypeError, ValueError):
            return False
        return key.verifies(_message(self.seq, self.hash), signature)

    @classmethod
    def parse(cls, content: bytes) -> Self:
        """The head in a file's content; ValueError when it is not one."""
        data = orjson.loads(content)
        try:
            return cls(int(data["seq"]), str(data["hash"]), str(data["signature"]))
        except (KeyError, TypeError) as error:
            raise ValueError("not a head of the trail") from error


def head_path() -> Path:
    """Where the newest seal lies."""
    return Path(settings.HOME) / "audit" / "head.json"


def sign(seq: int, entry_hash: str) -> str:
    """The signature over an entry in hex; empty, with an error in the log, where the key is missing.

    Acts go on without the key: `verify` names every unsigned entry, and `shuyuan doctor` looks for keys.
    """
    folder = str(settings.KEYS)
    if folder not in _signers:
        try:
            _signers[folder] = KeyFolder(Path(folder)).signer(KEY)
        except ShuyuanError as error:
            if folder not in _told:
                _told.add(folder)
                logger.error("audit entries from %s on stay unsigned: %s", seq, error)  # noqa: TRY400 - no trace needed
            return ""
    return _signers[folder].sign(_message(seq, entry_hash)).hex()


def public_key() -> PublicKey:
    """The key that checks the signatures; Unavailable `no_key` when it is not there."""
    return KeyFolder(Path(settings.KEYS)).public(KEY)


def read_head() -> Head | None:
    """The newest seal in the file; None when there is no file. ValueError when it is not readable."""
    try:
        return Head.parse(head_path().read_bytes())
    except FileNotFoundError:
        return None


def publish(entry: Entry) -> None:
    """Move the file on to the newest committed entry, if the trail still holds what the file says.

    Called after the commit of `entry`; of several entries of one transaction the first call does the
    work. A file that does not fit the trail stays as it is: it is the evidence. After a crash the file
    may lag behind, which is harmless, since it only says what must at least be there.
    """
    path = head_path()
    if not entry.signature or entry.seq <= _published.get(path, 0):
        return
    newest = Entry.objects.order_by("-seq").first() or entry
    head = Head(newest.seq, newest.hash, newest.signature)
    try:
        known = read_head()
    except ValueError:
        logger.critical("the head of the audit trail cannot be read: %s", path)
        return
    if known is not None and known.seq < head.seq:
        follows = known.seq == newest.seq - 1 and known.hash == newest.previous_hash
        if not follows and not Entry.objects.filter(seq=known.seq, hash=known.hash).exists():
            logger.critical("the audit trail does not hold its sealed entry %s", known.seq)
            return
    if known is None or known.seq < head.seq:
        if not head.is_signed_by(_signers[str(settings.KEYS)].public):
            logger.critical("somebody else wrote the audit entry %s", head.seq)
            return
        _write(head)
    _published[path] = head.seq


def _write(head: Head) -> None:
    path = head_path()
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    partial = path.with_name(f"head.{os.getpid()}.{threading.get_ident()}.partial")
    partial.write_bytes(orjson.dumps(asdict(head)))
    partial.replace(path)


def _message(seq: int, entry_hash: str) -> bytes:
    return f"shuyuan-audit-entry-v1\n{seq}\n{entry_hash}\n".encode()
