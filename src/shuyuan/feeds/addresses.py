"""Absolute addresses of the feeds, as other programs keep them."""

from collections.abc import Callable

from django.http import HttpRequest
from django.urls import reverse


def absolute_of(request: HttpRequest) -> Callable[..., str]:
    """`absolute(name, *arguments)` under the host by which the request came."""

    def absolute(name: str, *arguments: object) -> str:
        return request.build_absolute_uri(reverse(name, args=arguments))

    return absolute
