"""`{% load papers %}{% attachments "catalog.entry" entry.pk %}`: the attachments of a subject on its page."""

from typing import Any

from django import template
from django.conf import settings
from django.http import HttpRequest

from shuyuan.papers import registry
from shuyuan.papers.forms import AttachmentForm
from shuyuan.papers.selectors import attachments_of, by_label
from shuyuan.papers.sniffing import ACCEPTED, type_of

register = template.Library()


@register.inclusion_tag("papers/attachments.html", takes_context=True)
def attachments(context: dict[str, Any], kind: str, subject_id: Any) -> dict[str, Any]:
    """A card with list, versions, upload and download; nothing for whoever may not read them."""
    return panel(context["request"], kind, str(subject_id))


@register.filter
def is_shown(attachment: Any) -> bool:
    """Whether there is a preview."""
    kind = type_of(attachment.media_type)
    return kind is not None and kind.shown


def panel(request: HttpRequest, kind: str, subject_id: str) -> dict[str, Any]:
    """What the panel shows to the request's actor."""
    actor = request.actor
    may_read = actor is not None and registry.may_read(kind, subject_id, actor)
    may_write = may_read and registry.may_write(kind, subject_id, actor)
    return {
        "request": request,
        "may_read": may_read,
        "may_write": may_write,
        "labelled": by_label(list(attachments_of(kind, subject_id))) if may_read else [],
        "kind": kind,
        "subject_id": subject_id,
        "back": request.POST.get("back") or request.get_full_path(),
        "form": AttachmentForm() if may_write else None,
        "limit": settings.ATTACHMENT_LIMIT_BYTES,
        "accepted": ACCEPTED,
    }
