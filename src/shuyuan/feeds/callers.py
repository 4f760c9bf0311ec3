"""Who asks a feed: a person of the session, a machine client with a token of the gateway, or nobody."""

import time
from pathlib import Path
from typing import Any

import orjson
from django.conf import settings
from django.http import HttpRequest

from shuyuan.engine.crypto import KeyFolder
from shuyuan.engine.crypto.signing import decode
from shuyuan.kernel.actor import Actor, Role
from shuyuan.kernel.errors import NotSignedIn
from shuyuan.sharing.models import Client

_LONGEST = 2048
_TYPE = "at+jwt"
_AUDIENCE = "shuyuan-data"
#: The key by which the gateway signs access tokens.
_TOKEN_KEY = "token"  # noqa: S105 a name, not a secret


def caller(request: HttpRequest) -> Actor | None:
    """The actor of the request, None for society.

    With a bearer token the token alone counts. A request that writes (CKAN clients ask by POST) never acts
    for the session, because it comes without the token of a form. Raises NotSignedIn for a bad token.
    """
    authorization = request.headers.get("Authorization", "")
    if authorization:
        return _client(authorization)
    return request.actor if request.method in {"GET", "HEAD"} else None


def _client(authorization: str) -> Actor:
    scheme, _, token = authorization.partition(" ")
    claims = _claims(token.strip()) if scheme.lower() == "bearer" and len(token) <= _LONGEST else None
    if claims is None:
        raise NotSignedIn("the token is not one of this platform, or has run out", code="bad_token")
    client = (
        Client.objects.select_related("department")
        .filter(
            client_id=str(claims.get("client_id")),
            state=Client.State.ACTIVE,
            keys__key_id=str(claims.get("key")),
            keys__retired_at__isnull=True,
        )
        .first()
    )
    if client is None:
        raise NotSignedIn("the client or its key is not in use any more", code="bad_token")
    return Actor(0, client.name, 0, client.department.code, Role.OPERATOR)


def _claims(token: str) -> dict[str, Any] | None:
    """What a valid token says; None for anything else."""
    signed, _, signature = token.rpartition(".")
    key = KeyFolder(Path(settings.KEYS)).public(_TOKEN_KEY)
    try:
        header, claims = (orjson.loads(decode(part)) for part in signed.split("."))
        if not key.verifies(signed.encode("ascii"), decode(signature)):
            return None
        expected = {"alg": "EdDSA", "typ": _TYPE, "kid": key.id}
        issued_here = claims.get("iss") == settings.GATEWAY_URL.rstrip("/") and claims.get("aud") == _AUDIENCE
        is_good = header == expected and issued_here and float(claims["exp"]) > time.time()
    except (ValueError, TypeError, KeyError, AttributeError):
        return None
    return claims if is_good else None
