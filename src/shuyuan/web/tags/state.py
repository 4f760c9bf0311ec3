"""How things stand: lights, deadlines, status badges, steps, timelines, progress."""

from datetime import date
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from shuyuan.web.reasons import legal_of

register = template.Library()

#: Working days before the end from which a deadline counts as near.
NEAR_DAYS = 3

#: Light → shape and word; the color is never alone.
LIGHTS = {
    "normal": ("●", _("On time")),
    "near": ("▲", _("Near its limit")),
    "overdue": ("■", _("Overdue")),
}


def light_of(remaining: int) -> str:
    """The light for that many remaining working days (negative when the day is past)."""
    if remaining < 0:
        return "overdue"
    return "near" if remaining <= NEAR_DAYS else "normal"


@register.inclusion_tag("web/components/light.html")
def light(value: str) -> dict[str, Any]:
    """`{% light "near" %}`: normal, near or overdue; shape, word and color."""
    name = str(value).lower()
    shape, word = LIGHTS[name]
    return {"name": name, "shape": shape, "word": word}


@register.inclusion_tag("web/components/deadline.html", takes_context=True)
def deadline(
    context: dict[str, Any],
    due_on: date | None,
    remaining: int | None = None,
    *,
    light: str = "",
    cites: str = "",
    why: str = "",
    provisional: bool = False,
) -> dict[str, Any]:
    """`{% deadline task.due_on remaining=… cites=… why=… %}`: light, working days left, day, provision.

    Without `light` it follows from `remaining`; `why` is the address of the page that explains the
    counting; `provisional` marks a deadline in a year whose holidays are not yet announced.
    """
    if due_on is None or remaining is None:
        return {"due_on": due_on}
    name = str(light).lower() or light_of(remaining)
    return {
        "due_on": due_on,
        "name": name,
        "shape": LIGHTS[name][0],
        "word": LIGHTS[name][1],
        "left": remaining,
        "over": -remaining,
        "cites": cites,
        "why": why,
        "provisional": provisional,
        "legal": legal_of(context),
    }


@register.inclusion_tag("web/components/status.html")
def status(label: Any, tone: str = "neutral", icon: str = "") -> dict[str, Any]:
    """`{% status batch.get_state_display "done" %}`.

    Tones: neutral, info (under way), done, waiting (somebody must act), refused; overdue only for deadlines.
    """
    return {"label": label, "tone": tone, "icon": icon}


@register.inclusion_tag("web/components/steps.html")
def steps(items: list[tuple[Any, ...]]) -> dict[str, Any]:
    """`{% steps items %}`: tuples (label, state[, note]); the state is done, now, next or stopped."""
    return {"steps": [{"label": i[0], "state": i[1], "note": i[2] if i[2:] else ""} for i in items]}


@register.inclusion_tag("web/components/timeline.html", takes_context=True)
def timeline(context: dict[str, Any], entries: list[dict[str, Any]]) -> dict[str, Any]:
    """`{% timeline entries %}`: dicts with `title`; also `at`, `who`, `text`, `tone`, `cites`, `href`."""
    return {"entries": entries, "legal": legal_of(context)}


@register.simple_tag(takes_context=True)
def progress(
    context: dict[str, Any],
    done: int,
    total: int | None,
    *,
    note: Any = "",
    url: str = "",
    running: bool = True,
    every: int = 2,
) -> SafeString:
    """`{% progress run.done run.total note=… url=… running=… %}`: a bar that asks `url` for itself.

    The view behind `url` answers with the same tag (alone, no page around it). With `running=False` the bar
    stops asking, and asks the page to load once more by answering with the header `HX-Refresh: true`.
    """
    share = min(100, round(100 * done / total)) if total else None
    return render_to_string(
        "web/components/progress.html",
        {
            "done": done,
            "total": total,
            "share": share,
            "note": note,
            "url": url,
            "running": running,
            "every": every,
        },
        request=context.get("request"),
    )
