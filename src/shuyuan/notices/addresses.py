"""Mail addresses and phone numbers of people: sealed in the database, checked when entered, never logged."""

import re
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from shuyuan.engine.crypto import DataKey, KeyFolder
from shuyuan.kernel.errors import BadInput
from shuyuan.notices.models import Preference

_MOBILE = re.compile(r"1[3-9][0-9]{9}")
_MAIL_LENGTH = 200
_KEY_VERSION = 1


@dataclass(frozen=True)
class Addresses:
    """Where a person is reached; empty for no wish. Its `repr` says nothing."""

    mail: str = field(default="", repr=False)
    phone: str = field(default="", repr=False)


def check_mail(text: str) -> str:
    """The mail address, trimmed; raises BadInput for one that is none, or of a domain that is not allowed."""
    text = text.strip()
    if not text:
        return ""
    try:
        validate_email(text)
    except ValidationError:
        raise BadInput("not a mail address", code="mail_address_malformed") from None
    if len(text) > _MAIL_LENGTH or not text.isascii():
        raise BadInput("not a mail address", code="mail_address_malformed")
    domains = settings.MAIL_DOMAINS
    if domains and not _is_in(text.rpartition("@")[2].lower(), domains):
        raise BadInput("not a domain of the city", code="mail_domain_refused", domains="、".join(domains))
    return text


def check_phone(text: str) -> str:
    """The mobile number as eleven digits; raises BadInput for anything else."""
    digits = re.sub(r"[\s-]", "", text).removeprefix("+86")
    if digits and not _MOBILE.fullmatch(digits):
        raise BadInput("not a mobile number", code="phone_malformed")
    return digits


def seal(preference: Preference, addresses: Addresses) -> None:
    """Put the addresses into the row, under a fresh key of this person; the caller saves it."""
    key, wrapped = _keys(settings.KEYS).new_data_key(_owner(preference), _KEY_VERSION)
    preference.wrapped_key = wrapped
    preference.sealed_mail = key.seal("mail", b"", addresses.mail) if addresses.mail else None
    preference.sealed_phone = key.seal("phone", b"", addresses.phone) if addresses.phone else None


def unseal(preference: Preference) -> Addresses:
    """The addresses of the row; raises BadInput `seal_broken` or Unavailable `no_key`."""
    if not preference.wrapped_key:
        return Addresses()
    key = _keys(settings.KEYS).data_key(_owner(preference), _KEY_VERSION, bytes(preference.wrapped_key))
    return Addresses(_open(key, "mail", preference.sealed_mail), _open(key, "phone", preference.sealed_phone))


def masked_phone(phone: str) -> str:
    """138****0000."""
    return f"{phone[:3]}****{phone[-4:]}" if phone else ""


def _open(key: DataKey, item: str, sealed: bytes | None) -> str:
    return key.open(item, b"", bytes(sealed)) if sealed else ""


def _owner(preference: Preference) -> str:
    return f"notices/person/{preference.person_id}"


def _is_in(host: str, domains: list[str]) -> bool:
    return any(host == one.lower() or host.endswith(f".{one.lower()}") for one in domains)


@lru_cache(maxsize=2)
def _keys(folder: str | Path) -> KeyFolder:
    return KeyFolder(Path(folder))
