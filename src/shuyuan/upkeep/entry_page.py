"""What upkeep adds to the catalog: a tab with signs and score, and word to followers of an entry."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from shuyuan.catalog.models import Entry
from shuyuan.catalog.registry import Block, register_block, register_effect
from shuyuan.notices.selectors import count_followers
from shuyuan.upkeep import followers
from shuyuan.upkeep.models import Standing
from shuyuan.upkeep.selectors import open_findings_of
from shuyuan.upkeep.wording import parts_in_words, reason, remedy


def upkeep_tab(request: HttpRequest, entry: Entry) -> dict[str, Any] | None:
    """Signs, score and followers, as the last look left them; None for visitors and for drafts."""
    if getattr(request, "actor", None) is None or not entry.code:
        return None
    standing = Standing.objects.filter(entry=entry).first()
    findings = [
        {"finding": one, "reason": reason(one), "remedy": remedy(one)} for one in open_findings_of(entry)
    ]
    return {
        "standing": standing,
        "parts": parts_in_words(standing.parts) if standing else [],
        "findings": findings,
        "followers": count_followers(followers.ENTRY, entry.pk),
    }


def register() -> None:
    """Called once when Django starts."""
    register_block(Block("upkeep", _("Upkeep"), "upkeep/entry_tab.html", upkeep_tab, order=60))
    register_effect("upkeep", followers.tell_of_change)
    followers.register(_("Catalog entry"))
