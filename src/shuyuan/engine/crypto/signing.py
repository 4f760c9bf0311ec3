"""Ed25519 signatures, and their keys as JWK (RFC 8037)."""

import base64
import hashlib
from typing import Any, Self

import orjson
from nacl.exceptions import BadSignatureError
from nacl.signing import SigningKey, VerifyKey

from shuyuan.kernel.errors import BadInput, Unavailable

_KEY_BYTES = 32


def encode(data: bytes) -> str:
    """Base64url without padding (RFC 7515)."""
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def decode(text: str) -> bytes:
    """The bytes of base64url text; ValueError when it is not that."""
    return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)


class PublicKey:
    """Checks signatures. `id` is the RFC 7638 thumbprint, shortened to 16 characters."""

    def __init__(self, raw: bytes) -> None:
        self.raw = raw
        self._key = VerifyKey(raw)
        required = orjson.dumps({"crv": "Ed25519", "kty": "OKP", "x": encode(raw)})
        self.id = encode(hashlib.sha256(required).digest())[:16]

    def __repr__(self) -> str:
        return f"PublicKey({self.id})"

    @classmethod
    def from_jwk(cls, jwk: dict[str, Any]) -> Self:
        """The key of an OKP/Ed25519 JWK; BadInput `bad_public_key` on any other."""
        try:
            is_ours = jwk["kty"] == "OKP" and jwk["crv"] == "Ed25519"
            raw = decode(jwk["x"]) if is_ours else b""
        except (AttributeError, KeyError, TypeError, ValueError):
            raw = b""
        if len(raw) != _KEY_BYTES:
            raise BadInput("not an Ed25519 public key", code="bad_public_key")
        return cls(raw)

    def jwk(self) -> dict[str, Any]:
        """This key as a JWK with its id, as published in `/.well-known/jwks.json`."""
        return {"kty": "OKP", "crv": "Ed25519", "x": encode(self.raw), "kid": self.id, "use": "sig"}

    def verifies(self, message: bytes, signature: bytes) -> bool:
        """Whether `signature` over `message` was made with the private half."""
        try:
            self._key.verify(message, signature)
        except (BadSignatureError, ValueError):
            return False
        return True


class Signer:
    """The private half; its `repr` shows the id only."""

    def __init__(self, seed: bytes) -> None:
        self._key = SigningKey(seed)
        self.public = PublicKey(bytes(self._key.verify_key))
        self.id = self.public.id

    def __repr__(self) -> str:
        return f"Signer({self.id})"

    @classmethod
    def create(cls, algorithm: str = "ed25519") -> Self:
        """A new key. ``sm2`` is Unavailable: a software SM2 key would not pass the cryptography
        assessment.
        """
        if algorithm == "sm2":
            raise Unavailable(
                "SM2 signatures need a hardware module (SDF or PKCS#11); none is configured",
                code="sm2_unavailable",
            )
        if algorithm != "ed25519":
            raise BadInput(
                f"no signature algorithm {algorithm!r}", code="unknown_signature", algorithm=algorithm
            )
        return cls(bytes(SigningKey.generate()))

    def seed(self) -> bytes:
        """The secret itself, for the key file only."""
        return bytes(self._key)

    def sign(self, message: bytes) -> bytes:
        """The 64 byte signature."""
        return self._key.sign(message).signature

    def jwt(self, claims: dict[str, Any], *, type_: str = "JWT") -> str:
        """A compact JWS over `claims` (RFC 7519, EdDSA): client assertions and access tokens."""
        header = {"alg": "EdDSA", "typ": type_, "kid": self.id}
        signed = f"{encode(orjson.dumps(header))}.{encode(orjson.dumps(claims))}"
        return f"{signed}.{encode(self.sign(signed.encode()))}"
