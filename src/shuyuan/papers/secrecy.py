"""
Secrecy marks (密级标志) in texts: 秘密★10年, 密级：机密, 【绝密】, 机密 20年 at the head of a page or name.

Pure; `markings` is for names of entries, items and files as well as for pages. 商业秘密 and 个人秘密 are
no marks. Whoever finds one refuses: state secrets stay off the platform (jz-data-2020/17.1.1).
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from shuyuan.kernel.verdict import Reason, Verdict

PROVISION = "jz-data-2020/17.1.1"

#: Marks are set with blanks between the two characters to fill a line.
_GAP = r"[ \t\u00a0\u3000]*"
_LEVEL = rf"(?P<level>绝{_GAP}密|机{_GAP}密|秘{_GAP}密)"
_PERIOD = r"(?P<period>(?:[0-9０-９]{1,3}|[〇一二三四五六七八九十]{1,4})\s*(?:年|个?月|[天日])|长期)"
_STARS = "★☆✩✭✯⭐*＊"
_HAN = r"[\u4e00-\u9fff]"
#: Words that end with 秘密 and mean no level: 商业秘密, 技术秘密, 个人秘密, 工作秘密.
_NOT_AFTER = rf"(?<!{_HAN})"

_PATTERNS = (
    re.compile(rf"{_LEVEL}{_GAP}[★☆✩✭✯⭐]{_GAP}{_PERIOD}?"),
    re.compile(rf"{_NOT_AFTER}{_LEVEL}{_GAP}[*＊]{_GAP}{_PERIOD}"),
    re.compile(rf"密{_GAP}级{_GAP}[:：]?{_GAP}{_LEVEL}(?:{_GAP}[{_STARS}]?{_GAP}{_PERIOD})?"),
    re.compile(rf"[【\[（(〔《]{_GAP}{_LEVEL}{_GAP}(?:{_PERIOD})?{_GAP}[】\]）)〕》]"),
    re.compile(rf"{_NOT_AFTER}{_LEVEL}{_GAP}{_PERIOD}(?!{_HAN})"),
    re.compile(rf"^{_GAP}{_LEVEL}{_GAP}$", re.MULTILINE),
)
#: A file name that begins or ends with a level of its own: 机密-方案.docx, 方案（秘密）.pdf, 方案_绝密.pdf.
_NAME_PATTERNS = (
    re.compile(rf"^{_LEVEL}[\s_\-—·.、，,（(【\[]"),
    re.compile(rf"[\s_\-—·.、，,]{_LEVEL}(?=\.[A-Za-z0-9]+$|$)"),
)


@dataclass(frozen=True)
class Marking:
    """One mark: the level, the period if it states one, and the words as they stand in the text."""

    level: str
    period: str
    text: str
    start: int


def markings(text: str) -> list[Marking]:
    """Every secrecy mark in a text, in its order; a place counts once."""
    return _found(text, _PATTERNS)


def markings_of_name(name: str) -> list[Marking]:
    """`markings` of a file name, which may also begin or end with a level of its own."""
    return _found(name, (*_PATTERNS, *_NAME_PATTERNS))


def judge_markings(found: Iterable[Marking], *, place: str = "") -> Verdict:
    """Refused when there is a mark; the reason names the highest level and where it was found."""
    marks = sorted(found, key=lambda marking: ("绝密", "机密", "秘密").index(marking.level))
    if not marks:
        return Verdict()
    facts = {"mark": marks[0].text, **({"place": place} if place else {})}
    return Verdict((Reason("bears_secrecy_mark", PROVISION, facts),))


def _found(text: str, patterns: Iterable[re.Pattern[str]]) -> list[Marking]:
    marks: dict[int, Marking] = {}
    for pattern in patterns:
        for match in pattern.finditer(text):
            groups = match.groupdict()
            start = match.start("level")
            marking = Marking(
                re.sub(r"\s", "", groups["level"]), groups.get("period") or "", match[0].strip(), start
            )
            marks.setdefault(start, marking)
    return [marks[start] for start in sorted(marks)]
