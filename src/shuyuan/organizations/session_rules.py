"""Ends idle sessions; asks for a new password when the old one is too old, and for a second factor."""

from collections.abc import Callable
from datetime import datetime, timedelta
from urllib.parse import urlencode

from allauth.mfa.adapter import get_adapter
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext

from shuyuan.kernel.actor import THREE_ADMINISTRATORS
from shuyuan.organizations.models import Person

SEEN = "seen_at"
_NOTED_EVERY_SECONDS = 60
#: Where somebody may go who has to change the password first.
_OPEN = ("account_change_password", "account_logout", "set_language")
#: Where somebody may go who has to set up the second factor first.
_OPEN_WITHOUT_FACTOR = (
    "account_logout",
    "account_reauthenticate",
    "mfa_activate_totp",
    "mfa_reauthenticate",
    "set_language",
)
_HAS_FACTOR = "has_second_factor"


class SessionRules:
    """Middleware after the one that sets `request.legal`."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Sign out, send to the change of password, or go on."""
        if not request.user.is_authenticated:
            return self.get_response(request)
        now = request.legal.now
        if is_idle(request, now):
            request.sign_out_reason = "idle"
            logout(request)
            request.actor = None
            messages.info(request, gettext("You were signed out because nothing happened for a while."))
            back = {"next": request.get_full_path()} if request.method == "GET" else {}
            return _go(request, f"{reverse('account_login')}?{urlencode(back)}")
        note_activity(request, now)
        if needs_new_password(request.user, now) and request.path not in map(reverse, _OPEN):
            messages.warning(request, gettext("Choose a new password of your own to go on."))
            return _go(request, reverse("account_change_password"))
        if needs_second_factor(request) and request.path not in map(reverse, _OPEN_WITHOUT_FACTOR):
            messages.warning(request, gettext("Set up the second factor of your sign-in to go on."))
            return _go(request, reverse("mfa_activate_totp"))
        return self.get_response(request)


def is_idle(request: HttpRequest, now: datetime) -> bool:
    """Whether nothing happened in this session for the time that the settings allow."""
    seen = request.session.get(SEEN)
    return seen is not None and now.timestamp() - seen > settings.IDLE_MINUTES * 60


def note_activity(request: HttpRequest, now: datetime) -> None:
    """Note that somebody is there, once a minute; what a page asks by itself does not count."""
    if request.headers.get("HX-Request") == "true" and request.path.endswith("/progress/"):
        return
    if now.timestamp() - request.session.get(SEEN, 0) > _NOTED_EVERY_SECONDS:
        request.session[SEEN] = now.timestamp()


def needs_new_password(person: Person, now: datetime) -> bool:
    """Whether the password is temporary, or older than the settings allow (0 days: never)."""
    if person.must_change_password:
        return True
    age = timedelta(days=settings.PASSWORD_DAYS)
    return bool(age and person.password_changed_at and now - person.password_changed_at > age)


def needs_second_factor(request: HttpRequest) -> bool:
    """Whether the settings ask this person for a second factor that is not set up (GB/T 22239, 8.1.4.1)."""
    if settings.TWO_FACTOR == "optional" or request.session.get(_HAS_FACTOR):
        return False
    if settings.TWO_FACTOR == "administrators" and (
        request.actor is None or request.actor.role not in THREE_ADMINISTRATORS
    ):
        return False
    if not get_adapter().is_mfa_enabled(request.user):
        return True
    request.session[_HAS_FACTOR] = True
    return False


def _go(request: HttpRequest, address: str) -> HttpResponse:
    if request.headers.get("HX-Request") == "true":
        return HttpResponse(headers={"HX-Redirect": address})
    return HttpResponseRedirect(address)
