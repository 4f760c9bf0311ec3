"""Badges of planning: `{% load planning_words %}`."""

from typing import Any

from django import template

from shuyuan.planning import wording
from shuyuan.planning.models import ProjectPlan, UnitPlan
from shuyuan.planning.rules import Outlook

register = template.Library()
_BADGE = "web/components/status.html"


@register.inclusion_tag(_BADGE)
def unitbadge(one: UnitPlan) -> dict[str, Any]:
    """`{% unitbadge row %}`: what a unit answered."""
    tone = wording.UNIT_TONES[UnitPlan.State(one.state)]
    return {"label": one.get_state_display(), "tone": tone, "icon": ""}


@register.inclusion_tag("planning/parts/study_badge.html")
def studybadge(project: Any) -> dict[str, Any]:
    """`{% studybadge project %}`: what the study came to; nothing before it."""
    plan = getattr(project, "plan", None)
    opinion = plan.opinion if plan else ""
    if not opinion:
        return {"label": ""}
    return {"label": plan.get_opinion_display(), "tone": wording.OPINION_TONES[ProjectPlan.Opinion(opinion)]}


@register.inclusion_tag(_BADGE)
def placebadge(row: Any) -> dict[str, Any]:
    """`{% placebadge row %}`: where a project stands in the library of a year."""
    label, tone = wording.PLACES[wording.place_of(row)]
    return {"label": label, "tone": tone, "icon": ""}


@register.inclusion_tag(_BADGE)
def outlookbadge(outlook: str) -> dict[str, Any]:
    """`{% outlookbadge outlook %}`: what the years without money mean."""
    label, tone = wording.OUTLOOKS[Outlook(outlook)]
    return {"label": label, "tone": tone, "icon": ""}
