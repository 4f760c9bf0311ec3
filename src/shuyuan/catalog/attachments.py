"""Attachments of entries: grounds of a change, contracts, standards; open while the department writes."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from shuyuan.catalog.models import Entry
from shuyuan.catalog.registry import Block, register_block
from shuyuan.catalog.selectors import access_draft_as_provider, access_entry_as_reader
from shuyuan.catalog.states import State
from shuyuan.kernel.actor import Actor
from shuyuan.papers.registry import register_subject

#: The kind of subject by which attachments name an entry.
ENTRY = "catalog.entry"
_WRITABLE = (State.DRAFT, State.RETURNED)
_LARGEST_ID = 2**63


def may_read(entry_id: str, actor: Actor) -> bool:
    """Whoever sees an entry sees what was attached to it; of a draft that is its department."""
    return _is_id(entry_id) and access_entry_as_reader(int(entry_id), actor=actor) is not None


def may_write(entry_id: str, actor: Actor) -> bool:
    """The department while it prepares the entry or a change of it, before the review."""
    return _is_id(entry_id) and access_draft_as_provider(int(entry_id), actor=actor).state in _WRITABLE


def tab(request: HttpRequest, entry: Entry) -> dict[str, Any] | None:
    """The tab of the entry page, for whoever is signed in."""
    return {"entry": entry} if getattr(request, "actor", None) else None


def register() -> None:
    """Called once when Django starts."""
    register_subject(ENTRY, may_read, may_write)
    register_block(Block("attachments", _("Attachments"), "catalog/parts/attachments.html", tab, order=60))


def _is_id(text: str) -> bool:
    return text.isascii() and text.isdecimal() and int(text) < _LARGEST_ID
