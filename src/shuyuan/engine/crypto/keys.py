"""Keys in files: the master key that wraps one data key per entry, and the signing keys of the processes.

========== ==================================================================== ==================
file       holds                                                                who needs it
========== ==================================================================== ==================
master     wraps the data keys of the entries                                   platform, gateway
control    signs grant snapshots; its `.pub` half checks them                   platform (gateway: `.pub`)
gateway    signs batches of read records, hence receipts                        gateway (platform: `.pub`)
token      signs access tokens                                                  gateway
portal     signs the client assertions of the pages process                     platform
audit      signs the entries of the audit trail; its `.pub` half checks them    platform
========== ==================================================================== ==================

A gateway that stands in another network zone gets a folder with `master.key`, `control.pub`, `gateway.key`,
`token.key` and nothing else.
"""

import os
import secrets
import stat
from pathlib import Path
from typing import Final

import orjson
from cryptography.exceptions import InvalidTag

from shuyuan.engine.crypto.signing import PublicKey, Signer, decode, encode
from shuyuan.engine.crypto.suite import NONCE_BYTES, TAG_BYTES, Suite, suite_named
from shuyuan.kernel.errors import BadInput, Unavailable

SIGNERS: Final = ("control", "gateway", "token", "portal", "audit")
_DATA_KEY_BYTES: Final = 32
_HEADER_BYTES: Final = 2
_SHORTEST_SEALED: Final = _HEADER_BYTES + NONCE_BYTES + TAG_BYTES


class DataKey:
    """The key of one entry: seals its sensitive values and indexes its keys.

    A sealed value starts with the suite's mark and the key's version, and is bound to its entry, item and
    row,
    so that nobody with the database alone can read it, change it or move it to another row.
    """

    def __init__(self, suite: Suite, entry: str, version: int, secret: bytes) -> None:
        self.suite = suite
        self.entry = entry
        self.version = version
        self._index = suite.indexer(suite.derive(secret, "index", 32))
        self.cipher = suite.cipher(suite.derive(secret, "seal", suite.key_bytes))
        self._decrypt = self.cipher.decrypt
        self.header = bytes((suite.mark, version))
        self._entry_context = entry.encode() + b"\x00"

    def __repr__(self) -> str:
        return f"DataKey({self.suite.name}, {self.entry}, version {self.version})"

    def blind_index(self, text: str) -> bytes:
        """16 bytes that stand for a key value of this entry in the database and in read records."""
        return self._index(text)

    def context(self, item: str) -> bytes:
        """The first half of what a sealed value of `item` is bound to; the row's key is the second."""
        return self._entry_context + item.encode() + b"\x00"

    def seal(self, item: str, row: bytes, text: str) -> bytes:
        """The sealed form of `text` for one item of the row whose key bytes are `row`."""
        nonce = os.urandom(NONCE_BYTES)
        return self.header + nonce + self.cipher.encrypt(nonce, text.encode(), self.context(item) + row)

    def open(self, item: str, row: bytes, sealed: bytes) -> str:
        """The text again; BadInput `seal_broken` when it was changed, moved or made with another key."""
        return self.open_in(self.context(item) + row, sealed)

    def open_in(self, context: bytes, sealed: bytes) -> str:
        """`open` for callers on the hot path that keep `context(item)` and append the row themselves."""
        if not sealed.startswith(self.header) or len(sealed) < _SHORTEST_SEALED:
            raise BadInput("the value was sealed with another key", code="seal_broken")
        try:
            return self._decrypt(sealed[2:14], sealed[14:], context).decode()
        except InvalidTag:
            raise BadInput("the sealed value was changed or moved", code="seal_broken") from None


class KeyFolder:
    """The key files of one process; each is read when it is first needed."""

    def __init__(self, folder: Path) -> None:
        self.folder = Path(folder)
        self._master: tuple[Suite, str, bytes] | None = None

    def __repr__(self) -> str:
        return f"KeyFolder({self.folder.name})"

    @property
    def suite(self) -> Suite:
        """The suite that the master key was made for; all sealing and hashing of the platform uses it."""
        return self._load_master()[0]

    @property
    def master_id(self) -> str:
        """The name of the master key, kept beside each data key that it wraps."""
        return self._load_master()[1]

    def signer(self, name: str) -> Signer:
        """The signing key ``control``, ``gateway``, ``token``, ``portal`` or ``audit``; Unavailable
        `no_key` when it
        is not here.
        """
        return Signer(_secret_of(self._read_private(f"{name}.key")))

    def public(self, name: str) -> PublicKey:
        """The public half of a signing key, from its `.pub` file; the private half need not be here."""
        return PublicKey.from_jwk(_parse(self._read(f"{name}.pub")))

    def new_data_key(self, entry: str, version: int = 1) -> tuple[DataKey, bytes]:
        """A fresh data key for an entry, and its wrapped form for the online store."""
        suite, _, master = self._load_master()
        secret = secrets.token_bytes(_DATA_KEY_BYTES)
        wrapped = suite.seal(master, secret, _wrap_context(entry, version))
        return DataKey(suite, entry, version, secret), wrapped

    def data_key(self, entry: str, version: int, wrapped: bytes) -> DataKey:
        """The data key in `wrapped`; BadInput `seal_broken` when it belongs to another entry or master
        key.
        """
        suite, _, master = self._load_master()
        return DataKey(suite, entry, version, suite.open(master, wrapped, _wrap_context(entry, version)))

    def _load_master(self) -> tuple[Suite, str, bytes]:
        if self._master is None:
            data = _parse(self._read_private("master.key"))
            suite = suite_named(str(data.get("suite")))
            secret = _secret_of(orjson.dumps(data))
            if len(secret) != suite.key_bytes:
                raise BadInput("the master key has the wrong length", code="bad_key_file", file="master.key")
            self._master = (suite, str(data["id"]), secret)
        return self._master

    def _read_private(self, name: str) -> bytes:
        content = self._read(name)
        mode = stat.S_IMODE((self.folder / name).stat().st_mode)
        if mode & 0o077:
            raise Unavailable(
                f"others can read the key file {name}; set its mode to 600",
                code="key_file_too_open",
                file=name,
                mode=oct(mode),
            )
        return content

    def _read(self, name: str) -> bytes:
        try:
            return (self.folder / name).read_bytes()
        except OSError:
            raise Unavailable(
                f"the key file {name} cannot be read; `shuyuan setup` makes keys", code="no_key", file=name
            ) from None


def create(folder: Path, *, suite: str = "international", signatures: str = "ed25519") -> KeyFolder:
    """Make every key that is missing in `folder` (0700, files 0600); keys that exist stay as they are.

    `signatures="sm2"` is Unavailable `sm2_unavailable` without a hardware module.
    """
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    chosen = suite_named(suite)
    if not (folder / "master.key").exists():
        secret = secrets.token_bytes(chosen.key_bytes)
        chosen.cipher(secret)
        content = {"version": 1, "suite": chosen.name, "id": secrets.token_hex(4), "secret": encode(secret)}
        _write(folder / "master.key", orjson.dumps(content), 0o600)
    for name in SIGNERS:
        if (folder / f"{name}.key").exists():
            continue
        signer = Signer.create(signatures)
        content = {"version": 1, "algorithm": signatures, "id": signer.id, "secret": encode(signer.seed())}
        _write(folder / f"{name}.pub", orjson.dumps(signer.public.jwk()), 0o644)
        _write(folder / f"{name}.key", orjson.dumps(content), 0o600)
    return KeyFolder(folder)


def _write(path: Path, content: bytes, mode: int) -> None:
    """Write a whole file or none, durably: a half-written key would be worse than a missing one."""
    partial = path.with_suffix(path.suffix + ".partial")
    partial.unlink(missing_ok=True)
    handle = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    partial.replace(path)
    directory = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(directory)
    finally:
        os.close(directory)


def _parse(content: bytes) -> dict[str, object]:
    try:
        data = orjson.loads(content)
    except orjson.JSONDecodeError:
        data = None
    if not isinstance(data, dict):
        raise BadInput("a key file is not what it should be", code="bad_key_file")
    return data


def _secret_of(content: bytes) -> bytes:
    try:
        return decode(str(_parse(content)["secret"]))
    except (KeyError, ValueError):
        raise BadInput("a key file is not what it should be", code="bad_key_file") from None


def _wrap_context(entry: str, version: int) -> bytes:
    return f"data-key\x00{entry}\x00{version}".encode()
