"""`{% load catalog_words %}`: entries and items in words."""

from datetime import date
from typing import Any

from django import template
from django.forms import BoundField, Form

from shuyuan.catalog import registry, wording
from shuyuan.catalog.models import Entry, Item, Remark

register = template.Library()


@register.simple_tag
def statetone(state: str) -> str:
    """`{% statetone entry.state as tone %}`: the tone of the badge of a state."""
    return wording.tone(state)


@register.simple_tag
def remarkplace(remark: Remark, items: list[Item]) -> str:
    """`{% remarkplace remark items %}`: what a remark is about, as people call it."""
    return wording.remark_place(remark, items)


@register.simple_tag
def typelabel(item: Item) -> str:
    """`{% typelabel item %}`: the data type with its length."""
    return wording.type_label(item)


@register.inclusion_tag("catalog/parts/checked_field.html", takes_context=True)
def checked(
    context: dict[str, Any], bound: BoundField, prefix: str = "at", *, part: str = "both"
) -> dict[str, Any]:
    """`{% checked form.name %}`: a field with what the checks say about it, renewed while somebody types.

    `part="marks"` shows only what the checks say, for a field that stands in a narrow column.
    """
    return {
        "field": bound,
        "part": part,
        "place": f"{prefix}-{bound.name}",
        "marks": (context.get("at") or {}).get(bound.name, ()),
        "legal": context.get("legal"),
        "request": context.get("request"),
    }


@register.inclusion_tag("catalog/parts/renewed_fields.html", takes_context=True)
def renewed(context: dict[str, Any], form: Form, prefix: str = "at") -> dict[str, Any]:
    """`{% renewed form %}`: the places of all `{% checked %}` fields as they are now, out of band."""
    at, faults = context.get("at") or {}, context.get("faults") or {}
    places = [
        {
            "place": f"{prefix}-{bound.name}",
            "marks": at.get(bound.name, ()),
            "faults": faults.get(bound.name, ()),
        }
        for bound in form.visible_fields()
    ]
    return {"places": places, "request": context.get("request")}


@register.filter
def checklabels(checks: list[dict[str, Any]]) -> list[str]:
    """`{{ item.checks|checklabels }}`: each check in words."""
    return wording.check_labels(checks)


@register.simple_tag
def itemnotes(entry: Any) -> dict[str, tuple[Any, str]]:
    """`{% itemnotes entry as notes %}`: what other rooms say about the items, by column."""
    return registry.item_notes_of(entry) if isinstance(entry, Entry) and entry.pk else {}


@register.filter
def noted(notes: dict[str, tuple[Any, str]], column: str) -> tuple[Any, str] | None:
    """`{{ notes|noted:item.name }}`: words and address for one column, None for none."""
    return (notes or {}).get(column)


@register.filter
def masklabel(mask: dict[str, Any] | None) -> str:
    """`{{ item.mask|masklabel }}`: what stays readable."""
    return wording.mask_label(mask)


@register.simple_tag(takes_context=True)
def remaining(context: dict[str, Any], due_on: date | None) -> int | None:
    """`{% remaining entry.review_due_on as left %}`: the working days that are left today."""
    legal = context["request"].legal
    return legal.calendar.remaining(legal.today, due_on) if due_on else None
