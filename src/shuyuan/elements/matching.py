"""Which data element an item probably holds, with a score and the grounds for it: pure, no Django.

The strongest way of finding it counts: the same name before an alias, before a usual column name, before
names that only resemble each other. Type, length and whom the row is about move the score. A proposal is
for people to decide.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

from pypinyin import lazy_pinyin

from shuyuan.elements.fitting import Fit, fit_of

#: From here on a match is shown to people, and from here on it is as good as certain.
LEAST_SHOWN = 45
SURE = 85

_SAME_NAME, _ALIAS, _CHECKED, _BARE, _COLUMN, _SOUND = 96, 92, 94, 86, 70, 66
_RESEMBLING, _MORE_ALIKE = 28, 44
_BOTH_NAME_AND_COLUMN = 3
_SAME_SUBJECT, _OTHER_SUBJECT = 3, -12
_CONVERTED, _SHORTER = -8, -6
_LEAST_ALIKE = 0.5

_NOT_WORD = re.compile(r"[\W_]+")
_IN_BRACKETS = re.compile(r"[（(\[【].*?[)）\]】]")
#: Words in front of a name that only say of whom it is.
_OWNER = re.compile(
    r"^(申请人|申报人|当事人|本人|持证人|参保人|经办人|户主|学生|患者|投保人|企业|单位|机构|公司|法人|申请|登记|您的|我的)(的)?(?=.{2,})"
)
_SAME_WORDS = (
    ("号码", "号"),
    ("编号", "号"),
    ("代码", "码"),
    ("编码", "码"),
    ("日期", "日"),
    ("时间", "日"),
    ("名称", "名"),
)


@dataclass(frozen=True)
class Known:
    """An element as it is matched; `about` is whom it describes."""

    code: str
    name: str
    aliases: tuple[str, ...]
    columns: tuple[str, ...]
    about: str
    identifies: bool
    data_type: str
    length: int | None = None


@dataclass(frozen=True)
class Wanted:
    """An item, or the field of a form, that is looked for; without a type anything fits."""

    label: str
    column: str = ""
    data_type: str = ""
    length: int | None = None
    about: str = ""
    checks: tuple[str, ...] = ()


@dataclass(frozen=True)
class Ground:
    """One reason for or against a match: a code with its facts, put into words by `wording`."""

    code: str
    facts: dict[str, Any] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        """The record as it is kept."""
        return {"code": self.code, **self.facts}


@dataclass(frozen=True)
class Match:
    """An element that probably is it, from 0 to 100."""

    code: str
    score: int
    grounds: tuple[Ground, ...]

    @property
    def is_sure(self) -> bool:
        """Whether only a person's confirmation is missing."""
        return self.score >= SURE


def bare(text: str) -> str:
    """A name without brackets, blanks, punctuation and words that only say whose it is."""
    plain = unicodedata.normalize("NFKC", _IN_BRACKETS.sub("", text)).lower()
    plain = _OWNER.sub("", _NOT_WORD.sub("", plain))
    for long, short in _SAME_WORDS:
        if len(plain) > len(long) and plain.endswith(long):
            plain = plain[: -len(long)] + short
    return plain


def sound(text: str) -> str:
    """The pinyin of a name without tones, by which wrong characters of the same sound are found."""
    return "".join(lazy_pinyin(bare(text), errors="ignore"))


def column_key(text: str) -> str:
    """A column name in one spelling: ``SFZ_H`` and ``sfzh`` are the same."""
    return _NOT_WORD.sub("", text).lower()


def alike(one: str, other: str) -> float:
    """How much two names have in common, by their pairs of characters: 1 for the same."""
    first, second = _pairs(one), _pairs(other)
    if not first or not second:
        return 0.0
    return 2 * len(first & second) / (len(first) + len(second))


def _pairs(text: str) -> set[str]:
    return {text[place : place + 2] for place in range(len(text) - 1)} or ({text} if text else set())


class Matcher:
    """Finds elements for items; built once for many items, because it prepares the names of all elements."""

    def __init__(self, elements: Iterable[Known]) -> None:
        self.elements = list(elements)
        self._by_code = {element.code: element for element in self.elements}
        self._identifiers = [element for element in self.elements if element.identifies]
        self._names: dict[str, list[tuple[Known, str, str]]] = {}
        self._bares: dict[str, list[tuple[Known, str]]] = {}
        self._sounds: dict[str, list[tuple[Known, str]]] = {}
        self._columns: dict[str, list[Known]] = {}
        self._pairs: dict[str, set[int]] = {}
        self._all: list[tuple[Known, str, set[str]]] = []
        for element in self.elements:
            for name in (element.name, *element.aliases):
                kind = "same_name" if name == element.name else "alias"
                self._names.setdefault(_plain(name), []).append((element, kind, name))
                self._bares.setdefault(bare(name), []).append((element, name))
                self._sounds.setdefault(sound(name), []).append((element, name))
                pairs = _pairs(bare(name))
                for pair in pairs:
                    self._pairs.setdefault(pair, set()).add(len(self._all))
                self._all.append((element, name, pairs))
            for column in element.columns:
                self._columns.setdefault(column_key(column), []).append(element)

    def find(self, wanted: Wanted, *, limit: int = 3) -> list[Match]:
        """The likeliest elements, best first; those whose type cannot hold the datum are left out."""
        candidates = chain(self._certain(wanted), self._guessed(wanted))
        return self._best(wanted, candidates, LEAST_SHOWN)[:limit]

    def find_sure(self, wanted: Wanted) -> Known | None:
        """The element that is nearly certain; a few look-ups, quick enough for thousands of items."""
        matches = self._best(wanted, self._certain(wanted), SURE)
        return self._by_code[matches[0].code] if matches else None

    def _best(
        self, wanted: Wanted, candidates: Iterable[tuple[Known, int, Ground]], least: int
    ) -> list[Match]:
        found: dict[str, tuple[Known, int, Ground]] = {}
        for element, score, ground in candidates:
            known = found.get(element.code)
            if known is None or known[1] < score:
                found[element.code] = (element, score, ground)
        matches = [self._weigh(wanted, *candidate) for candidate in found.values()]
        shown = [match for match in matches if match is not None and match.score >= least]
        return sorted(shown, key=lambda match: (-match.score, match.code))

    def _certain(self, wanted: Wanted) -> Iterable[tuple[Known, int, Ground]]:
        """By check, name, alias, bare name: what can become nearly certain."""
        for element in self._identifiers if wanted.checks else ():
            if _IDENTIFIERS.get(element.about) in wanted.checks:
                yield element, _CHECKED, Ground("checked_as", {"check": _IDENTIFIERS[element.about]})
        for element, kind, name in self._names.get(_plain(wanted.label), ()):
            yield element, _SAME_NAME if kind == "same_name" else _ALIAS, Ground(kind, {"name": name})
        core = bare(wanted.label)
        for element, name in self._bares.get(core, ()) if core else ():
            yield element, _BARE, Ground("nearly_same_name", {"name": name})

    def _guessed(self, wanted: Wanted) -> Iterable[tuple[Known, int, Ground]]:
        """By column, sound or likeness: hints that never suffice alone."""
        for element in self._columns.get(column_key(wanted.column), ()) if wanted.column else ():
            yield element, _COLUMN, Ground("usual_column", {"column": wanted.column})
        heard = sound(wanted.label)
        for element, name in self._sounds.get(heard, ()) if len(heard) > 3 else ():  # noqa: PLR2004 one syllable says little
            yield element, _SOUND, Ground("same_sound", {"name": name})
        yield from self._resembling(bare(wanted.label))

    def _resembling(self, core: str) -> Iterable[tuple[Known, int, Ground]]:
        own = _pairs(core)
        places = {place for pair in own for place in self._pairs.get(pair, ())}
        for place in places:
            element, name, pairs = self._all[place]
            share = 2 * len(own & pairs) / (len(own) + len(pairs))
            if share >= _LEAST_ALIKE:
                yield (
                    element,
                    _RESEMBLING + round(_MORE_ALIKE * share),
                    Ground("resembles", {"name": name, "percent": round(share * 100)}),
                )

    def _weigh(self, wanted: Wanted, element: Known, score: int, ground: Ground) -> Match | None:
        grounds = [ground]
        if ground.code != "usual_column" and any(
            element is one for one in self._columns.get(column_key(wanted.column), ())
        ):
            score += _BOTH_NAME_AND_COLUMN
            grounds.append(Ground("usual_column", {"column": wanted.column}))
        if wanted.data_type:
            fit = fit_of(
                element.data_type,
                element.length,
                wanted.data_type,
                wanted.length,
                identifies=element.identifies,
            )
            if fit in {Fit.WRONG_TYPE, Fit.TOO_SHORT}:
                return None
            score += {Fit.CONVERTED: _CONVERTED, Fit.SHORTER: _SHORTER}.get(fit, 0)
            grounds.append(Ground(f"type_{fit}"))
        if wanted.about and not element.identifies and element.about != "other":
            same = wanted.about == element.about
            score += _SAME_SUBJECT if same else _OTHER_SUBJECT
            grounds.append(Ground("same_subject" if same else "other_subject", {"about": element.about}))
        return Match(element.code, max(0, min(100, score)), tuple(grounds))


#: Whom an identifier stands for → the check that marks an item as that identifier.
_IDENTIFIERS = {"person": "resident_id", "organization": "uscc"}


def _plain(text: str) -> str:
    return _NOT_WORD.sub("", unicodedata.normalize("NFKC", text)).lower()
