"""What a second look at a draft would ask: it warns while a person types, and refuses nothing."""

import re
import unicodedata
from collections import Counter

from shuyuan.catalog.rules.facts import AdviceFacts
from shuyuan.kernel.gate import Gate
from shuyuan.kernel.provisions import carries
from shuyuan.kernel.verdict import Reason, Verdict

_NOT_WORD = re.compile(r"[\W_]+")
_ABOUT_PEOPLE = re.compile(r"姓名|性别|民族|身份证|出生|手机|联系电话|住址|户籍|婚姻|职业|指纹|病历")
_NUMBERED = re.compile(r"^(.*\D)\d{1,3}$")
_LEVELS = ("general", "important", "core")
#: An abstract below this says no more than the name.
_SHORTEST_ABSTRACT = 15
#: As many labels with counted digits as nobody writes by hand.
_DRAGGED = 3


@carries("jz-data-2020/8.1")
def wants_telling_abstract(facts: AdviceFacts) -> Reason | None:
    """The abstract says more than the name: which facts, about whom, since when."""
    abstract = _NOT_WORD.sub("", facts.entry.abstract)
    if not abstract:
        return None
    if len(abstract) >= _SHORTEST_ABSTRACT and abstract != _NOT_WORD.sub("", facts.entry.name):
        return None
    return Reason("abstract_says_little", "jz-data-2020/8.1", {"fewest": _SHORTEST_ABSTRACT})


@carries("jz-data-2020/8.1")
def wants_sound_provider_code(facts: AdviceFacts) -> Reason | None:
    """The provider has one unified social credit code of 18 characters."""
    if not facts.provider_code_fault:
        return None
    return Reason("provider_code_unsound", "jz-data-2020/8.1")


@carries("jz-data-2020/8.1")
def wants_speaking_items(facts: AdviceFacts) -> Reason | None:
    """Items are not counted up: 备注1, 备注2, 备注3 come from dragging a cell down."""
    stems = Counter(
        found[1]
        for item in facts.entry.items
        if (found := _NUMBERED.match(unicodedata.normalize("NFKC", item.title)))
    )
    dragged = [stem for stem, count in stems.items() if count >= _DRAGGED]
    return Reason("items_counted_up", "jz-data-2020/8.1", {"stems": dragged}) if dragged else None


@carries("jz-data-2020/17.1.3")
def wants_look_at_similar(facts: AdviceFacts) -> Reason | None:
    """Another department publishes data of a name like this one: one datum has one source."""
    if not facts.similar:
        return None
    return Reason("similar_entry_elsewhere", "jz-data-2020/17.1.3", {"entries": list(facts.similar)})


@carries("jz-data-2020/17.1.4")
def wants_personal_marks(facts: AdviceFacts) -> Reason | None:
    """Items that speak of people are marked as personal information."""
    bare = [
        item.title for item in facts.entry.items if not item.personal and _ABOUT_PEOPLE.search(item.title)
    ]
    return Reason("looks_personal", "jz-data-2020/17.1.4", {"items": bare}) if bare else None


@carries("jz-data-2020/17.1.4")
def wants_level_of_items(facts: AdviceFacts) -> Reason | None:
    """An entry has the level of its most important item."""
    own = _LEVELS.index(facts.entry.level)
    higher = [item.title for item in facts.entry.items if _LEVELS.index(item.level) > own]
    return Reason("item_level_above_entry", "jz-data-2020/17.1.4", {"items": higher}) if higher else None


@carries("jz-data-2020/17.1.4")
def wants_privacy_assessment(facts: AdviceFacts) -> Reason | None:
    """Sensitive personal items that others get have been assessed before."""
    if facts.privacy_assessed or facts.entry.sharing_type == "not_shared":
        return None
    if not any(item.personal and item.sensitive for item in facts.entry.items):
        return None
    return Reason("privacy_not_assessed", "jz-data-2020/17.1.4")


ADVICE = Gate(
    "catalog_advice",
    [
        wants_telling_abstract,
        wants_sound_provider_code,
        wants_speaking_items,
        wants_look_at_similar,
        wants_personal_marks,
        wants_level_of_items,
        wants_privacy_assessment,
    ],
)


def advise(facts: AdviceFacts) -> Verdict:
    """Everything worth a second look."""
    return ADVICE.judge(facts)
