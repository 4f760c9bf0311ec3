"""Writes sign-ins, sign-outs, failed attempts, lock-outs and second factors into the audit trail.

Django, allauth and axes report them by signals only. A name that no account has is not written down:
people type their password into the wrong field.
"""

from typing import Any

from allauth.mfa.signals import authenticator_added, authenticator_removed, authenticator_reset
from axes.signals import user_locked_out
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.db import transaction
from django.http import HttpRequest

from shuyuan.audit.steps import record
from shuyuan.kernel.actor import PLATFORM
from shuyuan.organizations.events import Event
from shuyuan.organizations.models import Person
from shuyuan.organizations.selectors import actor_of_person
from shuyuan.organizations.sign_in import account_name


def connect() -> None:
    """Listen; called once when Django starts."""
    user_logged_in.connect(on_signed_in, dispatch_uid="audit")
    user_logged_out.connect(on_signed_out, dispatch_uid="audit")
    user_login_failed.connect(on_failed, dispatch_uid="audit")
    user_locked_out.connect(on_locked_out, dispatch_uid="audit")
    for signal in (authenticator_added, authenticator_removed, authenticator_reset):
        signal.connect(on_second_factor, dispatch_uid="audit")


def on_signed_in(sender: Any, request: HttpRequest, user: Person, **_: Any) -> None:  # noqa: ARG001 - a signal's signature
    """All factors were right."""
    methods = request.session.get("account_authentication_methods", [])
    _record(Event.SIGNED_IN, user, request, methods=[str(m.get("method", "")) for m in methods])


def on_signed_out(sender: Any, request: HttpRequest, user: Person | None, **_: Any) -> None:  # noqa: ARG001 - a signal's signature
    """By the person or by the idle time-out."""
    if user is not None:
        _record(Event.SIGNED_OUT, user, request, why=getattr(request, "sign_out_reason", "person"))


def on_failed(
    sender: Any,  # noqa: ARG001 - a signal's signature
    credentials: dict[str, Any],
    request: HttpRequest | None = None,
    **_: Any,
) -> None:
    """The name or the password was wrong, or the account is locked."""
    _record_attempt(Event.SIGN_IN_FAILED, account_name(request, credentials), request)


def on_locked_out(sender: Any, request: HttpRequest, username: str, **_: Any) -> None:  # noqa: ARG001 - a signal's signature
    """Too many failed attempts: the account opens again after a while or by the security administrator."""
    _record_attempt(Event.LOCKED_OUT, username, request)


def on_second_factor(
    sender: Any,  # noqa: ARG001 - a signal's signature
    request: HttpRequest,
    user: Person,
    authenticator: Any,
    **said: Any,
) -> None:
    """A second factor was set up, removed or its recovery codes renewed."""
    signal = said["signal"]
    change = {authenticator_added: "added", authenticator_removed: "removed"}.get(signal, "reset")
    _record(Event.SECOND_FACTOR_CHANGED, user, request, change=change, kind=str(authenticator.type))


def _record(event: Event, person: Person, request: HttpRequest | None, **facts: Any) -> None:
    with transaction.atomic():
        record(
            event,
            actor=actor_of_person(person),
            subject_kind="person",
            subject_id=person.pk,
            facts={"address": _address(request), **facts},
        )


def _record_attempt(event: Event, username: str, request: HttpRequest | None) -> None:
    person = Person.objects.filter(username__iexact=username).first() if username else None
    with transaction.atomic():
        record(
            event,
            actor=PLATFORM,
            subject_kind="person",
            subject_id=person.pk if person else "unknown",
            facts={"address": _address(request)},
            outcome="refused",
        )


def _address(request: HttpRequest | None) -> str:
    return str(request.META.get("REMOTE_ADDR", "")) if request else ""
