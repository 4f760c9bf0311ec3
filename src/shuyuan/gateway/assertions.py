"""Client authentication by `private_key_jwt` (RFC 7523): who asks for a token, proved by a signature
used once.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import parse_qsl

import orjson
from joserfc import jws
from joserfc.errors import JoseError
from joserfc.jwk import import_key

from shuyuan.engine.crypto import PublicKey
from shuyuan.engine.crypto.signing import decode
from shuyuan.engine.online.control import ClientSpec
from shuyuan.kernel.errors import BadInput, ShuyuanError

ASSERTION_TYPE: Final = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
_ED25519: Final = frozenset({"EdDSA", "Ed25519"})  # the second name is RFC 9864's
ALGORITHMS: Final = ("EdDSA", "Ed25519", "ES256", "RS256")
_KEY_TYPES: Final = {"EdDSA": "OKP", "Ed25519": "OKP", "ES256": "EC", "RS256": "RSA"}
_LONGEST: Final = 8192
_LONGEST_ID: Final = 128
_SKEW_SECONDS: Final = 30


class OauthRefused(ShuyuanError):
    """An error of RFC 6749 section 5.2; the code is one of that list."""

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(detail, code=code)
        self.http_status = 401 if code == "invalid_client" else 400


@dataclass(frozen=True)
class Proved:
    """A good assertion: the client, the fingerprint of its key, and what must be remembered until when."""

    client: str
    key: str
    jti: str
    expires_at: int


def fingerprint(jwk: Mapping[str, Any]) -> str:
    """A short name for a public key that does not depend on what its owner called it."""
    canonical = orjson.dumps(dict(jwk), option=orjson.OPT_SORT_KEYS)
    return hashlib.sha256(canonical).hexdigest()[:24]


def read_form(body: bytes) -> dict[str, str]:
    """The members of a token request; each may stand once."""
    try:
        pairs = parse_qsl(body.decode(), keep_blank_values=True, strict_parsing=True, max_num_fields=16)
    except ValueError:
        raise OauthRefused("invalid_request", "the body is not a form") from None
    form = dict(pairs)
    if len(form) != len(pairs):
        raise OauthRefused("invalid_request", "a member stands twice")
    return form


def prove_client(
    form: Mapping[str, str],
    clients: Mapping[str, ClientSpec],
    *,
    audiences: frozenset[str],
    longest_seconds: int,
    now: float,
) -> Proved:
    """Check grant type and assertion; OauthRefused otherwise. An unknown client looks like a wrong
    signature.
    """
    if "grant_type" not in form:
        raise OauthRefused("invalid_request", "grant_type is missing")
    if form["grant_type"] != "client_credentials":
        raise OauthRefused("unsupported_grant_type", "only client_credentials is possible")
    if form.get("client_assertion_type") != ASSERTION_TYPE or "client_assertion" not in form:
        raise OauthRefused("invalid_client", "a client_assertion of type jwt-bearer is needed")
    assertion = form["client_assertion"]
    header, claims = _unpack(assertion)
    client = clients.get(str(claims.get("sub")))
    if client is None or not client.active or claims.get("iss") != client.id:
        raise _not_proved()
    if form.get("client_id", client.id) != client.id:
        raise OauthRefused("invalid_client", "client_id and assertion speak of different clients")
    key = next((key for key in client.keys if _is_signed(assertion, header, key)), None)
    if key is None:
        raise _not_proved()
    _check_claims(claims, audiences=audiences, longest_seconds=longest_seconds, now=now)
    return Proved(client.id, fingerprint(key), claims["jti"], int(claims["exp"]) + _SKEW_SECONDS)


def _unpack(assertion: str) -> tuple[dict[str, Any], dict[str, Any]]:
    parts = assertion.split(".")
    try:
        header, claims = (orjson.loads(decode(part)) for part in parts[:2])
    except ValueError:
        header = claims = None
    if len(assertion) > _LONGEST or len(parts) != len(("header", "claims", "signature")):
        header = None
    if not isinstance(header, dict) or not isinstance(claims, dict) or header.get("alg") not in ALGORITHMS:
        raise OauthRefused("invalid_client", f"the assertion is not a JWT of {', '.join(ALGORITHMS)}")
    if "crit" in header:
        raise OauthRefused("invalid_client", "the assertion has a header that must be understood")
    return header, claims


def _is_signed(assertion: str, header: Mapping[str, Any], jwk: Mapping[str, Any]) -> bool:
    """Whether this key made the signature; the algorithm must be one for the key's type."""
    algorithm = header["alg"]
    if jwk.get("kty") != _KEY_TYPES[algorithm] or header.get("kid", jwk.get("kid")) != jwk.get("kid"):
        return False
    try:
        if algorithm in _ED25519:
            signed, _, signature = assertion.rpartition(".")
            return PublicKey.from_jwk(dict(jwk)).verifies(signed.encode(), decode(signature))
        jws.deserialize_compact(assertion, import_key(dict(jwk)), algorithms=[algorithm])
    except (BadInput, JoseError, ValueError):
        return False
    return True


def _check_claims(
    claims: Mapping[str, Any], *, audiences: frozenset[str], longest_seconds: int, now: float
) -> None:
    audience = claims.get("aud")
    named = audience if isinstance(audience, list) else [audience]
    if not any(isinstance(one, str) and one in audiences for one in named):
        raise OauthRefused("invalid_client", "the assertion is addressed to somebody else")
    expires = claims.get("exp", 0)
    if not _is_time(expires) or expires + _SKEW_SECONDS <= now:
        raise OauthRefused("invalid_client", "the assertion has expired, or does not say when")
    if expires > now + longest_seconds + _SKEW_SECONDS:
        raise OauthRefused("invalid_client", f"the assertion lives longer than {longest_seconds} seconds")
    for name in ("nbf", "iat"):
        begins = claims.get(name, now)
        if not _is_time(begins) or begins > now + _SKEW_SECONDS:
            raise OauthRefused("invalid_client", "the assertion is of the future")
    jti = claims.get("jti")
    if not isinstance(jti, str) or not 0 < len(jti) <= _LONGEST_ID or "\x00" in jti:
        raise OauthRefused("invalid_client", "the assertion has no usable jti")


def _is_time(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 2**53


def _not_proved() -> OauthRefused:
    return OauthRefused("invalid_client", "no active client with a key that made this signature")
