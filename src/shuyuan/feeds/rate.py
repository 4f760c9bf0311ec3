"""How often one address may ask for the public feeds: so many requests a minute, counted in each process."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest, HttpResponse

from shuyuan.feeds.urls import app_name
from shuyuan.kernel.errors import OverQuota
from shuyuan.web.problems import respond

_MINUTE = 60


class PublicRate:
    """Answers 429 with `Retry-After` to a visitor who asks more than `PUBLIC_RATE` times in a minute."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Nothing is counted before it is known which view answers."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: Any) -> HttpResponse | None:
        """Count a visitor's request for a feed; who is signed in is known and not counted."""
        match = request.resolver_match
        if not settings.PUBLIC_RATE or match is None or match.app_name != app_name or request.actor:
            return None
        now = int(request.legal.now.timestamp())
        minute, cache = now // _MINUTE, caches["rates"]
        key = f"feeds:{minute}:{address_of(request)}"
        cache.add(key, 0, timeout=2 * _MINUTE)
        if cache.incr(key) <= settings.PUBLIC_RATE:
            return None
        wait = (minute + 1) * _MINUTE - now
        return respond(request, OverQuota("too many requests", code="public_rate", retry_after=wait))


def address_of(request: HttpRequest) -> str:
    """From where a request comes: behind our own proxy, the address that the proxy saw."""
    if settings.BEHIND_TLS:
        seen = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
        if seen:
            return seen[:64]
    return str(request.META.get("REMOTE_ADDR", ""))
