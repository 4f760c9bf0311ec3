"""What a client signs to get an access token (RFC 7523); usable without Django."""

import secrets
import time

import orjson
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa, utils
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from shuyuan.engine.crypto.signing import encode
from shuyuan.kernel.errors import BadInput
from shuyuan.sharing.client_keys import describe_key

#: The gateway takes assertions of at most five minutes; one is enough for one exchange.
LIFETIME_SECONDS = 60
_P256_BYTES = 32

PrivateKey = ed25519.Ed25519PrivateKey | ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey


def client_assertion(client_id: str, private_key_pem: str, audience: str) -> str:
    """A signed assertion for `audience`, the gateway's token endpoint; usable once, for one minute.

    Raises BadInput `unreadable_key` or `unsupported_key` when the PEM is no private key that clients may use.
    """
    key = _load(private_key_pem)
    public = describe_key(key.public_key())
    issued = int(time.time())
    claims = {
        "iss": client_id,
        "sub": client_id,
        "aud": audience,
        "jti": secrets.token_urlsafe(16),
        "iat": issued,
        "exp": issued + LIFETIME_SECONDS,
    }
    header = {"alg": public.algorithm, "typ": "JWT", "kid": public.key_id}
    signed = f"{encode(orjson.dumps(header))}.{encode(orjson.dumps(claims))}"
    return f"{signed}.{encode(_sign(key, signed.encode()))}"


def _load(private_key_pem: str) -> PrivateKey:
    try:
        key = load_pem_private_key(private_key_pem.encode("ascii"), password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise BadInput("not a private key in PEM form", code="unreadable_key") from error
    if not isinstance(key, PrivateKey):
        raise BadInput("use Ed25519, EC P-256 or RSA", code="unsupported_key")
    return key


def _sign(key: PrivateKey, message: bytes) -> bytes:
    """The signature in the form of RFC 7518: two plain numbers for the elliptic curve."""
    if isinstance(key, ed25519.Ed25519PrivateKey):
        return key.sign(message)
    if isinstance(key, rsa.RSAPrivateKey):
        return key.sign(message, padding.PKCS1v15(), SHA256())
    r, s = utils.decode_dss_signature(key.sign(message, ec.ECDSA(SHA256())))
    return r.to_bytes(_P256_BYTES) + s.to_bytes(_P256_BYTES)
