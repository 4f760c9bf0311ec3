"""What can be done on a case page, and why something cannot: for the tag `actions`."""

from dataclasses import dataclass
from typing import Any

from shuyuan.kernel.verdict import Verdict


@dataclass(frozen=True)
class Action:
    """One thing that somebody might do with a case.

    It leads to `href`, opens the dialog of that name, or posts to `post`. With a `why` (words) or a
    `verdict` that refuses, there is no button; the page says why.
    """

    label: Any
    icon: str = "arrow-right"
    href: str = ""
    dialog: str = ""
    post: str = ""
    is_primary: bool = False
    why: Any = ""
    verdict: Verdict | None = None

    @property
    def is_open(self) -> bool:
        """Whether there is a button."""
        return not self.why and (self.verdict is None or self.verdict.allowed)
