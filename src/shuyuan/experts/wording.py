"""How the aspects of a review read; the words are those of the law."""

from shuyuan.experts.selectors import review_aspects
from shuyuan.regulations.context import LegalContext


def aspect_words(legal: LegalContext, language: str) -> dict[str, str]:
    """Every aspect that the law names with its words, in the order of the law."""
    words = legal.law.reasons.words
    return {code: words[code].of(language) if code in words else code for code in review_aspects(legal)}
