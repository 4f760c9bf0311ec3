"""Accounts: opened with a temporary password, reset, unlocked, closed; each step in the audit trail."""

import secrets
from dataclasses import dataclass, field

from axes.utils import reset
from django.core.exceptions import ValidationError
from django.db import transaction

from shuyuan.audit.steps import record
from shuyuan.kernel.actor import Actor, Role
from shuyuan.kernel.errors import BadInput, Conflict, NotPermitted
from shuyuan.organizations import rights
from shuyuan.organizations.events import Event
from shuyuan.organizations.models import Person
from shuyuan.organizations.selectors import access_department, access_person, list_posts
from shuyuan.regulations.context import LegalContext

#: Letters and digits that are not taken for one another when they are read out.
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
_GROUPS = 4
_GROUP_LENGTH = 4


@dataclass(frozen=True)
class Opened:
    """An account and its temporary password, which is shown once and kept nowhere."""

    person: Person
    password: str = field(repr=False)


@transaction.atomic
def create_person(
    username: str,
    *,
    full_name: str,
    department: str,
    phone: str = "",
    password: str = "",
    actor: Actor,
    legal: LegalContext,
) -> Opened:
    """Open an account for a person of that department; user names have no capitals.

    Without `password` a temporary one is made, which the person must change at the first sign-in; the
    demonstration gives its own. Raises BadInput for a bad user name and Conflict `username_taken`.
    """
    username = username.strip().lower()
    home = access_department(department)
    if not rights.may_open_account(actor, department=home.code):
        raise NotPermitted(code="may_not_open_account", department=home.code)
    if Person.objects.filter(username=username).exists():
        raise Conflict(code="username_taken", username=username)
    person = Person(
        username=username,
        full_name=full_name,
        phone=phone,
        home=home,
        must_change_password=not password,
        password_changed_at=legal.now,
    )
    chosen = password or temporary_password()
    person.set_password(chosen)
    try:
        person.full_clean(exclude=["password"])
    except ValidationError as error:
        raise BadInput(code="bad_account", fields=sorted(error.message_dict)) from None
    person.save()
    _record(Event.PERSON_CREATED, person, actor=actor, username=username, department=home.code)
    return Opened(person, chosen)


@transaction.atomic
def reset_password(person_id: int, *, actor: Actor, legal: LegalContext) -> Opened:
    """Give a new temporary password; the person's sessions end, since the password is part of them."""
    person = access_person(person_id, actor=actor)
    held = {Role(post.role) for post in list_posts(person.pk)}
    home = person.home.code if person.home else ""
    if person.pk == actor.person_id or not rights.may_reset_password(actor, department=home, held=held):
        raise NotPermitted(code="may_not_reset_password")
    password = temporary_password()
    person.set_password(password)
    person.must_change_password = True
    person.password_changed_at = legal.now
    person.save(update_fields=["password", "must_change_password", "password_changed_at"])
    _record(Event.PASSWORD_RESET, person, actor=actor, username=person.username)
    return Opened(person, password)


@transaction.atomic
def unlock_account(person_id: int, *, actor: Actor) -> bool:
    """Lift the lock of failed sign-ins before its time; gives whether there was one."""
    person = access_person(person_id, actor=actor)
    if not rights.may_unlock(actor):
        raise NotPermitted(code="may_not_unlock")
    lifted = reset(username=person.username.lower())
    if lifted:
        _record(Event.UNLOCKED, person, actor=actor, username=person.username)
    return bool(lifted)


@transaction.atomic
def close_account(person_id: int, *, reason: str, actor: Actor) -> Person:
    """Close an account for good: no sign-in, and open sessions end.

    Raises Conflict `account_is_closed`, and `posts_in_force` while the person still holds a post.
    """
    person = access_person(person_id, actor=actor)
    home = person.home.code if person.home else ""
    posts = list(list_posts(person.pk))
    roles = {Role(post.role) for post in posts}
    may = rights.may_open_account(actor, department=home)
    if actor.role is Role.PRINCIPAL_OFFICER:
        may = may and roles <= rights.DEPARTMENT_ROLES
    if person.pk == actor.person_id or not may:
        raise NotPermitted(code="may_not_close_account")
    if not person.is_active:
        raise Conflict(code="account_is_closed")
    if posts:
        raise Conflict(code="posts_in_force", posts=[str(post.get_role_display()) for post in posts])
    person.is_active = False
    person.save(update_fields=["is_active"])
    _record(Event.PERSON_DISABLED, person, actor=actor, username=person.username, reason=reason)
    return person


def temporary_password() -> str:
    """Four groups of four characters, about 79 bits."""
    groups = ("".join(secrets.choice(_ALPHABET) for _ in range(_GROUP_LENGTH)) for _ in range(_GROUPS))
    return "-".join(groups)


def _record(event: Event, person: Person, *, actor: Actor, **facts: str) -> None:
    record(event, actor=actor, subject_kind="person", subject_id=person.pk, facts=facts)
