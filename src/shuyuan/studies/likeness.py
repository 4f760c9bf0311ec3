"""How alike two descriptions are: pairs of characters, weighed by how rare they are. Pure, no Django."""

import math
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from difflib import SequenceMatcher
from itertools import pairwise

#: Words that nearly every project has in its name say nothing.
_COMMON = re.compile(
    r"信息化|信息系统|管理系统|业务系统|服务平台|管理平台|系统|平台|项目|建设|升级|改造|扩建|新建|运维|运行维护|一期|二期|三期"
)
_PLACE = re.compile(r"^(焦作市|河南省|全市|本市)")
_RUN = re.compile(r"[\u3400-\u9fff]+|[a-z0-9]+")
#: So many pairs of a long text stand for it: those with the smallest numbers, which are a fair sample.
_SKETCH = 24
_NAME_WEIGHT, _TEXT_WEIGHT = 0.75, 0.25
#: Items that more entries have say little about whose data it is: so many, or this part of a large catalog.
_COMMON_ITEM, _COMMON_PART = 40, 0.02
_LITTLE = 0.1
_NOT_WORD = re.compile(r"[\W_]+")
_SHORTEST_WORD = 2
_MOST_WORDS = 6


def bare(name: str) -> str:
    """A name without the words that tell nothing."""
    plain = _PLACE.sub("", unicodedata.normalize("NFKC", name).lower())
    return _COMMON.sub(" ", plain)


def grams(text: str) -> frozenset[int]:
    """Every two neighboring characters of a text, as numbers."""
    found = set()
    for run in _RUN.findall(unicodedata.normalize("NFKC", text).lower()):
        for first, second in pairwise(run):
            found.add(ord(first) << 21 | ord(second))
    return frozenset(found)


def keys(name: str, text: str) -> frozenset[int]:
    """The pairs under which a description is found: all of its name, a sample of the rest."""
    sample = sorted(grams(text), key=lambda gram: gram * 2654435761 % 4294967291)[:_SKETCH]
    return grams(bare(name)) | frozenset(sample)


def weights(counts: Mapping[int, int], total: int) -> dict[int, float]:
    """What a pair weighs, by how many of all descriptions have it."""
    return {gram: math.log((total + 1) / (count + 0.5)) for gram, count in counts.items()}


def alike(one: Iterable[int], other: Iterable[int], weight: Mapping[int, float]) -> float:
    """The cosine of two sets of weighed pairs, from 0 to 1."""
    mine, theirs = frozenset(one), frozenset(other)
    common = sum(weight.get(gram, 1.0) ** 2 for gram in mine & theirs)
    if not common:
        return 0.0
    lengths = [math.sqrt(sum(weight.get(gram, 1.0) ** 2 for gram in side)) for side in (mine, theirs)]
    return common / (lengths[0] * lengths[1])


def compare(one: tuple[str, str], other: tuple[str, str], weight: Mapping[int, float]) -> float:
    """How alike two descriptions, name and text, are; names weigh more."""
    names = alike(grams(bare(one[0])), grams(bare(other[0])), weight)
    if not one[1].strip() or not other[1].strip():
        return names
    return _NAME_WEIGHT * names + _TEXT_WEIGHT * alike(grams(one[1]), grams(other[1]), weight)


def shared_words(one: str, other: str) -> list[str]:
    """The stretches that two names have in common, the longest first; what tells nothing is left out."""
    mine, theirs = bare(one), bare(other)
    blocks = SequenceMatcher(None, mine, theirs, autojunk=False).get_matching_blocks()
    stretches = {mine[block.a : block.a + block.size].strip() for block in blocks}
    worth = [word for stretch in stretches for word in stretch.split() if len(word) >= _SHORTEST_WORD]
    return sorted(dict.fromkeys(worth), key=lambda word: (-len(word), word))[:_MOST_WORDS]


def plain(label: str) -> str:
    """The name of an item in one spelling."""
    return _NOT_WORD.sub("", unicodedata.normalize("NFKC", label).lower())


def telling(count: int, total: int) -> float:
    """What an item weighs of which so many of all entries have the like; common ones hardly anything."""
    weight = math.log((max(total, count) + 2) / (max(count, 1) + 0.5))
    return weight * _LITTLE if count > max(_COMMON_ITEM, total * _COMMON_PART) else weight


def coverage(same: Sequence[float], planned: Sequence[float]) -> float:
    """The part of planned items that is there already, by weight, from 0 to 1."""
    whole = sum(planned)
    return sum(same) / whole if whole else 0.0
