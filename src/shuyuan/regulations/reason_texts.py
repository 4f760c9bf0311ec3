"""The words for every reason code, in both languages, with the facts filled in."""

import string
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from shuyuan.kernel.verdict import Reason
from shuyuan.regulations.reading import read_mapping, require, text
from shuyuan.regulations.wording import Text


@dataclass(frozen=True)
class ReasonText:
    """What stands against it, and what would change the answer."""

    says: Text
    remedy: Text


@dataclass(frozen=True)
class ReasonTexts:
    """Texts by code; `words` turn coded facts such as ``conditional`` into words."""

    texts: Mapping[str, ReasonText]
    words: Mapping[str, Text]

    def say(self, reason: Reason, language: str) -> str:
        """The sentence for this reason; the code itself when it has no text."""
        known = self.texts.get(reason.code)
        return self._fill(known.says, reason, language) if known else reason.code

    def remedy(self, reason: Reason, language: str) -> str:
        """What to do about it; '' for a code without a text."""
        known = self.texts.get(reason.code)
        return self._fill(known.remedy, reason, language) if known else ""

    def _fill(self, sentence: Text, reason: Reason, language: str) -> str:
        joiner = ", " if language.startswith("en") else "、"
        words = {name: self._word(value, language, joiner) for name, value in reason.facts.items()}
        return string.Formatter().vformat(sentence.of(language), (), _Known(words))

    def _word(self, value: Any, language: str, joiner: str) -> str:
        if isinstance(value, list | tuple):
            return joiner.join(self._word(part, language, joiner) for part in value)
        known = self.words.get(str(value))
        return known.of(language) if known else str(value)


class _Known(dict[str, str]):
    """Facts by name; a fact that the rule did not give shows as '?', so that a refusal page never fails."""

    def __missing__(self, name: str) -> str:
        return "?"


def read_reasons(folder: Path) -> ReasonTexts:
    """The words, and one file of texts for each room; raises BrokenLaw with file and line."""
    coded = read_mapping(folder / "words.yaml")
    words = {str(code): text(entry, coded) for code, entry in coded.items()}
    fields = {"zh": str, "en": str, "remedy_zh": str, "remedy_en": str}
    texts: dict[str, ReasonText] = {}
    for path in sorted(folder.glob("*.yaml")):
        if path.name == "words.yaml":
            continue
        data = read_mapping(path)
        for code, entry in data.items():
            if code in texts:
                raise data.fail(f"the reason {code} stands in another file too", code)
            row = require(entry, data, fields, {})
            texts[code] = ReasonText(Text(row["zh"], row["en"]), Text(row["remedy_zh"], row["remedy_en"]))
    return ReasonTexts(texts, words)
