"""`{% load campaign_words %}`: states of campaigns, stages of lists and differences of editions as badges."""

from typing import Any

from django import template

from shuyuan.campaigns import wording
from shuyuan.campaigns.differences import Compared
from shuyuan.campaigns.states import CampaignState

register = template.Library()


@register.simple_tag
def campaigntone(state: str) -> str:
    """`{% campaigntone campaign.state as tone %}`: the tone of the badge of a campaign."""
    return wording.CAMPAIGN_TONES[CampaignState(state)]


@register.inclusion_tag("web/components/status.html")
def stagebadge(stage: str) -> dict[str, Any]:
    """`{% stagebadge member.stage %}`: where a list stands."""
    label, tone = wording.STAGES[stage]
    return {"label": label, "tone": tone, "icon": ""}


@register.inclusion_tag("web/components/status.html")
def changebadge(one: Compared) -> dict[str, Any]:
    """`{% changebadge row %}`: added, changed or removed."""
    label, tone = wording.CHANGES[one.kind]
    return {"label": label, "tone": tone, "icon": ""}
