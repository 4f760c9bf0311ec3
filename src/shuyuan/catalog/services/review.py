"""Submission and review: what a department hands in, and what the bureau decides (jz-data-2020/8.2, 10.1)."""

from collections.abc import Sequence

from django.db import transaction

from shuyuan.casework.steps import Gap, read_gaps
from shuyuan.catalog import review_steps, selectors, steps
from shuyuan.catalog.events import Event
from shuyuan.catalog.models import Entry
from shuyuan.catalog.states import Step, after
from shuyuan.kernel.actor import Actor
from shuyuan.regulations.context import LegalContext


@transaction.atomic(durable=True)
def submit_entry(
    entry_id: int, *, confirmed_not_secret: bool, revision: int, actor: Actor, legal: LegalContext
) -> Entry:
    """Hand one draft to the bureau; see `review_steps.submit_entry`."""
    return review_steps.submit_entry(
        entry_id, confirmed_not_secret=confirmed_not_secret, revision=revision, actor=actor, legal=legal
    )


@transaction.atomic(durable=True)
def withdraw_entry(entry_id: int, *, actor: Actor, legal: LegalContext) -> Entry:
    """Take a submission back before it is decided; it is a draft again."""
    draft = selectors.access_draft_as_submitter(entry_id, actor=actor, lock=True)
    draft.state = after(draft.state, Step.WITHDRAW).value
    draft.review_due_on = None
    steps.touch(draft, legal)
    steps.close_all_tasks(draft, outcome="withdrawn", actor=actor, legal=legal)
    steps.trace(Event.ENTRY_WITHDRAWN, draft, facts={"name": draft.name}, actor=actor)
    return draft


@transaction.atomic(durable=True)
def return_entry(
    entry_id: int,
    *,
    opinion: str = "",
    gaps: Sequence[Gap] = (),
    new_facts: str = "",
    actor: Actor,
    legal: LegalContext,
) -> Entry:
    """Send one draft back; each line of the opinion is something missing. See `review_steps.return_entry`."""
    named = [*gaps, *read_gaps(opinion)]
    return review_steps.return_entry(
        entry_id,
        opinion="\n".join(gap.text for gap in named),
        gaps=named,
        new_facts=new_facts,
        actor=actor,
        legal=legal,
    )


@transaction.atomic(durable=True)
def publish_entry(entry_id: int, *, opinion: str = "", actor: Actor, legal: LegalContext) -> Entry:
    """Publish one submitted draft; see `review_steps.publish_entry`."""
    return review_steps.publish_entry(entry_id, opinion=opinion, actor=actor, legal=legal)
