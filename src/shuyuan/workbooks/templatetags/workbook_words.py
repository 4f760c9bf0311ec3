"""Tones of outcomes for templates."""

from django import template

from shuyuan.workbooks.states import OUTCOME_TONES, Outcome

register = template.Library()


@register.filter
def outcome_tone(outcome: str) -> str:
    """`{{ line.outcome|outcome_tone }}`: the tone of its badge."""
    return OUTCOME_TONES[Outcome(outcome)]
