"""Access tokens: short, signed with Ed25519, checked without asking anyone, and remembered while they
last.
"""

from dataclasses import dataclass
from typing import Any, Final

import orjson

from shuyuan.engine.crypto import Signer
from shuyuan.engine.crypto.signing import decode
from shuyuan.gateway.problems import BadToken
from shuyuan.kernel.errors import NotSignedIn

AUDIENCE: Final = "shuyuan-data"
_TYPE: Final = "at+jwt"  # RFC 9068
_LONGEST: Final = 2048
_MOST_REMEMBERED: Final = 10_000


@dataclass(frozen=True, slots=True)
class Session:
    """Who holds a token: the client, when it ends, and the fingerprint of the key that got it."""

    client: str
    expires_at: int
    key: str


class Tokens:
    """Issues and checks access tokens of one issuer."""

    def __init__(self, signer: Signer, *, issuer: str, seconds: int) -> None:
        self._signer = signer
        self._issuer = issuer
        self.seconds = seconds
        self._sessions: dict[bytes, Session] = {}

    def issue(self, client: str, key: str, token_id: str, now: int) -> str:
        """A new access token for a client that has just proved its key."""
        claims = {
            "iss": self._issuer,
            "sub": client,
            "client_id": client,
            "aud": AUDIENCE,
            "iat": now,
            "exp": now + self.seconds,
            "jti": token_id,
            "key": key,
        }
        return self._signer.jwt(claims, type_=_TYPE)

    def session(self, authorization: bytes | None, now: float) -> Session:
        """Who calls, from the Authorization header; NotSignedIn without one, BadToken for a bad or old one.

        A token is verified once in each process and then found by its bytes until it expires. Whether
        the client is still active and still has that key is the caller's question, at each request.
        """
        if authorization is None:
            raise NotSignedIn
        session = self._sessions.get(authorization)
        if session is None:
            session = self._verify(authorization)
            if len(self._sessions) >= _MOST_REMEMBERED:
                self._forget(now)
            self._sessions[authorization] = session
        if session.expires_at <= now:
            self._sessions.pop(authorization, None)
            raise BadToken
        return session

    def _verify(self, authorization: bytes) -> Session:
        scheme, _, token = authorization.partition(b" ")
        if scheme.lower() != b"bearer":
            raise NotSignedIn
        signed, _, signature = token.strip().rpartition(b".")
        if len(token) > _LONGEST or signed.count(b".") != 1:
            raise BadToken
        try:
            header, claims = (_part(part) for part in signed.decode().split("."))
            good = self._signer.public.verifies(signed, decode(signature.decode()))
        except ValueError:
            raise BadToken from None
        expected = {"alg": "EdDSA", "typ": _TYPE, "kid": self._signer.id}
        if (
            not good
            or header != expected
            or claims.get("iss") != self._issuer
            or claims.get("aud") != AUDIENCE
        ):
            raise BadToken
        return Session(claims["client_id"], claims["exp"], claims["key"])

    def _forget(self, now: float) -> None:
        """Drop what has expired; if nothing has, drop everything: a token is verified again when it comes."""
        self._sessions = {token: one for token, one in self._sessions.items() if one.expires_at > now}
        if len(self._sessions) >= _MOST_REMEMBERED:
            self._sessions.clear()


def _part(text: str) -> dict[str, Any]:
    value = orjson.loads(decode(text))
    return value if isinstance(value, dict) else {}
