"""Components of funds: `{% load funds %}`."""

from typing import Any

from django import template

from shuyuan.funds.models import PaymentRequest, StartExcuse
from shuyuan.funds.wording import TONES

register = template.Library()


@register.inclusion_tag("web/components/status.html")
def moneystate(one: PaymentRequest | StartExcuse) -> dict[str, Any]:
    """`{% moneystate payment %}`: the state of a request or an excuse in words and color."""
    return {"label": one.get_state_display(), "tone": TONES[one.state], "icon": ""}  # type: ignore[union-attr]
