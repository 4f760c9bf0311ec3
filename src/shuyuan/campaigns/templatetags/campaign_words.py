"""`{% load campaign_words %}`: stages of lists and differences of editions as badges."""

from django import template
from django.utils.safestring import SafeString

from shuyuan.campaigns import wording
from shuyuan.campaigns.differences import Compared
from shuyuan.campaigns.lists import badge

register = template.Library()


@register.simple_tag
def stagebadge(stage: str) -> SafeString:
    """`{% stagebadge member.stage %}`: where a list stands."""
    label, tone = wording.STAGES[stage]
    return badge(label, tone)


@register.simple_tag
def changebadge(one: Compared) -> SafeString:
    """`{% changebadge row %}`: added, changed or removed."""
    label, tone = wording.CHANGES[one.kind]
    return badge(label, tone)
