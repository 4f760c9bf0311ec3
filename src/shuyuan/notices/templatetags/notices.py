"""`{% load notices %}`: the button with which a person follows a thing."""

from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from shuyuan.notices.kinds import followable
from shuyuan.notices.selectors import is_following

register = template.Library()


@register.simple_tag(takes_context=True)
def follow_button(context: dict[str, Any], kind: str, subject_id: object) -> SafeString:
    """`{% follow_button "catalog.entry" entry.pk %}`: empty for who may not follow it."""
    request = context["request"]
    actor = getattr(request, "actor", None)
    how = followable(kind)
    if actor is None or how is None or not how.may_follow(actor, str(subject_id)):
        return SafeString("")
    return render_to_string(
        "notices/follow_button.html",
        {
            "kind": kind,
            "number": str(subject_id),
            "following": is_following(kind, subject_id, actor=actor),
            "next": request.get_full_path(),
        },
        request=request,
    )
