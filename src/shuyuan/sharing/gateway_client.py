"""How the pages ask the gateway for a person: as the client `portal`, through the same door as everybody."""

import threading
import time
from dataclasses import dataclass
from pathlib import Path
from secrets import token_urlsafe
from typing import Any

import httpx2
import orjson
from django.conf import settings

from shuyuan.engine.crypto import KeyFolder
from shuyuan.engine.online import PORTAL
from shuyuan.kernel.actor import Actor
from shuyuan.kernel.errors import Unavailable
from shuyuan.sharing.models import Grant

ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
_TIMEOUT_SECONDS = 10.0
_ASSERTION_SECONDS = 60
#: A token is not used in its last seconds, so that it cannot run out on the way.
_MARGIN_SECONDS = 30


@dataclass(frozen=True)
class Answer:
    """What the gateway answered, as the bytes that its receipt speaks of."""

    body: bytes

    @property
    def document(self) -> dict[str, Any]:
        """The answer as values."""
        return dict(orjson.loads(self.body))


@dataclass(frozen=True)
class Refusal:
    """A problem document (RFC 9457) of the gateway."""

    status: int
    problem: dict[str, Any]


class GatewayClient:
    """Keeps the connection and the access token of this process; safe to use from several threads."""

    def __init__(self, url: str, keys: Path, *, transport: httpx2.BaseTransport | None = None) -> None:
        self.url = url.rstrip("/")
        self._signer = KeyFolder(keys).signer(PORTAL)
        self._http = httpx2.Client(
            timeout=_TIMEOUT_SECONDS, trust_env=False, follow_redirects=False, transport=transport
        )
        self._lock = threading.Lock()
        self._token = ""
        self._token_ends = 0.0

    def lookup(
        self, grant: Grant, *, key: str | dict[str, str], business_number: str, actor: Actor
    ) -> Answer | Refusal:
        """Look one key up under a grant for the person who asks; raises Unavailable `no_gateway`."""
        body = {
            "grant": grant.number,
            "purpose": grant.purpose_kind,
            "business_number": business_number,
            "key": key,
            "on_behalf_of": {"post": str(actor.post_id), "person": actor.name},
        }
        address = f"{self.url}/v1/data/{grant.entry.path}/lookup"
        response = self._post(address, body)
        if response.status_code == httpx2.codes.UNAUTHORIZED:
            self._token_ends = 0.0
            response = self._post(address, body)
        if response.status_code == httpx2.codes.OK:
            return Answer(response.content)
        return Refusal(response.status_code, _problem(response))

    def _post(self, address: str, body: dict[str, Any]) -> httpx2.Response:
        headers = {"Authorization": f"Bearer {self._access_token()}", "Content-Type": "application/json"}
        return self._send(address, content=orjson.dumps(body), headers=headers)

    def _access_token(self) -> str:
        with self._lock:
            if time.monotonic() >= self._token_ends:
                self._fetch_token()
            return self._token

    def _fetch_token(self) -> None:
        endpoint = f"{self.url}/oauth/token"
        now = int(time.time())
        assertion = self._signer.jwt(
            {
                "iss": PORTAL,
                "sub": PORTAL,
                "aud": endpoint,
                "jti": token_urlsafe(16),
                "iat": now,
                "exp": now + _ASSERTION_SECONDS,
            }
        )
        response = self._send(
            endpoint,
            data={
                "grant_type": "client_credentials",
                "client_assertion_type": ASSERTION_TYPE,
                "client_assertion": assertion,
            },
        )
        if response.status_code != httpx2.codes.OK:
            raise Unavailable("the gateway does not know the pages process", code="portal_not_known")
        given = response.json()
        self._token = str(given["access_token"])
        self._token_ends = time.monotonic() + float(given.get("expires_in", 0)) - _MARGIN_SECONDS

    def _send(self, address: str, **content: Any) -> httpx2.Response:
        try:
            return self._http.post(address, **content)
        except httpx2.HTTPError as error:
            raise Unavailable("the gateway does not answer", code="no_gateway") from error


_clients: dict[tuple[str, str], GatewayClient] = {}


def gateway() -> GatewayClient:
    """The client of this process for the configured gateway, made on first use."""
    key = (settings.GATEWAY_URL, settings.KEYS)
    if key not in _clients:
        _clients[key] = GatewayClient(settings.GATEWAY_URL, Path(settings.KEYS))
    return _clients[key]


def _problem(response: httpx2.Response) -> dict[str, Any]:
    """The problem document; something that is none (a proxy's page) becomes one."""
    try:
        document = orjson.loads(response.content)
    except orjson.JSONDecodeError:
        document = None
    if not isinstance(document, dict):
        return {"code": "no_gateway", "status": response.status_code, "reasons": []}
    return document
