"""Keys of machine clients: read what a department uploads, or make a pair; only public halves are kept."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import orjson
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ec import (
    SECP256R1,
    EllipticCurvePublicKey,
    EllipticCurvePublicNumbers,
)
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey, RSAPublicNumbers
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_public_key,
)

from shuyuan.engine.crypto.signing import decode, encode
from shuyuan.kernel.errors import BadInput

#: NIST SP 800-131A: shorter RSA keys are broken or soon will be; longer ones only cost time.
SHORTEST_RSA_BITS = 2048
LONGEST_RSA_BITS = 8192
LONGEST_TEXT = 20_000
_P256_BYTES = 32
_PRIVATE_MEMBERS = frozenset({"d", "p", "q", "dp", "dq", "qi", "k"})

Key = Ed25519PublicKey | EllipticCurvePublicKey | RSAPublicKey


@dataclass(frozen=True)
class ClientPublicKey:
    """A public key as the platform keeps it; `key_id` is its RFC 7638 thumbprint."""

    key_id: str
    algorithm: str
    jwk: dict[str, Any]


@dataclass(frozen=True, repr=False)
class NewKeyPair:
    """A pair made for a department: shown once, then only `public` stays."""

    public: ClientPublicKey
    private_pem: str
    private_jwk: str


def read_public_key(text: str) -> ClientPublicKey:
    """The key in a PEM block or a JWK: Ed25519, EC P-256, or RSA of 2048 to 8192 bits.

    Raises BadInput: `private_key_uploaded` (the private half must never leave the department, so that pair
    is spoilt), `unreadable_key`, `key_too_weak`, `unsupported_key`.
    """
    text = text.strip()
    if len(text) > LONGEST_TEXT:
        raise BadInput("a public key is shorter than this", code="unreadable_key")
    return describe_key(_read_jwk(text) if text.startswith("{") else _read_pem(text))


def make_key_pair() -> NewKeyPair:
    """A fresh Ed25519 pair; the caller shows the private half once and forgets it."""
    key = Ed25519PrivateKey.generate()
    public = describe_key(key.public_key())
    private_jwk = {**public.jwk, "d": encode(key.private_bytes_raw())}
    return NewKeyPair(
        public,
        key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode("ascii"),
        orjson.dumps(private_jwk, option=orjson.OPT_INDENT_2).decode(),
    )


def describe_key(key: Key) -> ClientPublicKey:
    """The record of a loaded key; raises BadInput `key_too_weak` or `unsupported_key`."""
    if isinstance(key, Ed25519PublicKey):
        algorithm, members = "EdDSA", {"crv": "Ed25519", "kty": "OKP", "x": encode(key.public_bytes_raw())}
    elif isinstance(key, RSAPublicKey):
        if not SHORTEST_RSA_BITS <= key.key_size <= LONGEST_RSA_BITS:
            raise BadInput(
                "this RSA key is too short or too long",
                code="key_too_weak",
                bits=key.key_size,
                least=SHORTEST_RSA_BITS,
                most=LONGEST_RSA_BITS,
            )
        numbers = key.public_numbers()
        algorithm, members = "RS256", {"e": _text(numbers.e), "kty": "RSA", "n": _text(numbers.n)}
    elif isinstance(key.curve, SECP256R1):
        point = key.public_numbers()
        x, y = _text(point.x, _P256_BYTES), _text(point.y, _P256_BYTES)
        algorithm, members = "ES256", {"crv": "P-256", "kty": "EC", "x": x, "y": y}
    else:
        raise BadInput("of the elliptic curves only P-256 is accepted", code="unsupported_key")
    key_id = encode(hashlib.sha256(orjson.dumps(members)).digest())
    return ClientPublicKey(key_id, algorithm, {**members, "kid": key_id, "alg": algorithm, "use": "sig"})


def _read_pem(text: str) -> Key:
    if "PRIVATE KEY" in text:
        raise BadInput("this is a private key; make a new pair", code="private_key_uploaded")
    try:
        key = load_pem_public_key(text.encode("ascii"))
    except (ValueError, UnsupportedAlgorithm) as error:
        raise BadInput("not a public key in PEM form", code="unreadable_key") from error
    if not isinstance(key, Key):
        raise BadInput("use Ed25519, EC P-256 or RSA", code="unsupported_key")
    return key


def _read_jwk(text: str) -> Key:
    try:
        data = orjson.loads(text)
    except ValueError as error:
        raise BadInput("not a JSON Web Key", code="unreadable_key") from error
    if isinstance(data.get("keys"), list):
        if len(data["keys"]) != 1 or not isinstance(data["keys"][0], dict):
            raise BadInput("a key set with exactly one key is needed", code="unreadable_key")
        data = data["keys"][0]
    if _PRIVATE_MEMBERS & set(data):
        raise BadInput("this is a private key; make a new pair", code="private_key_uploaded")
    try:
        return _from_members(data)
    except (ValueError, KeyError, TypeError) as error:
        raise BadInput("not a whole public key", code="unreadable_key") from error


def _from_members(data: Mapping[str, Any]) -> Key:
    match data.get("kty"), data.get("crv"):
        case "OKP", "Ed25519":
            return Ed25519PublicKey.from_public_bytes(decode(data["x"]))
        case "EC", "P-256":
            point = EllipticCurvePublicNumbers(_number(data["x"]), _number(data["y"]), SECP256R1())
            return point.public_key()
        case "RSA", _:
            return RSAPublicNumbers(_number(data["e"]), _number(data["n"])).public_key()
    raise BadInput("use Ed25519, EC P-256 or RSA", code="unsupported_key")


def _number(text: str) -> int:
    return int.from_bytes(decode(text))


def _text(number: int, length: int | None = None) -> str:
    return encode(number.to_bytes(length or (number.bit_length() + 7) // 8))
