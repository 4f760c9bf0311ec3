"""`POST /oauth/token` and the documents that describe it (RFC 6749, 7523, 8414, 7517)."""

import secrets
from typing import Any

from shuyuan.engine.crypto import PublicKey
from shuyuan.gateway.assertions import ALGORITHMS, OauthRefused, prove_client, read_form
from shuyuan.gateway.clock import Clock
from shuyuan.gateway.control import Feed
from shuyuan.gateway.settings import Settings
from shuyuan.gateway.store import Store
from shuyuan.gateway.tokens import Tokens


class TokenEndpoint:
    """Gives short access tokens to clients that prove a registered key."""

    def __init__(self, *, settings: Settings, clock: Clock, store: Store, feed: Feed, tokens: Tokens) -> None:
        self._settings = settings
        self._audiences = settings.accepted_audiences()
        self._clock = clock
        self._store = store
        self._feed = feed
        self._tokens = tokens

    async def answer(self, body: bytes) -> dict[str, Any]:
        """The token response; OauthRefused with one of RFC 6749's codes."""
        now = self._clock.now()
        state = self._feed.state()
        clients = {name: client.spec for name, client in state.clients.items()}
        proved = prove_client(
            read_form(body),
            clients,
            audiences=self._audiences,
            longest_seconds=self._settings.assertion_seconds,
            now=now,
        )
        is_new = await self._store.remember_assertion(proved.client, proved.jti, proved.expires_at, int(now))
        if not is_new:
            raise OauthRefused("invalid_client", "the assertion was used before")
        token = self._tokens.issue(proved.client, proved.key, secrets.token_hex(8), int(now))
        return {"access_token": token, "token_type": "Bearer", "expires_in": self._tokens.seconds}

    def metadata(self) -> dict[str, Any]:
        """RFC 8414."""
        address = self._settings.address
        return {
            "issuer": address,
            "token_endpoint": f"{address}/oauth/token",
            "jwks_uri": f"{address}/.well-known/jwks.json",
            "grant_types_supported": ["client_credentials"],
            "response_types_supported": [],
            "token_endpoint_auth_methods_supported": ["private_key_jwt"],
            "token_endpoint_auth_signing_alg_values_supported": list(ALGORITHMS),
        }


def key_set(token_key: PublicKey, receipt_key: PublicKey) -> dict[str, Any]:
    """The public keys of access tokens and of receipts."""
    return {
        "keys": [
            {**token_key.jwk(), "alg": "EdDSA", "purpose": "access_token"},
            {**receipt_key.jwk(), "alg": "EdDSA", "purpose": "receipt"},
        ]
    }
