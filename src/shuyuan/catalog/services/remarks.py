"""Remarks of a review: the bureau makes them, a return sends them, the department ticks them off."""

from django.db import transaction

from shuyuan.catalog import selectors, steps
from shuyuan.catalog.content import EntryContent, ItemContent
from shuyuan.catalog.events import Event
from shuyuan.catalog.models import Remark
from shuyuan.catalog.states import Step, after
from shuyuan.kernel.actor import Actor
from shuyuan.kernel.errors import BadInput, NotFound
from shuyuan.regulations.context import LegalContext


@transaction.atomic(durable=True)
def make_remark(
    entry_id: int, *, text: str, item: str = "", field: str = "", actor: Actor, legal: LegalContext
) -> Remark:
    """Write a remark on what waits for the decision: on the entry, a field, an item or a field of an item."""
    draft = selectors.access_draft_as_reviewer(entry_id, actor=actor, lock=True)
    after(draft.state, Step.RETURN)
    faults = {}
    if not text.strip():
        faults["text"] = "required"
    if item and not draft.items.filter(name=item).exists():
        faults["place"] = "invalid_choice"
    if field and field not in {*(ItemContent if item else EntryContent).names(), "node"}:
        faults["place"] = "invalid_choice"
    if faults:
        raise BadInput("malformed content", code="bad_content", fields=faults)
    remark = Remark.objects.create(
        entry=draft, item=item, field=field, text=text.strip(), made_at=legal.now, made_by_id=actor.post_id
    )
    facts = {"item": item, "field": field, "text": remark.text}
    steps.trace(Event.REMARK_MADE, draft, cites="jz-data-2020/8.2", facts=facts, actor=actor)
    return remark


@transaction.atomic(durable=True)
def remove_remark(entry_id: int, remark_id: int, *, actor: Actor, legal: LegalContext) -> None:  # noqa: ARG001
    """Take back a remark that the department has not been sent yet."""
    draft = selectors.access_draft_as_reviewer(entry_id, actor=actor, lock=True)
    remark = draft.remarks.filter(pk=remark_id, sent_at__isnull=True).first()
    if remark is None:
        raise NotFound(code="unknown_remark")
    steps.trace(Event.REMARK_REMOVED, draft, facts={"text": remark.text}, actor=actor)
    remark.delete()


@transaction.atomic(durable=True)
def mend_remark(entry_id: int, remark_id: int, *, actor: Actor, legal: LegalContext) -> Remark:
    """The department says that a remark is dealt with."""
    draft = selectors.access_draft_as_provider(entry_id, actor=actor, lock=True)
    after(draft.state, Step.CHANGE)
    remark = draft.remarks.filter(pk=remark_id, sent_at__isnull=False).first()
    if remark is None:
        raise NotFound(code="unknown_remark")
    if remark.mended_at is None:
        remark.mended_at = legal.now
        remark.save(update_fields=["mended_at"])
        steps.trace(Event.REMARK_MENDED, draft, facts={"text": remark.text}, actor=actor)
    return remark
