"""`{% load catalog_words %}`: entries and items in words."""

from datetime import date
from typing import Any

from django import template

from shuyuan.catalog import wording
from shuyuan.catalog.models import Item

register = template.Library()


@register.simple_tag
def statetone(state: str) -> str:
    """`{% statetone entry.state as tone %}`: the tone of the badge of a state."""
    return wording.tone(state)


@register.simple_tag
def typelabel(item: Item) -> str:
    """`{% typelabel item %}`: the data type with its length."""
    return wording.type_label(item)


@register.filter
def checklabels(checks: list[dict[str, Any]]) -> list[str]:
    """`{{ item.checks|checklabels }}`: each check in words."""
    return wording.check_labels(checks)


@register.filter
def masklabel(mask: dict[str, Any] | None) -> str:
    """`{{ item.mask|masklabel }}`: what stays readable."""
    return wording.mask_label(mask)


@register.simple_tag(takes_context=True)
def remaining(context: dict[str, Any], due_on: date | None) -> int | None:
    """`{% remaining entry.review_due_on as left %}`: the working days that are left today."""
    legal = context["request"].legal
    return legal.calendar.remaining(legal.today, due_on) if due_on else None
