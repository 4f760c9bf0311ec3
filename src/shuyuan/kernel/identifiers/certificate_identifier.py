"""Identifiers of electronic certificates (电子证照标识) by GB/T 36904-2018.

``1.2.156.3005.2`` + type (18 of the rule's maker + 3) + issuer + serial + version (3) + check, joined
by dots. The check character is ISO 7064 MOD 37,36 over the four middle parts without dots. Issuers in
the field also use codes that are no USCC, and some leave out the check character: both only warn.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from shuyuan.kernel.errors import BadInput
from shuyuan.kernel.identifiers import uscc
from shuyuan.kernel.identifiers.typing_habits import tidy

ROOT = "1.2.156.3005.2"
#: The 36 characters of ISO 7064 MOD 37,36; a character's value is its place.
ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
MODULUS = len(ALPHABET)
#: RE2 and SQL read it too.
PATTERN = (
    r"^1\.2\.156\.3005\.2\.([0-9A-Z]{21})\.([0-9A-Z]{6,21})\.([0-9A-Z]{1,32})\.([0-9]{3})(?:\.([0-9A-Z]))?$"
)

_SHAPE = re.compile(PATTERN, re.ASCII)


class Fault(StrEnum):
    """Why an identifier is refused."""

    ROOT = "certificate_identifier_root"
    FORM = "certificate_identifier_form"
    CHECK = "certificate_identifier_check"


@dataclass(frozen=True)
class CertificateIdentifier:
    """A valid identifier taken apart; `warnings` name what is unusual without being wrong."""

    type_code: str
    issuer: str
    serial: str
    version: str
    check: str
    warnings: tuple[str, ...] = ()

    def __str__(self) -> str:
        parts = (ROOT, self.type_code, self.issuer, self.serial, self.version, self.check)
        return ".".join(part for part in parts if part)


def normalize(text: str) -> str:
    """The identifier in half-width capitals without spaces; the ideographic full stop is a dot."""
    return tidy(text).replace("。", ".")


def check_character(body: str) -> str:
    """ISO 7064 MOD 37,36 of the joined parts; raises BadInput on other characters or none."""
    if not body or not set(body) <= set(ALPHABET):
        raise BadInput("digits and capital letters are needed", code=Fault.FORM)
    product = MODULUS
    for character in body:
        total = (product + ALPHABET.index(character)) % MODULUS or MODULUS
        product = total * 2 % (MODULUS + 1)
    return ALPHABET[(1 - product) % MODULUS]


def fault(identifier: str) -> Fault | None:
    """What is wrong with the identifier, or None."""
    if not identifier.startswith(f"{ROOT}."):
        return Fault.ROOT
    shape = _SHAPE.fullmatch(identifier)
    if shape is None:
        return Fault.FORM
    *body, check = shape.groups()
    if check is not None and check_character("".join(body)) != check:
        return Fault.CHECK
    return None


def parse(identifier: str) -> CertificateIdentifier:
    """The parts of a valid identifier; raises BadInput whose code is the fault."""
    found = fault(identifier)
    shape = _SHAPE.fullmatch(identifier)
    if found is not None or shape is None:
        raise BadInput(
            f"not a certificate identifier: {identifier[:120]!r}", code=found, value=identifier[:120]
        )
    type_code, issuer, serial, version, check = shape.groups(default="")
    warnings = []
    if uscc.fault(issuer) is not None:
        warnings.append("certificate_identifier_issuer_is_no_uscc")
    if not check:
        warnings.append("certificate_identifier_without_check")
    return CertificateIdentifier(type_code, issuer, serial, version, check, tuple(warnings))
