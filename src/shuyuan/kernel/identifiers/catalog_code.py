"""Codes of catalog entries: class (1), subclass (2), group (3), detail (any length), '/', sequence.

The form is that of the national compilation guide; the code has no check character, which is why
the platform generates it and nobody types it.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from shuyuan.kernel.errors import BadInput
from shuyuan.kernel.identifiers.typing_habits import tidy

#: RE2 and SQL read it too.
PATTERN = r"^[123][0-9]{2}[0-9]{3}[0-9]*/[0-9]+$"
MAX_LENGTH = 64

_SHAPE = re.compile(PATTERN, re.ASCII)


class Fault(StrEnum):
    """Why a code is refused."""

    LENGTH = "catalog_code_length"
    FORM = "catalog_code_form"


class CatalogClass(StrEnum):
    """The first digit (类)."""

    BASE = "1"  # 基础
    THEMATIC = "2"  # 主题
    DEPARTMENT = "3"  # 部门


@dataclass(frozen=True)
class CatalogCode:
    """A code taken apart: 类, 项, 目, 细目 and 顺序码."""

    catalog_class: CatalogClass
    subclass: str
    group: str
    detail: str
    sequence: str

    @property
    def classification(self) -> str:
        """The part in front of the slash."""
        return f"{self.catalog_class}{self.subclass}{self.group}{self.detail}"

    def __str__(self) -> str:
        return f"{self.classification}/{self.sequence}"


def normalize(text: str) -> str:
    """The code with half-width digits and slash, and without spaces."""
    return tidy(text)


def fault(code: str) -> Fault | None:
    """What is wrong with the code, or None."""
    if len(code) > MAX_LENGTH:
        return Fault.LENGTH
    return None if _SHAPE.fullmatch(code) else Fault.FORM


def parse(code: str) -> CatalogCode:
    """The parts of a code; raises BadInput whose code is the fault."""
    found = fault(code)
    if found is not None:
        raise BadInput(f"not a catalog code: {code[:MAX_LENGTH]!r}", code=found, value=code[:MAX_LENGTH])
    front, _, sequence = code.partition("/")
    return CatalogCode(CatalogClass(front[0]), front[1:3], front[3:6], front[6:], sequence)
