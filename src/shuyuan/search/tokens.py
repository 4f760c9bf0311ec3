"""How text becomes what the index keeps: characters and their pairs, initials, pinyin, parts of words.

A key of the index is one letter for the field and one gram: ``N社保`` is the pair 社保 in a name, ``nsb`` the
initials of two characters in it. Nothing here knows the database.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from pypinyin import Style, lazy_pinyin

_CHINESE = "\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U0003ffff"
_RUN = re.compile(rf"[{_CHINESE}]+|[a-z0-9]+")
_CODE = re.compile(r"[0-9]{1,30}(/[0-9]{0,12})?")
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")

#: Fields of the index: text, then initials and pinyin of names and items, column names, codes.
NAME, ITEM, ABSTRACT, PROVIDER = "N", "I", "A", "P"
NAME_INITIALS, NAME_PINYIN = "n", "m"
ITEM_INITIALS, ITEM_PINYIN = "i", "j"
PROVIDER_INITIALS, COLUMN, CODE = "p", "c", "#"

#: Field → how much a hit in it weighs, 0 the most.
LEVELS = {
    NAME: 0,
    NAME_INITIALS: 0,
    NAME_PINYIN: 0,
    CODE: 0,
    ITEM: 1,
    ITEM_INITIALS: 1,
    ITEM_PINYIN: 1,
    COLUMN: 1,
    ABSTRACT: 2,
    PROVIDER: 3,
    PROVIDER_INITIALS: 3,
}
_LATIN = 3
_SPELLED = 4
_INITIALS = (2, 3, 4)


@dataclass(frozen=True)
class Term:
    """One run of a query: Chinese characters, or Latin letters and digits."""

    text: str

    @property
    def is_chinese(self) -> bool:
        """Whether it is written in characters."""
        return not self.text[0].isascii()

    def families(self) -> list[tuple[str, tuple[str, ...]]]:
        """Field with the keys that must all be there for a hit in that field."""
        if _CODE.fullmatch(self.text) and "/" in self.text:
            return [(CODE, code_query(self.text))]
        if self.is_chinese:
            grams = pairs(self.text) or (self.text,)
            fields = (NAME, ITEM, ABSTRACT, PROVIDER)
            return [(field, tuple(field + gram for gram in grams)) for field in fields]
        grams = ngrams(self.text, _LATIN) or (self.text,)
        found = [
            (field, tuple(field + gram for gram in grams))
            for field in (NAME, ITEM, COLUMN, ABSTRACT, PROVIDER)
        ]
        letters = ngrams(self.text, min(len(self.text), max(_INITIALS)))
        if len(self.text) >= min(_INITIALS):
            found += [
                (field, tuple(field + gram for gram in letters))
                for field in (NAME_INITIALS, ITEM_INITIALS, PROVIDER_INITIALS)
            ]
        if len(self.text) >= _SPELLED:
            found += [
                (field, tuple(field + gram for gram in ngrams(self.text, _SPELLED)))
                for field in (NAME_PINYIN, ITEM_PINYIN)
            ]
        if _CODE.fullmatch(self.text):
            found.append((CODE, code_query(self.text)))
        return found

    def homophones(self) -> list[tuple[str, tuple[str, ...]]]:
        """For characters: the keys of whatever sounds the same."""
        sound = spell(self.text)[1] if self.is_chinese else ""
        if len(sound) < _SPELLED:
            return []
        grams = ngrams(sound, _SPELLED)
        return [(field, tuple(field + gram for gram in grams)) for field in (NAME_PINYIN, ITEM_PINYIN)]


def normalize(text: str) -> str:
    """Full-width forms made plain, letters made small."""
    return unicodedata.normalize("NFKC", text).lower()


def runs(text: str) -> list[str]:
    """The words and runs of characters of a text; everything else divides them."""
    return _RUN.findall(normalize(text))


def terms(query: str) -> tuple[Term, ...]:
    """What a query asks for, each once; a catalog code stays in one piece."""
    found: dict[str, Term] = {}
    for word in normalize(query).split():
        for text in [word] if _CODE.fullmatch(word) else _RUN.findall(word):
            found.setdefault(text, Term(text))
    return tuple(found.values())


def ngrams(text: str, length: int) -> tuple[str, ...]:
    """Every stretch of that length."""
    return tuple(text[at : at + length] for at in range(len(text) - length + 1))


def pairs(run: str) -> tuple[str, ...]:
    """Every two neighboring characters; a word of two characters is found by its one pair."""
    return ngrams(run, 2)


@lru_cache(maxsize=50_000)
def text_grams(text: str) -> frozenset[str]:
    """Single characters and pairs of Chinese runs, stretches of three of the others."""
    grams: set[str] = set()
    for run in runs(text):
        if run[0].isascii():
            grams.update(ngrams(run, _LATIN) or (run,))
        else:
            grams.update(run)
            grams.update(pairs(run))
    return frozenset(grams)


@lru_cache(maxsize=50_000)
def spell(text: str) -> tuple[str, str]:
    """The initials of a text, and the same in full pinyin, both in one word."""
    syllables = lazy_pinyin("".join(runs(text)), style=Style.NORMAL, errors=list)
    parts = [part.lower() for part in syllables]
    return "".join(part[:1] for part in parts), "".join(parts)


def spelled_keys(text: str, initials_field: str, pinyin_field: str = "") -> set[str]:
    """Keys by which the text is found when only its letters are typed."""
    initials, pinyin = spell(text)
    keys = {initials_field + gram for length in _INITIALS for gram in ngrams(initials, length)}
    if pinyin_field and pinyin != initials:
        keys.update(pinyin_field + gram for gram in ngrams(pinyin, _SPELLED))
    return keys


def name_keys(name: str) -> set[str]:
    """Keys of an entry's name."""
    return {NAME + gram for gram in text_grams(name)} | spelled_keys(name, NAME_INITIALS, NAME_PINYIN)


@lru_cache(maxsize=50_000)
def label_keys(label: str) -> frozenset[str]:
    """Keys of an item's label; labels repeat from entry to entry."""
    return frozenset({ITEM + gram for gram in text_grams(label)}) | spelled_keys(
        label, ITEM_INITIALS, ITEM_PINYIN
    )


@lru_cache(maxsize=50_000)
def column_keys(column: str) -> frozenset[str]:
    """Keys of an English column name: ``id_card_no`` by its words, and by stretches of it as a whole."""
    words = runs(_CAMEL.sub("_", column))
    whole = "".join(words)
    grams = {gram for word in words for gram in ngrams(word, _LATIN) or (word,)}
    return frozenset(COLUMN + gram for gram in grams | set(ngrams(whole, _LATIN)))


def code_keys(code: str) -> set[str]:
    """Keys of a catalog code: every beginning of its class, the class itself, beginnings of its number."""
    group, _slash, number = code.partition("/")
    keys = {CODE + group[:end] for end in range(1, len(group) + 1)} | {f"{CODE}{group}/"}
    return keys | {f"{CODE}/{number[:end]}" for end in range(1, len(number) + 1)}


def code_query(text: str) -> tuple[str, ...]:
    """The keys that a code, or its beginning, asks for."""
    group, slash, number = text.partition("/")
    if not slash:
        return (CODE + group,)
    return (f"{CODE}{group}/", f"{CODE}/{number}") if number else (f"{CODE}{group}/",)


def document_keys(
    *,
    name: str,
    labels: Iterable[str],
    columns: Iterable[str],
    abstract: str,
    providers: Iterable[str],
    codes: Iterable[str],
) -> set[str]:
    """Every key under which an entry is found."""
    keys = name_keys(name)
    for label in labels:
        keys |= label_keys(label)
    for column in columns:
        keys |= column_keys(column)
    keys.update(ABSTRACT + gram for gram in text_grams(abstract))
    for provider in providers:
        keys.update(PROVIDER + gram for gram in text_grams(provider))
        keys |= spelled_keys(provider, PROVIDER_INITIALS)
    for code in codes:
        keys |= code_keys(code)
    return keys


def distance(one: str, other: str) -> int:
    """How many characters have to be changed, added or left out to make one text of the other."""
    row = list(range(len(other) + 1))
    for place, character in enumerate(one, 1):
        corner, row[0] = row[0], place
        for at, against in enumerate(other, 1):
            corner, row[at] = row[at], min(row[at] + 1, row[at - 1] + 1, corner + (character != against))
    return row[-1]


def likeness(one: str, other: str) -> float:
    """How alike two short texts are, 0 to 1: by their pairs of characters and by what has to be changed."""
    one, other = "".join(runs(one)), "".join(runs(other))
    if not one or not other:
        return 0.0
    if one == other:
        return 1.0
    mine, theirs = set(pairs(one) or (one,)), set(pairs(other) or (other,))
    shared = 2 * len(mine & theirs) / (len(mine) + len(theirs))
    changed = 1 - distance(one, other) / max(len(one), len(other))
    contained = 0.6 + 0.4 * min(len(one), len(other)) / max(len(one), len(other))
    is_part = one in other or other in one
    return max(shared, changed, contained if is_part and min(len(one), len(other)) > 1 else 0.0)


def nearest_part(term: Term, texts: Iterable[str]) -> str:
    """The part of one of the texts that the term was most likely meant to be; '' when none is near."""
    best, part = 0.5, ""
    sound = spell(term.text)[1]
    for text in texts:
        for run in runs(text):
            for length in (len(term.text), len(term.text) + 1, len(term.text) - 1):
                for window in ngrams(run, length) if length > 1 else ():
                    near = 1 - distance(term.text, window) / max(len(term.text), length)
                    if term.is_chinese and near < 1 and spell(window)[1] == sound:
                        near = 0.99
                    if near > best:
                        best, part = near, window
    return part if part != term.text else ""


def marks(text: str, wanted: Sequence[Term]) -> list[tuple[str, bool]]:
    """The text in parts with whether each is what was looked for, also when letters were typed."""
    plain = normalize(text)
    if len(plain) != len(text):
        plain = text.lower()
    spans = [span for term in wanted for span in _spans(plain, term)]
    if not spans:
        return [(text, False)] if text else []
    parts, end = [], 0
    for start, stop in sorted(spans):
        if stop <= end:
            continue
        if start > end:
            parts.append((text[end:start], False))
        parts.append((text[max(start, end) : stop], True))
        end = stop
    if end < len(text):
        parts.append((text[end:], False))
    return parts


def _spans(plain: str, term: Term) -> list[tuple[int, int]]:
    """Where the term stands; for letters that do not stand there, the characters that they spell."""
    spans = []
    start = plain.find(term.text)
    while start >= 0:
        spans.append((start, start + len(term.text)))
        start = plain.find(term.text, start + len(term.text))
    return spans if spans or term.is_chinese else _spelled_span(plain, term.text)


def _spelled_span(plain: str, letters: str) -> list[tuple[int, int]]:
    """The characters whose initials or pinyin are these letters."""
    places, sounds = _sounds(plain)
    start = "".join(sound[0] for sound in sounds).find(letters)
    if start >= 0:
        return [(places[start], places[start + len(letters) - 1] + 1)]
    whole = "".join(sounds)
    start = whole.find(letters)
    while start >= 0:
        ends, first = 0, None
        for at, sound in enumerate(sounds):
            if ends == start:
                first = at
            ends += len(sound)
            if first is not None and ends >= start + len(letters):
                return [(places[first], places[at] + 1)]
        start = whole.find(letters, start + 1)
    return []


@lru_cache(maxsize=50_000)
def _sounds(plain: str) -> tuple[tuple[int, ...], tuple[str, ...]]:
    """Each letter or character with its place and its sound."""
    places = tuple(at for at, character in enumerate(plain) if _RUN.fullmatch(character))
    return places, tuple(_sound(plain[at]) for at in places)


@lru_cache(maxsize=10_000)
def _sound(character: str) -> str:
    sound = "".join(lazy_pinyin(character, style=Style.NORMAL, errors=list))
    return sound.lower() or character
