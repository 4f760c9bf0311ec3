"""Hash, keyed index and authenticated encryption of one family of algorithms."""

import hashlib
import hmac
import os
from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import Final, Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from shuyuan.kernel.errors import BadInput, Unavailable

NONCE_BYTES: Final = 12
TAG_BYTES: Final = 16
#: SHA-256 and SM3 both work on blocks of this size; keys for `indexer` are not longer.
HMAC_BLOCK_BYTES: Final = 64
#: A blind index keeps 128 bits: no accidental collision among a city's rows, half the space.
INDEX_BYTES: Final = 16


class Aead(Protocol):
    """A cipher that is ready with its key; the shape is that of `cryptography`'s AESGCM."""

    def encrypt(self, nonce: bytes, data: bytes, associated_data: bytes | None) -> bytes:
        """Ciphertext with the tag at its end."""
        ...

    def decrypt(self, nonce: bytes, data: bytes, associated_data: bytes | None) -> bytes:
        """The plain bytes; raises InvalidTag when anything was changed."""
        ...


class Suite(ABC):
    """One family of algorithms. `mark` is the first byte of everything that it seals."""

    name: str
    mark: int
    hash_name: str
    key_bytes: int

    def digest(self, data: bytes) -> bytes:
        """The 32 byte hash."""
        return hashlib.new(self.hash_name, data).digest()

    def keyed(self, key: bytes, data: bytes) -> bytes:
        """The 32 byte HMAC."""
        return hmac.digest(key, data, self.hash_name)

    def blind_index(self, key: bytes, text: str) -> bytes:
        """What stands in the database instead of a sensitive key: equal for equal texts, useless without
        `key`.
        """
        return hmac.digest(key, text.encode(), self.hash_name)[:INDEX_BYTES]

    def indexer(self, key: bytes) -> Callable[[str], bytes]:
        """`blind_index` for one key, with the key's part of the HMAC worked out once: four times as fast."""
        block = key.ljust(HMAC_BLOCK_BYTES, b"\0")
        inner = hashlib.new(self.hash_name, bytes(byte ^ 0x36 for byte in block))
        outer = hashlib.new(self.hash_name, bytes(byte ^ 0x5C for byte in block))

        def index(text: str) -> bytes:
            within = inner.copy()
            within.update(text.encode())
            around = outer.copy()
            around.update(within.digest())
            return around.digest()[:INDEX_BYTES]

        return index

    def derive(self, key: bytes, use: str, length: int) -> bytes:
        """A key for one use from a longer-lived one (HKDF-Expand of RFC 5869, one block)."""
        return self.keyed(key, use.encode() + b"\x01")[:length]

    @abstractmethod
    def cipher(self, key: bytes) -> Aead:
        """The authenticated cipher of this suite for one key of `key_bytes`."""

    def seal(self, key: bytes, plain: bytes, context: bytes) -> bytes:
        """Encrypt for one place: `context` is not stored, but must be the same when it is opened."""
        nonce = os.urandom(NONCE_BYTES)
        return bytes((self.mark,)) + nonce + self.cipher(key).encrypt(nonce, plain, context)

    def open(self, key: bytes, sealed: bytes, context: bytes) -> bytes:
        """The plain bytes; BadInput `sealed_by_other_suite` or `seal_broken` when they are not ours or not
        whole.
        """
        if len(sealed) < 1 + NONCE_BYTES + TAG_BYTES or sealed[0] != self.mark:
            raise BadInput(f"not sealed by the suite {self.name}", code="sealed_by_other_suite")
        try:
            return self.cipher(key).decrypt(sealed[1 : 1 + NONCE_BYTES], sealed[1 + NONCE_BYTES :], context)
        except InvalidTag:
            raise BadInput("the sealed value was changed or moved", code="seal_broken") from None


class International(Suite):
    """SHA-256 and AES-256-GCM."""

    name = "international"
    mark = 1
    hash_name = "sha256"
    key_bytes = 32

    def digest(self, data: bytes) -> bytes:
        """SHA-256 without the look-up by name."""
        return hashlib.sha256(data).digest()

    def cipher(self, key: bytes) -> Aead:
        """AES-256-GCM."""
        return AESGCM(key)


class Sm(Suite):
    """国密: SM3 (GB/T 32905) and SM4-GCM (GB/T 32907)."""

    name = "sm"
    mark = 2
    hash_name = "sm3"
    key_bytes = 16

    def cipher(self, key: bytes) -> Aead:
        """SM4-GCM; Unavailable when the OpenSSL below was built without it."""
        if "sm3" not in hashlib.algorithms_available:
            raise Unavailable("this OpenSSL has no SM3 and SM4", code="sm_unavailable")
        return _Sm4Gcm(key)


class _Sm4Gcm:
    """SM4-GCM with the calling convention of AESGCM."""

    def __init__(self, key: bytes) -> None:
        self._algorithm = algorithms.SM4(key)

    def encrypt(self, nonce: bytes, data: bytes, associated_data: bytes | None) -> bytes:
        encryptor = Cipher(self._algorithm, modes.GCM(nonce)).encryptor()
        encryptor.authenticate_additional_data(associated_data or b"")
        return encryptor.update(data) + encryptor.finalize() + encryptor.tag

    def decrypt(self, nonce: bytes, data: bytes, associated_data: bytes | None) -> bytes:
        mode = modes.GCM(nonce, data[-TAG_BYTES:])
        decryptor = Cipher(self._algorithm, mode).decryptor()
        decryptor.authenticate_additional_data(associated_data or b"")
        return decryptor.update(data[:-TAG_BYTES]) + decryptor.finalize()


INTERNATIONAL: Final[Suite] = International()
SM: Final[Suite] = Sm()
SUITES: Final[dict[str, Suite]] = {suite.name: suite for suite in (INTERNATIONAL, SM)}


def suite_named(name: str) -> Suite:
    """The suite of that name; BadInput `unknown_suite` with the names there are."""
    try:
        return SUITES[name]
    except KeyError:
        raise BadInput(
            f"no cryptographic suite {name!r}", code="unknown_suite", suite=name, known=sorted(SUITES)
        ) from None
