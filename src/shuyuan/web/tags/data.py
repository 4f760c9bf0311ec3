"""Values on pages: facts, tables, code, copying, terms, small charts."""

from collections.abc import Sequence
from typing import Any
from uuid import uuid4

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

register = template.Library()


def _stripped(content: SafeString) -> SafeString:
    """What stands between two tags, without blanks around it; the engine has escaped it already."""
    return mark_safe(content.strip())  # noqa: S308 escaped where it was drawn


@register.inclusion_tag("web/components/facts.html")
def facts(pairs: Sequence[tuple[Any, ...]]) -> dict[str, Any]:
    """`{% facts pairs %}`: tuples (label, value); a third element "wide" takes the whole row.

    Values are escaped unless they are safe strings; an empty value shows as a dash.
    """
    return {"facts": [{"label": p[0], "value": p[1], "wide": "wide" in p[2:]} for p in pairs]}


@register.simple_block_tag
def fact(content: SafeString, label: Any, wide: bool = False) -> SafeString:
    """`<dl class="sy-facts">{% fact _("Code") %}…{% endfact %}</dl>`: one pair with markup inside."""
    return render_to_string(
        "web/components/fact.html", {"label": label, "content": _stripped(content), "wide": wide}
    )


@register.inclusion_tag("web/components/list.html", takes_context=True)
def listing(context: dict[str, Any], page: Any) -> dict[str, Any]:
    """`{% listing page %}`: filters, table, pages and export of a `web.lists.Page`."""
    return {"page": page, "request": context.get("request")}


@register.inclusion_tag("web/components/copy.html")
def copy(text: Any, shown: Any = "") -> dict[str, Any]:
    """`{% copy entry.code %}`: the text in monospace with a button that copies it."""
    return {"text": text, "shown": shown or text}


@register.simple_block_tag
def code(content: SafeString) -> SafeString:
    """`{% code %}curl …{% endcode %}`: a block of code with a copy button."""
    return render_to_string(
        "web/components/code.html", {"content": _stripped(content), "name": f"code-{uuid4().hex[:8]}"}
    )


@register.inclusion_tag("web/components/term.html")
def term(word: Any, meaning: Any) -> dict[str, Any]:
    """`{% term word meaning %}`: a word whose definition opens on click, also by keyboard."""
    return {"word": word, "meaning": meaning}


@register.inclusion_tag("web/components/bars.html")
def bars(rows: Sequence[tuple[Any, float]], title: Any, *, top: float = 0) -> dict[str, Any]:
    """`{% bars rows title top=100 %}`: one bar for each (label, value), the values beside them in figures.

    A bar that reaches `top` is full; without it the largest one is.
    """
    top = top or max((value for _, value in rows), default=0) or 1
    return {"rows": rows, "title": title, "top": top}


@register.inclusion_tag("web/components/sparkline.html")
def sparkline(values: Sequence[float], title: Any) -> dict[str, Any]:
    """`{% sparkline values title %}`: a line of the latest values; `title` says it in words."""
    top = max(values, default=0) or 1
    step = 118 / max(1, len(values) - 1)
    points = " ".join(f"{1 + i * step:.1f},{26 - 24 * value / top:.1f}" for i, value in enumerate(values))
    return {"points": points, "title": title}
