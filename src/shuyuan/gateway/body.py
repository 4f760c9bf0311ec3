"""Reading a request body: bounded in size and time, strictly JSON, no member twice."""

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from json import JSONDecodeError, JSONDecoder
from typing import Any, Final

from shuyuan.gateway.problems import BodyTooSlow
from shuyuan.kernel.errors import BadInput, TooLarge

Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]

_DEEPEST: Final = 4


class ClientGone(Exception):
    """The client hung up before its request was complete; nobody waits for an answer."""


async def read_body(receive: Receive, *, limit: int, seconds: float) -> bytes:
    """The whole body; TooLarge beyond `limit` bytes, BodyTooSlow when it takes longer than `seconds`."""
    loop = asyncio.get_running_loop()
    waiting = asyncio.current_task()
    late = False

    def give_up() -> None:
        nonlocal late
        late = True
        if waiting is not None:
            waiting.cancel()

    timer = loop.call_later(seconds, give_up)
    try:
        message = await receive()
        if message["type"] != "http.request":
            raise ClientGone
        body: bytes = message.get("body", b"")
        if not message.get("more_body", False) and len(body) <= limit:
            return body
        return await _read_rest(receive, bytearray(body), limit)
    except asyncio.CancelledError:
        if late and waiting is not None and waiting.uncancel() == 0:
            raise BodyTooSlow(seconds=seconds) from None
        raise
    finally:
        timer.cancel()


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
    if len(body) > limit:
        raise TooLarge("the body is too large", limit=limit)
    return bytes(body)


def parse_object(body: bytes) -> dict[str, Any]:
    """The JSON object in `body`; BadInput when it is not UTF-8, not JSON, too deep, or names a member
    twice.
    """
    try:
        text = body.decode()
    except UnicodeDecodeError as error:
        raise BadInput("the body is not UTF-8", code="not_utf8", offset=error.start) from None
    if text.count("[") + text.count("{") > _DEEPEST and _depth(text) > _DEEPEST:
        raise BadInput("the JSON is nested too deeply", code="too_deep", limit=_DEEPEST)
    try:
        value = _DECODER.decode(text)
    except JSONDecodeError as error:
        raise BadInput(error.msg, code="bad_json", offset=error.pos) from None
    except ValueError:
        raise BadInput("a number has too many digits", code="bad_json") from None
    if not isinstance(value, dict):
        raise BadInput("the body is not a JSON object", code="wrong_type", member="")
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


def _depth(text: str) -> int:
    """How deep brackets are nested, outside strings."""
    depth = deepest = 0
    in_string = escaped = False
    for character in text:
        if in_string:
            if escaped:
                escaped = False
            elif character == "\\":
                escaped = True
            elif character == '"':
                in_string = False
        elif character == '"':
            in_string = True
        elif character in "[{":
            depth += 1
            deepest = max(deepest, depth)
        elif character in "]}":
            depth -= 1
    return deepest
