"""Reading a request body: bounded in size and time, strictly JSON, no member twice."""

import asyncio
import re
from collections.abc import Awaitable, Callable, MutableMapping
from json import JSONDecodeError, JSONDecoder
from typing import Any, Final

import orjson

from shuyuan.gateway.problems import BodyTooSlow
from shuyuan.kernel.errors import BadInput, TooLarge

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]

_DEEPEST: Final = 4
_STRINGS: Final = re.compile(rb'"(?:[^"\\]|\\.)*"')
_BRACKETS: Final = re.compile(rb"[\[\]{}]")


class ClientGone(Exception):
    """The client hung up before its request was complete; nobody waits for an answer."""


class BodyReader:
    """Reads bodies of at most `limit` bytes, each in at most `seconds`.

    A timer for each body would cost more than reading it, so those that wait are looked through by `sweep`.
    """

    def __init__(self, *, seconds: float) -> None:
        self._seconds = seconds
        self._loop = asyncio.get_running_loop()
        self._waiting: dict[asyncio.Task[Any], float] = {}
        self._late: set[asyncio.Task[Any]] = set()

    async def read(self, receive: Receive, limit: int) -> bytes:
        """The whole body; TooLarge beyond `limit`, BodyTooSlow when it takes too long, ClientGone when
        it ends early.
        """
        task = asyncio.current_task()
        if task is None:
            raise ClientGone
        self._waiting[task] = self._loop.time()
        try:
            message = await receive()
            if message["type"] != "http.request":
                raise ClientGone
            body: bytes = message.get("body", b"")
            if message.get("more_body", False):
                body = await _read_rest(receive, bytearray(body), limit)
        except asyncio.CancelledError:
            if task in self._late and task.uncancel() == 0:
                raise BodyTooSlow(seconds=self._seconds) from None
            raise
        finally:
            del self._waiting[task]
            self._late.discard(task)
        if len(body) > limit:
            raise TooLarge("the body is too large", limit=limit)
        return body

    def sweep(self) -> None:
        """Give up on the bodies that are late; called a few times a second."""
        oldest = self._loop.time() - self._seconds
        for task, since in list(self._waiting.items()):
            if since <= oldest and task not in self._late:
                self._late.add(task)
                task.cancel()


async def _read_rest(receive: Receive, body: bytearray, limit: int) -> bytes:
    more = True
    while more:
        if len(body) > limit:
            raise TooLarge("the body is too large", limit=limit)
        message = await receive()
        if message["type"] != "http.request":
            raise ClientGone
        body += message.get("body", b"")
        more = message.get("more_body", False)
    return bytes(body)


def parse_object(body: bytes) -> dict[str, Any]:
    """The JSON object in `body`; BadInput when it is not UTF-8, not JSON, too deep, or names a member
    twice.
    """
    if body.count(b"[") + body.count(b"{") > _DEEPEST:
        _refuse_depth(body)
    try:
        value = orjson.loads(body)
    except orjson.JSONDecodeError:
        value = _parse_slowly(body)
    else:
        # A member that stands twice is lost when it is read, and with it some quotation marks.
        if b"\\" in body or body.count(b'"') != orjson.dumps(value).count(b'"'):
            value = _parse_slowly(body)
    if not isinstance(value, dict):
        raise BadInput("the body is not a JSON object", code="wrong_type", member="")
    return value


def _parse_slowly(body: bytes) -> Any:
    """The same with the standard library, which can say what is wrong and where."""
    try:
        text = body.decode()
    except UnicodeDecodeError as error:
        raise BadInput("the body is not UTF-8", code="not_utf8", offset=error.start) from None
    try:
        value = _DECODER.decode(text)
        orjson.dumps(value)
    except JSONDecodeError as error:
        raise BadInput(error.msg, code="bad_json", offset=error.pos) from None
    except (TypeError, ValueError):  # a number with too many digits, or half a surrogate pair
        raise BadInput("a value cannot be represented", code="bad_json") from None
    return value


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        names = [name for name, _ in pairs]
        twice = sorted({name for name in names if names.count(name) > 1})
        raise BadInput("a member stands twice", code="duplicate_member", members=twice)
    return members


def _no_constant(name: str) -> Any:
    raise BadInput(f"{name} is not JSON", code="bad_json")


_DECODER: Final = JSONDecoder(object_pairs_hook=_unique, parse_constant=_no_constant)


def _refuse_depth(body: bytes) -> None:
    """BadInput when brackets outside of strings are nested too deeply."""
    depth = 0
    for bracket in _BRACKETS.findall(_STRINGS.sub(b"", body)):
        depth += 1 if bracket in b"[{" else -1
        if depth > _DEEPEST:
            raise BadInput("the JSON is nested too deeply", code="too_deep", limit=_DEEPEST)
