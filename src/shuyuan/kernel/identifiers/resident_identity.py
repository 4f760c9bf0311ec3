"""Resident identity numbers by GB 11643-1999, and the cards that share their form.

Residence permits of Hong Kong, Macao and Taiwan residents begin with 81, 82 and 83, the foreigners'
permanent residence card of 18 characters with 9; all use the same check character (ISO 7064
MOD 11-2). The region is never a fault: numbers keep abolished codes for life.
"""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from shuyuan.kernel.errors import BadInput
from shuyuan.kernel.identifiers.typing_habits import tidy

LENGTH = 18
OLD_LENGTH = 15
#: Weight of each of the 17 characters in front of the check character.
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
#: The check character by the weighted sum modulo 11.
CHECK_CHARACTERS = "10X98765432"
#: What the number looks like (RE2 and SQL read it too), before date and check character are looked at.
PATTERN = r"^[1-9][0-9]{16}[0-9X]$"
OLD_PATTERN = r"^[1-9][0-9]{14}$"
#: Births before this year are taken for typing errors.
FIRST_BIRTH_YEAR = 1850
#: Where the date of birth stands: characters 7 to 14, as in substr(number, 7, 8).
BIRTH_START, BIRTH_LENGTH = 7, 8

PERMIT_PREFIXES = {"81": "hong_kong", "82": "macao", "83": "taiwan"}
#: First two digits that GB/T 2260 gives to provinces, and the three of the residence permits.
PROVINCES = frozenset(
    str(number)
    for first, last in ((11, 15), (21, 23), (31, 37), (41, 46), (50, 54), (61, 65), (71, 71), (81, 83))
    for number in range(first, last + 1)
)

_SHAPE = re.compile(PATTERN, re.ASCII)
_OLD_SHAPE = re.compile(OLD_PATTERN, re.ASCII)


class Fault(StrEnum):
    """Why a number is refused."""

    LENGTH = "resident_id_length"
    CHARACTERS = "resident_id_characters"
    BIRTH_DATE = "resident_id_birth_date"
    CHECK = "resident_id_check"


class Document(StrEnum):
    """Which document carries the number."""

    RESIDENT_CARD = "resident_card"  # 居民身份证
    RESIDENCE_PERMIT = "residence_permit"  # 港澳台居民居住证
    PERMANENT_RESIDENCE_CARD = "permanent_residence_card"  # 外国人永久居留身份证


class Sex(StrEnum):
    """By the last digit of the sequence: odd male, even female."""

    MALE = "male"
    FEMALE = "female"


@dataclass(frozen=True)
class ResidentIdentity:
    """A valid number taken apart; `warnings` name what is unusual without being wrong.

    `region` is the six digits in front: the region of first registration, or for the permanent
    residence card the place of application (2) and the nationality (3) after the 9.
    """

    number: str
    document: Document
    region: str
    born_on: date
    sex: Sex
    warnings: tuple[str, ...] = ()

    def __repr__(self) -> str:
        # Never the number itself: records end up in logs and error pages.
        return f"ResidentIdentity({self.document}, …{self.number[-2:]})"


def normalize(text: str) -> str:
    """The number as it should be written; an old number of 15 digits becomes one of 18."""
    number = tidy(text)
    return upgrade(number) if _OLD_SHAPE.fullmatch(number) else number


def check_character(body: str) -> str:
    """The last character for the 17 digits in front of it; raises BadInput on anything else."""
    if len(body) != LENGTH - 1 or not (body.isascii() and body.isdigit()):
        raise BadInput("17 digits are needed", code=Fault.CHARACTERS)
    total = sum(weight * int(digit) for weight, digit in zip(WEIGHTS, body, strict=True))
    return CHECK_CHARACTERS[total % 11]


def upgrade(old_number: str) -> str:
    """The 18-character form of a number of 15 digits; such numbers were given to births of 19xx."""
    if not _OLD_SHAPE.fullmatch(old_number):
        raise BadInput("15 digits are needed", code=Fault.CHARACTERS)
    body = f"{old_number[:6]}19{old_number[6:]}"
    return body + check_character(body)


def fault(number: str, *, on: date | None = None) -> Fault | None:
    """What is wrong with the number, or None; with `on` a birth after that day is wrong too."""
    if len(number) != LENGTH:
        return Fault.LENGTH
    if not _SHAPE.fullmatch(number):
        return Fault.CHARACTERS
    born_on = _born_on(number)
    if born_on is None or born_on.year < FIRST_BIRTH_YEAR or (on is not None and born_on > on):
        return Fault.BIRTH_DATE
    if check_character(number[:-1]) != number[-1]:
        return Fault.CHECK
    return None


def parse(number: str, *, on: date | None = None) -> ResidentIdentity:
    """The parts of a valid number; raises BadInput whose code is the fault and which hides the number."""
    found = fault(number, on=on)
    born_on = _born_on(number) if found is None else None
    if found is not None or born_on is None:
        raise BadInput("not a valid identity number", code=found)
    prefix = number[:2]
    if number[0] == "9":
        document, known = Document.PERMANENT_RESIDENCE_CARD, number[1:3] in PROVINCES
    else:
        permit = prefix in PERMIT_PREFIXES
        document = Document.RESIDENCE_PERMIT if permit else Document.RESIDENT_CARD
        known = prefix in PROVINCES
    sex = Sex.MALE if int(number[16]) % 2 else Sex.FEMALE
    return ResidentIdentity(
        number, document, number[:6], born_on, sex, () if known else ("resident_id_unknown_province",)
    )


def _born_on(number: str) -> date | None:
    try:
        return date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return None
