"""The component set of case pages: `{% load casework %}`; steps and chips of tasks are in `shuyuan`."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import template

from shuyuan.casework.actions import Action
from shuyuan.casework.gaps import Gap
from shuyuan.casework.selectors import (
    as_entries,
    history_of,
    list_opinions,
    list_phrases,
    named_gaps,
    next_due_task,
    open_completion,
)
from shuyuan.casework.wording import count_words
from shuyuan.web.reasons import legal_of
from shuyuan.web.tags.state import deadline

register = template.Library()

#: So many lines of a history are open at once; the rest is folded.
_OPEN_LINES = 8


@register.inclusion_tag("casework/components/history.html", takes_context=True)
def casehistory(
    context: dict[str, Any],
    subject_kind: str,
    subject_id: object,
    *,
    parts: Sequence[tuple[str, object]] = (),
) -> dict[str, Any]:
    """`{% casehistory "catalog.entry" entry.pk %}`: acts, opinions, returns, tasks, reminders in one line.

    `parts` are further subjects that belong to the case, such as its sides. The page has asked its own door
    whether the reader may see the case.
    """
    moments = [moment for subject in ((subject_kind, subject_id), *parts) for moment in history_of(*subject)]
    entries = as_entries(sorted(moments, key=lambda moment: moment.at, reverse=True))
    return {
        "first": entries[:_OPEN_LINES],
        "rest": entries[_OPEN_LINES:],
        "legal": legal_of(context),
        "request": context.get("request"),
    }


@register.filter
def some(count: int) -> str:
    """`{{ counts.total|some }}`: a number of tasks, with a plus where counting stopped."""
    return count_words(count)


@register.inclusion_tag("casework/components/opinions.html")
def opinions(subject_kind: str, subject_id: object) -> dict[str, Any]:
    """`{% opinions kind id %}`: what was said about a case, oldest first."""
    return {"opinions": list_opinions(subject_kind, subject_id)}


@register.inclusion_tag("casework/components/completion.html", takes_context=True)
def completion(context: dict[str, Any], subject_kind: str, subject_id: object) -> dict[str, Any]:
    """`{% completion kind id %}`: what has still to be completed; nothing when nothing is missing."""
    return {"completion": open_completion(subject_kind, subject_id), "legal": legal_of(context)}


@register.inclusion_tag("casework/components/return.html", takes_context=True)
def returndialog(
    context: dict[str, Any],
    name: str,
    action: str,
    subject_kind: str,
    subject_id: object,
    *,
    title: str = "",
    more: bool = False,
    along: Sequence[Gap] = (),
) -> dict[str, Any]:
    """`{% returndialog "return" href kind id %}`: the dialog that sends a case back, naming what is missing.

    `casework.returning.read_return` reads what it sends. `more` says that the page adds gaps of its own, so
    that the field may stay empty; `along` are such gaps, which the dialog shows.
    """
    earlier = named_gaps(subject_kind, subject_id)
    return {
        "name": name,
        "action": action,
        "title": title,
        "earlier": earlier,
        "along": along,
        "is_required": not earlier and not more and not along,
        "request": context.get("request"),
        "csrf_token": context.get("csrf_token"),
    }


@register.inclusion_tag("casework/components/actions.html", takes_context=True)
def actions(context: dict[str, Any], items: Sequence[Action]) -> dict[str, Any]:
    """`{% actions actions %}`: the buttons, and folded below why others are not there."""
    return {
        "open": [item for item in items if item.is_open],
        "closed": [item for item in items if not item.is_open],
        "legal": legal_of(context),
        "request": context.get("request"),
        "csrf_token": context.get("csrf_token"),
    }


@register.inclusion_tag("casework/components/phrases.html", takes_context=True)
def phrases(context: dict[str, Any], field: str = "") -> dict[str, Any]:
    """`{% phrases "id_text" %}` beside a text field: stored phrases that a click puts into it.

    Without the field's id they go into the first text field of the form around them.
    """
    actor = getattr(context.get("request"), "actor", None)
    return {"phrases": list(list_phrases(actor=actor)) if actor else [], "field": field}


@register.inclusion_tag("casework/components/due.html", takes_context=True)
def casedue(context: dict[str, Any], subject_kind: str, subject_id: object) -> dict[str, Any]:
    """`{% casedue kind id %}`: the chip of the task of a case that is due first, with how it was counted."""
    legal = legal_of(context)
    task = next_due_task(subject_kind, subject_id)
    if task is None or task.due_on is None or legal is None:
        return {}
    return {"task": task, "remaining": legal.calendar.remaining(legal.today, task.due_on), "legal": legal}


@register.inclusion_tag("web/components/deadline.html", takes_context=True)
def duechip(
    context: dict[str, Any], due_on: date | None, *, cites: str = "", why: str = ""
) -> dict[str, Any]:
    """`{% duechip row.due_on %}`: the deadline chip of a day that is stored alone, counted from today."""
    legal = legal_of(context)
    if due_on is None or legal is None:
        return {"due_on": None}
    remaining = legal.calendar.remaining(legal.today, due_on)
    return deadline(context, due_on, remaining, cites=cites, why=why)
