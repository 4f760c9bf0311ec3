"""Components of approvals: `{% load approvals %}`."""

from typing import Any

from django import template

from shuyuan.approvals.wording import STATES, TONES
from shuyuan.projects.models import JournalEntry
from shuyuan.projects.rules.stages import Kind
from shuyuan.projects.wording import HAPPENINGS

register = template.Library()


@register.inclusion_tag("web/components/status.html")
def planstate(state: str) -> dict[str, Any]:
    """`{% planstate plan.state %}`: the state of a plan in words and color; '' before the first round."""
    return {"label": STATES[state or "draft"], "tone": TONES[state or "draft"], "icon": ""}


@register.filter
def happening(entry: JournalEntry) -> Any:
    """`{{ entry|happening }}`: what a journal entry says happened."""
    return HAPPENINGS[Kind(entry.kind)]
