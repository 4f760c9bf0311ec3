"""Addresses of sign-in: those of allauth, less the ones by which people would serve themselves.

Accounts are opened and passwords reset by administrators (jz-data-2020/28.1), so sign-up, mail addresses
and mailed password resets answer as addresses that do not exist. They keep their names, because
allauth's own pages ask for them.
"""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import include, path, re_path


def closed(request: HttpRequest, **_parts: str) -> HttpResponse:  # noqa: ARG001 - a view
    """Raises Http404, whoever asks."""
    raise Http404


urlpatterns = [
    path("signup/", closed, name="account_signup"),
    path("email/", closed, name="account_email"),
    path("confirm-email/", closed, name="account_email_verification_sent"),
    re_path(r"^confirm-email/(?P<key>[-:\w]+)/$", closed, name="account_confirm_email"),
    path("password/set/", closed, name="account_set_password"),
    path("password/reset/", closed, name="account_reset_password"),
    path("password/reset/done/", closed, name="account_reset_password_done"),
    path("password/reset/key/done/", closed, name="account_reset_password_from_key_done"),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        closed,
        name="account_reset_password_from_key",
    ),
    path("login/code/confirm/", closed, name="account_confirm_login_code"),
    path("", include("allauth.urls")),
]
