"""Addresses of sign-in: those of allauth, less the ones by which people would serve themselves.

Accounts are opened and passwords reset by administrators (jz-data-2020/28.1), so sign-up, mail addresses
and mailed password resets answer as addresses that do not exist. Their names stay, because allauth's own
pages ask for them.
"""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import include, path, re_path


def closed(request: HttpRequest, **_parts: str) -> HttpResponse:  # noqa: ARG001 - a view
    """Raises Http404, whoever asks."""
    raise Http404


urlpatterns = [
    path("signup/", closed),
    path("email/", closed),
    path("confirm-email/", closed),
    re_path(r"^confirm-email/(?P<key>[-:\w]+)/$", closed),
    re_path(r"^password/reset/", closed),
    path("password/set/", closed),
    path("login/code/confirm/", closed),
    path("", include("allauth.urls")),
]
