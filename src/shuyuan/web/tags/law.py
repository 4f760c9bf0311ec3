"""The law on pages: a provision as a link, and the reasons of a refusal."""

from typing import TYPE_CHECKING, Any

from django import template
from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language

from shuyuan.kernel.provisions import Provision
from shuyuan.web import reasons as explained

if TYPE_CHECKING:
    from shuyuan.kernel.verdict import Reason

register = template.Library()


@register.inclusion_tag("web/components/provision.html", takes_context=True)
def provision(context: dict[str, Any], cites: str, *, short: bool = False) -> dict[str, Any]:
    """`{% provision "jz-data-2020/14.2" %}`: the provision in words, linked to its page.

    `short=True` leaves the name of the instrument to the tooltip.
    """
    legal, language = explained.legal_of(context), get_language() or "zh-hans"
    whole = explained.cite_words(cites, legal, language)
    return {
        "cites": cites,
        "words": explained.cite_place(cites, legal, language) if short else whole,
        "title": whole if short else "",
    }


@register.inclusion_tag("web/components/reasons.html", takes_context=True)
def reasons(context: dict[str, Any], given: Any, *, brief: bool = False) -> dict[str, Any]:
    """`{% reasons verdict %}`: every reason in words with its provision; a verdict or its reasons.

    `brief=True` takes one line for each, for a notice.
    """
    legal = explained.legal_of(context)
    found: tuple[Reason, ...] = tuple(getattr(given, "reasons", given))
    return {
        "reasons": explained.explain_all(found, legal, get_language() or "zh-hans"),
        "brief": brief,
        "legal": legal,
        "request": context.get("request"),
    }


@register.simple_tag
def lawpage(cites: str) -> str:
    """`{% lawpage cites as href %}`: where the provision stands on its page; empty where there is none."""
    try:
        place = Provision.parse(cites)
        page = reverse("law:article", args=[place.instrument, place.article])
    except (ValueError, NoReverseMatch):
        return ""
    item = f"i{place.item}" if place.item else ""
    return f"{page}#p{place.paragraph}{item}" if place.paragraph else page
