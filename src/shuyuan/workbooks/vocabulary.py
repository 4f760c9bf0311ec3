"""The words of enumerated columns: what a cell may say, which stored value that is, and the nearest word."""

import difflib
import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from django.utils import translation

from shuyuan.catalog import guide

#: The language of the format itself, whatever the pages are read in.
FORMAT_LANGUAGE = "zh-hans"

_SEPARATORS = re.compile(r"[、，,;；/|\n]+")
_NOISE = re.compile(r"[\s_\-.:：*（）()【】\[\]“”\"'·/／、]+")

_YES_NO = {"是": True, "否": False}
_YES_NO_ALSO = {
    "1": True,
    "0": False,
    "y": True,
    "n": False,
    "yes": True,
    "no": False,
    "true": True,
    "false": False,
    "√": True,
    "×": False,
    "开放": True,
    "不开放": False,
    "有": True,
    "无": False,
}

#: Words of the field for a value, beside the guide's own name, the stored value and the number.
_ALSO: Mapping[str, Mapping[str, str]] = {
    "sharing": {
        "无条件": "unconditional",
        "有条件": "conditional",
        "不共享": "not_shared",
        "不予": "not_shared",
        "1": "unconditional",
        "2": "conditional",
        "3": "not_shared",
    },
    "method_class": {"共享平台": "platform", "平台": "platform", "介质交换": "medium", "邮件方式": "mail"},
    "methods": {
        "文件": "file",
        "下载": "file",
        "接口": "service",
        "服务": "service",
        "库表": "database",
        "数据库表": "database",
        "数据接口": "service",
    },
    "cycle": {
        "每天": "daily",
        "按日": "daily",
        "日": "daily",
        "按周": "weekly",
        "周": "weekly",
        "按月": "monthly",
        "月": "monthly",
        "按季": "quarterly",
        "按季度": "quarterly",
        "季度": "quarterly",
        "季": "quarterly",
        "按年": "yearly",
        "年": "yearly",
        "年度": "yearly",
        "旬": "ten_days",
        "半年": "half_yearly",
        "不定期更新": "irregular",
        "实时更新": "realtime",
        "1": "realtime",
        "2": "daily",
        "3": "weekly",
        "4": "monthly",
        "5": "quarterly",
        "6": "yearly",
    },
    "format_class": {
        "服务": "service",
        "接口": "service",
        "自描述": "self_describing",
        "数据库类": "database",
        "电子表格类": "spreadsheet",
        "电子文件类": "document",
        "图形图像类": "image",
        "流媒体类": "media",
    },
    "type": {
        "字符": "C",
        "文本型": "C",
        "文本": "C",
        "字符串": "C",
        "数值": "N",
        "数字": "N",
        "数字型": "N",
        "货币": "Y",
        "日期": "D",
        "日期时间": "T",
        "时间型": "T",
        "布尔型": "L",
        "逻辑": "L",
        "布尔": "L",
        "备注": "M",
        "通用": "G",
        "双精度": "B",
        "整数": "I",
        "整数型": "I",
        "整形": "I",
        "浮点": "F",
    },
    "subject": {"人": "person", "个人": "person", "法人": "organization", "企业": "organization"},
    "level": {"一般": "general", "重要": "important", "核心": "core"},
}


def plain(text: str) -> str:
    """A heading or value without what people write differently: width, case, blanks, punctuation."""
    return _NOISE.sub("", unicodedata.normalize("NFKC", text)).lower()


def several(text: str) -> list[str]:
    """The parts of a cell that holds several values."""
    return [part.strip() for part in _SEPARATORS.split(text) if part.strip()]


@cache
def choices(key: str) -> Mapping[str, Any]:
    """The official words of an enumerated column with their stored values, in the order of the guide."""
    with translation.override(FORMAT_LANGUAGE):
        return {str(label): value for value, label in _pairs(key)}


@cache
def word_of(key: str, value: Any) -> str:
    """The official word for a stored value, '' for none."""
    return next((word for word, stored in choices(key).items() if stored == value), "")


def find(key: str, text: str) -> tuple[bool, Any]:
    """Whether the text names a value of the column, and the value."""
    known = _lookup(key)
    bare = plain(text)
    if bare in known:
        return True, known[bare]
    return False, None


def nearest(key: str, text: str) -> str:
    """The allowed word that the text comes nearest to, '' when none is near."""
    known = {word: value for word, value in _lookup(key).items() if len(word) > 1}
    bare = plain(text)
    part = next((word for word in known if word in bare or (len(bare) > 1 and bare in word)), "")
    close = [part] if part else difflib.get_close_matches(bare, known, n=1, cutoff=0.4)
    return word_of(key, known[close[0]]) if close else ""


@cache
def _lookup(key: str) -> Mapping[str, Any]:
    known: dict[str, Any] = {}
    family = _FAMILIES.get(key, key)
    for word, value in _ALSO.get(family, {}).items():
        known[plain(word)] = value
    if family == "yes_no":
        known |= {plain(word): value for word, value in _YES_NO_ALSO.items()}
        known |= _YES_NO_ALSO
    for language in ("en", FORMAT_LANGUAGE):
        with translation.override(language):
            for value, label in _pairs(key):
                known[plain(str(label))] = value
                known[plain(str(value))] = value
    if family == "type":
        known |= {plain(word): value for word, value in guide.OTHER_TYPES.items()}
        for word, value in choices(key).items():
            known |= {plain(f"{word}{value}"): value, plain(f"{value}{word}"): value}
    return known


def _pairs(key: str) -> Iterable[tuple[Any, Any]]:
    """Stored value and label of an enumerated column, as the guide has them."""
    family = _FAMILIES.get(key, key)
    tables: Mapping[str, Any] = {
        "sharing": guide.SHARING_TYPES,
        "method_class": guide.MethodClass.choices,
        "methods": guide.MethodType.choices,
        "cycle": guide.Cycle.choices,
        "level": guide.Level.choices,
        "subject": guide.SUBJECT_KINDS,
        "purposes": guide.Purpose.choices,
        "key_kind": guide.KeyKind.choices,
        "theme": guide.OpenTheme.choices,
        "type": list(guide.DATA_TYPES.items()),
        "format_class": [(row.code, row.name) for row in guide.FORMATS.values()],
        "format_type": [(kind, kind) for row in guide.FORMATS.values() for kind in row.types],
        "yes_no": [(value, word) for word, value in _YES_NO.items()],
    }
    return tables[family]  # type: ignore[no-any-return]


#: Column → the table of words that it shares with others.
_FAMILIES = {
    "entry_sharing": "sharing",
    "entry_methods": "methods",
    "item_level": "level",
    "item_cycle": "cycle",
    **dict.fromkeys(("open", "entry_open", "required", "key", "personal", "sensitive"), "yes_no"),
}

#: Columns whose cells hold one of a list of words; `SEVERAL` may hold more than one.
SINGLE = frozenset(
    {
        *(
            "type",
            "sharing",
            "entry_sharing",
            "method_class",
            "cycle",
            "level",
            "item_level",
            "item_cycle",
            "subject",
        ),
        *("key_kind", "theme", "open", "entry_open", "required", "key", "personal", "sensitive"),
    }
)
SEVERAL = frozenset({"methods", "entry_methods", "purposes", "format_class", "format_type"})
