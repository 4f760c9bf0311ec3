"""What a hit says of its entry in a word or two."""

from collections.abc import Mapping
from typing import Any

from django import template
from django.utils.translation import gettext_lazy as _

from shuyuan.catalog import guide

register = template.Library()

_SHARING = dict(guide.SHARING_TYPES)
_CYCLES = dict(guide.Cycle.choices)
_TONES = {"unconditional": "done", "conditional": "waiting", "not_shared": "refused"}


@register.filter
def in_words(facets: Mapping[str, str]) -> list[tuple[str, Any]]:
    """Sharing type, update cycle, service interface and openness as pairs of tone and label."""
    sharing = facets.get("sharing", "")
    words = [
        (_TONES.get(sharing, "neutral"), _SHARING.get(sharing, sharing)),
        ("neutral", _CYCLES.get(facets.get("cycle", ""), "")),
    ]
    if facets.get("api") == "yes":
        words.append(("info", _("Service interface")))
    if facets.get("openness") == "open":
        words.append(("info", _("Open to the public")))
    return [(tone, label) for tone, label in words if label]
