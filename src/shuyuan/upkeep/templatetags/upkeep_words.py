"""`{% load upkeep_words %}`: what would bring a dead entry to life."""

from django import template

from shuyuan.upkeep import wording
from shuyuan.upkeep.models import Finding

register = template.Library()


@register.filter
def remedyof(finding: Finding) -> str:
    """`{{ row|remedyof }}`: what would bring it to life."""
    return wording.remedy(finding)
