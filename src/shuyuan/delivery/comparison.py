"""Before and after of a change side by side, sentence by sentence. No database."""

import difflib
import re
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from shuyuan.delivery.models import ChangeRequest
from shuyuan.projects.money import money_words

_SENTENCE = re.compile(r"[^。；;！!？?\n]*[。；;！!？?\n]?")


@dataclass(frozen=True)
class Part:
    """A piece of text; `differs` when the other side does not say it."""

    text: str
    differs: bool


@dataclass(frozen=True)
class Compared:
    """One thing before and after."""

    label: Any
    before: tuple[Part, ...]
    after: tuple[Part, ...]
    #: By how much it becomes more or less, in words.
    more: Any = ""

    @property
    def differs(self) -> bool:
        """Whether anything changes."""
        return any(part.differs for part in (*self.before, *self.after))


def compare(change: ChangeRequest) -> list[Compared]:
    """Goals, content and money of a change."""
    money = (money_words(change.fen_before), money_words(change.fen_after))
    return [
        Compared(_("Goals"), *compare_texts(change.goals_before, change.goals_after)),
        Compared(_("Content"), *compare_texts(change.content_before, change.content_after)),
        Compared(_("Investment"), *compare_texts(*money), more=_difference(change)),
    ]


def _difference(change: ChangeRequest) -> Any:
    fen = change.fen_after - change.fen_before
    if not fen:
        return ""
    words = {
        "money": money_words(abs(fen)),
        "share": f"{100 * abs(fen) / (change.fen_before or abs(fen)):.1f}",
    }
    if fen > 0:
        return _("%(money)s more (%(share)s %%)") % words
    return _("%(money)s less (%(share)s %%)") % words


def compare_texts(before: str, after: str) -> tuple[tuple[Part, ...], tuple[Part, ...]]:
    """Both texts cut into sentences, each marked when the other side does not have it there."""
    old, new = _sentences(before), _sentences(after)
    left: list[Part] = []
    right: list[Part] = []
    for tag, i, j, k, m in difflib.SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes():
        differs = tag != "equal"
        left += [Part(text, differs) for text in old[i:j]]
        right += [Part(text, differs) for text in new[k:m]]
    return tuple(left), tuple(right)


def _sentences(text: str) -> list[str]:
    return [found for found in _SENTENCE.findall(text) if found]
