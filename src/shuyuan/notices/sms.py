"""Posts short messages to the gateway that the operator configured, and to no other address."""

import ipaddress
import os
import socket
from pathlib import Path
from urllib.parse import urlsplit

import httpx2
import orjson
from django.conf import settings

from shuyuan.notices.addresses import masked_phone
from shuyuan.notices.outcome import NotSent

_TIMEOUT_SECONDS = 10.0
_ANSWER_BYTES = 65_536
_PORTS = {"https": 443, "http": 80}


def send(*, key: str, phone: str, text: str, transport: httpx2.BaseTransport | None = None) -> None:
    """Send one short message; raises NotSent. `key` lets the gateway see a repetition.

    The gateway gets ``{"id", "phone", "text"}`` with the key as `Idempotency-Key`; every status below 300
    means that it took the message over. Without a gateway the message goes to a file, its number masked.
    """
    if not settings.SMS_URL:
        _keep(key, phone, text)
        return
    check_target(settings.SMS_URL, settings.SMS_HOSTS)
    headers = {"Idempotency-Key": key}
    if settings.SMS_TOKEN:
        headers["Authorization"] = f"Bearer {settings.SMS_TOKEN}"
    try:
        with (
            httpx2.Client(
                timeout=_TIMEOUT_SECONDS, trust_env=False, follow_redirects=False, transport=transport
            ) as client,
            client.stream(
                "POST", settings.SMS_URL, headers=headers, json={"id": key, "phone": phone, "text": text}
            ) as answer,
        ):
            _drain(answer)
            status = answer.status_code
    except httpx2.HTTPError as error:
        raise NotSent(type(error).__name__, passes=True, all_of_it=True) from None
    if status >= httpx2.codes.MULTIPLE_CHOICES:
        busy = status == httpx2.codes.TOO_MANY_REQUESTS or status >= httpx2.codes.INTERNAL_SERVER_ERROR
        raise NotSent(f"http_{status}", passes=busy, all_of_it=busy)


def check_target(url: str, allowed: list[str]) -> None:
    """Raise NotSent unless the address is https to a host of the operator's list, and no link-local one.

    Plain http is for a relay on the same machine only: elsewhere numbers and texts could be read on the way.
    """
    parts = urlsplit(url)
    host = (parts.hostname or "").lower()
    try:
        port = parts.port or _PORTS.get(parts.scheme, 0)
    except ValueError:
        port = 0
    names = {name.lower() for name in allowed}
    is_plain = f"{host}:{port}" in names or (host in names and port == _PORTS.get(parts.scheme))
    if not is_plain or parts.username or parts.password or parts.scheme not in _PORTS:
        raise NotSent("sms_host_not_allowed", passes=True, all_of_it=True)
    for address in _addresses(host, port):
        if address.is_link_local or address.is_multicast or address.is_unspecified:
            raise NotSent("sms_address_not_allowed", passes=True, all_of_it=True)
        if parts.scheme == "http" and not address.is_loopback:
            raise NotSent("sms_needs_https", passes=True, all_of_it=True)


def _addresses(host: str, port: int) -> list[ipaddress.IPv4Address | ipaddress.IPv6Address]:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError:
        raise NotSent("sms_host_unknown", passes=True, all_of_it=True) from None
    return [ipaddress.ip_address(str(one[4][0]).partition("%")[0]) for one in found]


def _drain(answer: httpx2.Response) -> None:
    """Read no more of the answer than a sane gateway would send."""
    read = 0
    for piece in answer.iter_bytes():
        read += len(piece)
        if read > _ANSWER_BYTES:
            return


def _keep(key: str, phone: str, text: str) -> None:
    folder = Path(settings.HOME) / "outbox"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    line = orjson.dumps({"id": key, "phone": masked_phone(phone), "text": text})
    handle = os.open(folder / "sms.jsonl", os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(handle, "ab") as file:
        file.write(line + b"\n")
