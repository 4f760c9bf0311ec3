"""What rooms further up bring: whose attachments these are, kinds of numbers, kinds of papers.

Registered in `AppConfig.ready` of the room that owns the subject or the kind.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from shuyuan.kernel.actor import Actor
from shuyuan.kernel.errors import NotFound, NotPermitted

#: `door(subject_id, actor)`: whether the actor may; raising NotFound or NotPermitted says no as well.
Door = Callable[[str, Actor], bool]


#: `check(attachment)`: raises what stands against removing it.
Check = Callable[[Any], None]


@dataclass(frozen=True)
class Subject:
    """Whose attachments: who may read them, who may add and remove them now, what keeps one for good."""

    kind: str
    may_read: Door
    may_write: Door
    check_removal: Check | None = None


@dataclass(frozen=True)
class NumberKind:
    """A kind of number; the pattern knows `{year}` and `{number}`."""

    kind: str
    label: Any
    pattern: str = "焦数〔{year}〕{number}号"

    def write(self, year: int, number: int) -> str:
        """The number in words: 焦数目〔2026〕12号."""
        return self.pattern.format(year=year, number=number)


@dataclass(frozen=True)
class PaperKind:
    """A kind of official paper and the series that numbers it."""

    kind: str
    label: Any
    series: str


_SUBJECTS: dict[str, Subject] = {}
_NUMBERS: dict[str, NumberKind] = {}
_PAPERS: dict[str, PaperKind] = {}


def register_subject(
    kind: str, may_read: Door, may_write: Door, *, check_removal: Check | None = None
) -> None:
    """Say who may read and write the attachments of subjects of this kind, and which stay for good."""
    _SUBJECTS[kind] = Subject(kind, may_read, may_write, check_removal)


def require_removable(kind: str, attachment: Any) -> None:
    """Raises what the subject's room has against removing the attachment."""
    check = _SUBJECTS[kind].check_removal
    if check is not None:
        check(attachment)


def register_number(kind: str, label: Any, pattern: str) -> None:
    """A kind of number: `register_number("catalog", _("Catalog"), "焦数目〔{year}〕{number}号")`."""
    _NUMBERS[kind] = NumberKind(kind, label, pattern)


def register_paper(kind: str, label: Any, *, series: str) -> None:
    """A kind of paper that `steps.issue_paper` may issue, numbered in that series."""
    _PAPERS[kind] = PaperKind(kind, label, series)


def number_kind(kind: str) -> NumberKind:
    """The registered kind; LookupError is a mistake of the program, not of a person."""
    return _NUMBERS[kind]


def paper_kind(kind: str) -> PaperKind:
    """The registered kind; KeyError as `number_kind`."""
    return _PAPERS[kind]


def paper_kinds() -> list[PaperKind]:
    """All kinds, in the order of their registration."""
    return list(_PAPERS.values())


def may_read(kind: str, subject_id: str, actor: Actor) -> bool:
    """Whether the subject is there and the actor may read its attachments."""
    return kind in _SUBJECTS and _says_yes(_SUBJECTS[kind].may_read, subject_id, actor)


def may_write(kind: str, subject_id: str, actor: Actor) -> bool:
    """Whether the actor may add and remove attachments of the subject now."""
    return kind in _SUBJECTS and _says_yes(_SUBJECTS[kind].may_write, subject_id, actor)


def _says_yes(door: Door, subject_id: str, actor: Actor) -> bool:
    try:
        return door(subject_id, actor)
    except (NotFound, NotPermitted):
        return False


register_number("catalog", _("Catalog"), "焦数目〔{year}〕{number}号")
register_number("sharing", _("Sharing"), "焦数享〔{year}〕{number}号")
register_number("supervision", _("Supervision"), "焦数督〔{year}〕{number}号")
register_paper("notice", _("Notice"), series="catalog")
register_paper("reply", _("Reply"), series="sharing")
register_paper("rectification", _("Rectification notice"), series="supervision")
