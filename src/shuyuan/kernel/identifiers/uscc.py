"""Unified social credit codes (统一社会信用代码) by GB 32100-2015, for every registration authority.

18 characters: registration authority, kind of organization, region of registration (6), organization
code (9, GB 11714), check character. Authority, kind, region and the organization code's own check
only warn: codes of village collectives (N), of "others" (Y) or of the armed forces (A) are as valid.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from shuyuan.kernel.errors import BadInput
from shuyuan.kernel.identifiers.typing_habits import tidy

LENGTH = 18
#: The 31 characters; a character's value is its place. I, O, S, V and Z do not exist.
ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
MODULUS = 31
#: Powers of 3 modulo 31 for the 17 characters in front of the check character.
WEIGHTS = tuple(pow(3, place, MODULUS) for place in range(LENGTH - 1))
#: What a code looks like (RE2 and SQL read it too), before the check character is looked at.
PATTERN = r"^[0-9A-HJ-NP-RTUWXY]{18}$"

ORGANIZATION_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
ORGANIZATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
ORGANIZATION_CHECK_CHARACTERS = "0X987654321"

#: First character → who registers (登记管理部门). The list is open: an unknown one is a warning.
AUTHORITIES = {
    "1": "staffing_commission",  # 机构编制
    "2": "foreign_affairs",  # 外交
    "3": "judicial_administration",  # 司法行政
    "4": "culture",  # 文化
    "5": "civil_affairs",  # 民政
    "6": "tourism",  # 旅游
    "7": "religious_affairs",  # 宗教
    "8": "trade_unions",  # 工会
    "9": "market_regulation",  # 市场监管 (工商)
    "A": "armed_forces",  # 军队
    "N": "agriculture",  # 农业: rural collective economic organizations
    "Y": "others",  # 其他
}

_SHAPE = re.compile(PATTERN, re.ASCII)
_VALUES = {character: value for value, character in enumerate(ALPHABET)}


class Fault(StrEnum):
    """Why a code is refused."""

    LENGTH = "uscc_length"
    CHARACTERS = "uscc_characters"
    CHECK = "uscc_check"


@dataclass(frozen=True)
class SocialCreditCode:
    """A valid code taken apart; `warnings` name what is unusual without being wrong."""

    code: str
    authority: str
    kind: str
    region: str
    organization_code: str
    warnings: tuple[str, ...] = ()


def normalize(text: str) -> str:
    """The code as it should be written; hyphens, which some forms put in, go too."""
    return tidy(text).replace("-", "")


def check_character(body: str) -> str:
    """The last character for the 17 in front of it; raises BadInput on anything else."""
    if len(body) != LENGTH - 1 or not set(body) <= _VALUES.keys():
        raise BadInput("17 characters of the alphabet are needed", code=Fault.CHARACTERS)
    total = sum(weight * _VALUES[character] for weight, character in zip(WEIGHTS, body, strict=True))
    return ALPHABET[-total % MODULUS]


def organization_check_character(body: str) -> str:
    """The ninth character of an organization code (GB 11714) for the eight in front of it."""
    if len(body) != len(ORGANIZATION_WEIGHTS) or not set(body) <= set(ORGANIZATION_ALPHABET):
        raise BadInput("8 digits or letters are needed", code=Fault.CHARACTERS)
    values = (ORGANIZATION_ALPHABET.index(character) for character in body)
    total = sum(weight * value for weight, value in zip(ORGANIZATION_WEIGHTS, values, strict=True))
    return ORGANIZATION_CHECK_CHARACTERS[total % 11]


def fault(code: str) -> Fault | None:
    """What is wrong with the code, or None."""
    if len(code) != LENGTH:
        return Fault.LENGTH
    if not _SHAPE.fullmatch(code):
        return Fault.CHARACTERS
    if check_character(code[:-1]) != code[-1]:
        return Fault.CHECK
    return None


def parse(code: str) -> SocialCreditCode:
    """The parts of a valid code; raises BadInput whose code is the fault."""
    found = fault(code)
    if found is not None:
        raise BadInput(f"not a valid social credit code: {code!r}", code=found, value=code)
    organization_code = code[8:17]
    warnings = []
    if code[0] not in AUTHORITIES:
        warnings.append("uscc_unknown_authority")
    if not code[2:8].isdigit():
        warnings.append("uscc_unusual_region")
    if organization_check_character(organization_code[:-1]) != organization_code[-1]:
        warnings.append("uscc_organization_code_check")
    return SocialCreditCode(code, code[0], code[1], code[2:8], organization_code, tuple(warnings))
