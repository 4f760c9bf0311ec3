"""Scores, grounds and sharing types in words: `{% load elements_words %}`."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import template

from shuyuan.catalog.guide import SHARING_TYPES
from shuyuan.elements import wording

register = template.Library()
_TYPES = dict(SHARING_TYPES)


@register.filter
def grounds(given: Iterable[Mapping[str, Any]]) -> str:
    """`{{ proposal.grounds|grounds }}`: why it was proposed."""
    return wording.grounds_words(given)


@register.filter
def certainty(score: int) -> Any:
    """`{{ proposal.score|certainty }}`: how sure it is, in a word."""
    return wording.certainty(score)


@register.filter
def sharingtype(value: str) -> Any:
    """`{{ value|sharingtype }}`: the sharing type in words."""
    return _TYPES.get(value, value)
