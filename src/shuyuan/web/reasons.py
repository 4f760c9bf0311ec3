"""Reasons of a refusal as a page or a problem document shows them: words, provision, what would help."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from shuyuan.kernel.errors import ShuyuanError
from shuyuan.kernel.verdict import Reason


@dataclass(frozen=True)
class Explained:
    """One reason: `text` in words, the provision as code and in words, what would change the answer."""

    code: str
    cites: str
    citation: str
    text: str
    remedy: str
    facts: dict[str, Any]


def legal_of(context: Mapping[str, Any]) -> Any:
    """The law of the page that is drawn: from its context, else from its request; None without one."""
    return context.get("legal") or getattr(context.get("request"), "legal", None)


def cite_words(cites: str, legal: Any, language: str) -> str:
    """《…》第十四条第二款 by the law of the request; the bare provision where the law does not know it."""
    if legal is None or not cites:
        return cites
    try:
        return str(legal.law.cite(cites).text(language))
    except (ShuyuanError, ValueError):
        return cites


def cite_place(cites: str, legal: Any, language: str) -> str:
    """第十四条第二款 alone, for places with little room; falls back as `cite_words` does."""
    if legal is None or not cites:
        return cites
    try:
        return str(legal.law.cite(cites).place.of(language))
    except (ShuyuanError, ValueError):
        return cites


def explain_all(reasons: Iterable[Reason], legal: Any, language: str) -> list[Explained]:
    """Every reason in the language of the page; without a law at hand the codes speak for themselves."""
    return [
        Explained(
            code=reason.code,
            cites=reason.cites,
            citation=cite_words(reason.cites, legal, language),
            text=legal.law.reasons.say(reason, language) if legal else reason.code,
            remedy=legal.law.remedy(reason, language) if legal else "",
            facts=reason.facts,
        )
        for reason in reasons
    ]
