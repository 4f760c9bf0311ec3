"""The ASGI application: routes, one shape for every problem, start and stop."""

import logging
import secrets
import traceback
from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass
from itertools import count
from typing import Any, Final
from urllib.parse import parse_qs

import orjson

from shuyuan.gateway import openapi, wording
from shuyuan.gateway.assertions import OauthRefused
from shuyuan.gateway.body import ClientGone, Receive
from shuyuan.gateway.clock import Clock, SystemClock
from shuyuan.gateway.parts import Parts
from shuyuan.gateway.problems import PROBLEM_TYPE, Headers, MethodNotAllowed, WrongContentType, problem
from shuyuan.gateway.settings import Settings
from shuyuan.gateway.token_endpoint import key_set
from shuyuan.kernel.errors import NotFound, NotSignedIn, ShuyuanError, TooLarge

logger = logging.getLogger(__name__)

Scope = MutableMapping[str, Any]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

_JSON: Final = b"application/json"
_FORM: Final = b"application/x-www-form-urlencoded"
_PROMETHEUS: Final = b"text/plain; version=0.0.4; charset=utf-8"
_DATA: Final = "/v1/data/"
_LOOKUP: Final = "/lookup"
_OPENAPI: Final = "/openapi.json"
_FORM_LIMIT: Final = 16 * 1024
_EVERY_ANSWER: Final = [(b"cache-control", b"no-store"), (b"x-content-type-options", b"nosniff")]
_ANSWER_HEADERS: Final = [(b"content-type", _JSON), *_EVERY_ANSWER]
_OK: Final = 200


@dataclass(slots=True)
class Request:
    """What a handler needs of one request."""

    scope: Scope
    receive: Receive
    id: str
    authorization: bytes | None = None
    content_type: bytes = b""
    content_length: bytes = b""
    language: bytes = b""

    @classmethod
    def of(cls, scope: Scope, receive: Receive, id_: str) -> "Request":
        """Pick the few headers that count; the last one wins when a header stands twice."""
        request = cls(scope, receive, id_)
        for name, value in scope["headers"]:
            if name == b"authorization":
                request.authorization = value
            elif name == b"content-type":
                request.content_type = value
            elif name == b"content-length":
                request.content_length = value
            elif name == b"accept-language":
                request.language = value
        return request


class Gateway:
    """One process's application; granian calls it for every request."""

    def __init__(self, settings: Settings, clock: Clock) -> None:
        self._settings = settings
        self._clock = clock
        self._wording = wording.load()
        self._parts: Parts | None = None
        self._id_prefix = secrets.token_hex(6)
        self._ids = count(1)
        self._routes: dict[str, tuple[str, str, Callable[[Request], Awaitable[tuple[bytes, bytes]]]]] = {
            "/oauth/token": ("POST", "token", self._token),
            "/.well-known/jwks.json": ("GET", "documents", self._keys),
            "/.well-known/oauth-authorization-server": ("GET", "documents", self._metadata),
            "/v1/openapi.json": ("GET", "documents", self._interface),
            "/healthz": ("GET", "health", self._healthz),
            "/readyz": ("GET", "health", self._readyz),
            "/metrics": ("GET", "metrics", self._metrics),
        }

    @property
    def parts(self) -> Parts:
        """What was opened at the start."""
        if self._parts is None:
            msg = "the gateway was not started"
            raise RuntimeError(msg)
        return self._parts

    async def start(self) -> None:
        """Open the store, read the snapshot, begin to poll."""
        self._parts = await Parts.open(self._settings, self._clock)

    async def stop(self) -> None:
        """Write what waits and close everything."""
        if self._parts is not None:
            await self._parts.close()
            self._parts = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """ASGI."""
        if scope["type"] == "http":
            await self._http(scope, receive, send)
        elif scope["type"] == "lifespan":
            await self._lifespan(receive, send)

    async def _lifespan(self, receive: Receive, send: Send) -> None:
        while True:
            message = await receive()
            if message["type"] == "lifespan.startup":
                try:
                    await self.start()
                except ShuyuanError as error:
                    logger.critical("the gateway cannot start: %s %s", error.code, error.detail)
                    await send(
                        {"type": "lifespan.startup.failed", "message": f"{error.code}: {error.detail}"}
                    )
                    return
                await send({"type": "lifespan.startup.complete"})
            else:
                await self.stop()
                await send({"type": "lifespan.shutdown.complete"})
                return

    async def _http(self, scope: Scope, receive: Receive, send: Send) -> None:
        started = self._clock.monotonic()
        request = Request.of(scope, receive, f"{self._id_prefix}{next(self._ids):08x}")
        path: str = scope["path"]
        endpoint = "lookup"
        try:
            if path.startswith(_DATA) and path.endswith(_LOOKUP):
                body = await self._lookup(request, path[len(_DATA) : -len(_LOOKUP)])
                status, headers = _OK, _ANSWER_HEADERS
            else:
                endpoint, content_type, body = await self._route(request, path)
                status, headers = _OK, [(b"content-type", content_type), *_EVERY_ANSWER]
        except ClientGone:
            return
        except ShuyuanError as error:
            status, headers, body = self._refusal(error, request)
        except Exception as error:  # noqa: BLE001  the outermost edge
            status, headers, body = self._incident(error, request)
        self.parts.metrics.count(endpoint, status, self._clock.monotonic() - started)
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": body})

    async def _lookup(self, request: Request, path: str) -> bytes:
        if request.scope["method"] != "POST":
            raise MethodNotAllowed("POST")
        lookups = self.parts.lookups
        call = lookups.admit(request.authorization, request.id)
        body = await self._body(request, _JSON, self._settings.body_limit)
        return await lookups.answer(path, body, call)

    async def _route(self, request: Request, path: str) -> tuple[str, bytes, bytes]:
        if path.startswith(_DATA) and path.endswith(_OPENAPI):
            _only(request, "GET")
            return "documents", _JSON, self._entry_document(request, path[len(_DATA) : -len(_OPENAPI)])
        route = self._routes.get(path)
        if route is None:
            raise NotFound("no such address")
        method, endpoint, handler = route
        _only(request, method)
        content_type, body = await handler(request)
        return endpoint, content_type, body

    async def _body(self, request: Request, content_type: bytes, limit: int) -> bytes:
        given = request.content_type
        if given != content_type and given.partition(b";")[0].strip().lower() != content_type:
            raise WrongContentType(
                f"the body must be {content_type.decode()}", expected=content_type.decode()
            )
        length = request.content_length
        if length and (not length.isdigit() or int(length) > limit):
            raise TooLarge("the body is too large", limit=limit)
        return await self.parts.bodies.read(request.receive, limit)

    async def _token(self, request: Request) -> tuple[bytes, bytes]:
        body = await self._body(request, _FORM, _FORM_LIMIT)
        return _JSON, orjson.dumps(await self.parts.token_endpoint.answer(body))

    async def _keys(self, _: Request) -> tuple[bytes, bytes]:
        return _JSON, orjson.dumps(key_set(self.parts.token_key, self.parts.receipt_key))

    async def _metadata(self, _: Request) -> tuple[bytes, bytes]:
        return _JSON, orjson.dumps(self.parts.token_endpoint.metadata())

    async def _interface(self, _: Request) -> tuple[bytes, bytes]:
        return _JSON, orjson.dumps(openapi.interface(self._settings.address))

    def _entry_document(self, request: Request, path: str) -> bytes:
        """The entry under the named grant of the caller, or under the only one it holds."""
        call = self.parts.lookups.admit(request.authorization, request.id)
        state = call.state
        wanted = parse_qs(request.scope.get("query_string", b"").decode("latin-1")).get("grant", [""])[0]
        code = state.entry_code(path)
        entry = state.entry(code) if code else None
        grants = [
            grant
            for grant in state.grants_of(call.session.client)
            if grant.entry == code and not grant.revoked
        ]
        chosen = next((grant for grant in grants if wanted in {"", grant.grant}), None)
        if entry is None or chosen is None:
            raise NotFound("no such entry, or no grant over it", entry=path)
        document = openapi.entry_document(entry, chosen, self._settings.address)
        document["info"]["x-grants"] = [grant.grant for grant in grants]
        return orjson.dumps(document)

    async def _healthz(self, _: Request) -> tuple[bytes, bytes]:
        return _JSON, b'{"status":"alive"}'

    async def _readyz(self, _: Request) -> tuple[bytes, bytes]:
        version = self.parts.feed.state().version
        return _JSON, orjson.dumps({"status": "ready", "snapshot": version})

    async def _metrics(self, request: Request) -> tuple[bytes, bytes]:
        token = self._settings.metrics_token
        given = request.authorization or b""
        if token and not secrets.compare_digest(given, b"Bearer " + token.encode()):
            raise NotSignedIn
        return _PROMETHEUS, self.parts.measured().text()

    def _refusal(self, error: ShuyuanError, request: Request) -> tuple[int, Headers, bytes]:
        language = wording.language_of(request.language)
        body, headers = problem(error, self._wording, language, request.id)
        kind = PROBLEM_TYPE
        if isinstance(
            error, OauthRefused
        ):  # RFC 6749 wants two members and plain JSON; the rest does no harm
            body = (
                orjson.dumps({"error": error.code, "error_description": error.detail})[:-1] + b"," + body[1:]
            )
            kind = _JSON
        return error.http_status, [(b"content-type", kind), *_EVERY_ANSWER, *headers], body

    def _incident(self, error: Exception, request: Request) -> tuple[int, Headers, bytes]:
        """A fault of ours: the log gets the place, never a value; the client gets the number to quote."""
        places = "".join(traceback.format_tb(error.__traceback__))
        logger.error("incident %s: %s\n%s", request.id, type(error).__name__, places)
        return self._refusal(ShuyuanError(code="incident"), request)


def create_app(settings: Settings | None = None, clock: Clock | None = None) -> Gateway:
    """The application; without arguments, as the environment says."""
    return Gateway(settings or Settings.from_environment(), clock or SystemClock())


def _only(request: Request, method: str) -> None:
    if request.scope["method"] != method:
        raise MethodNotAllowed(method)
