"""What is missing in a case, and how somebody types it."""

import re
from dataclasses import dataclass

_MARK = re.compile(r"^\s*(?:[-*•·]|[(（]?\d{1,2}(?:[、)）]|\.(?!\d)))\s*")


@dataclass(frozen=True)
class Gap:
    """Something that is missing; `code` is the room's own name for it, such as a field or a reason."""

    text: str
    code: str = ""

    @property
    def key(self) -> str:
        """By what a later round is compared with the first."""
        return self.code or self.text


def read_gaps(text: str) -> list[Gap]:
    """What somebody typed, one gap in a line, without repeating lines and list numbers."""
    lines = (_MARK.sub("", line).strip() for line in text.splitlines())
    return [Gap(line) for line in dict.fromkeys(line for line in lines if line)]
