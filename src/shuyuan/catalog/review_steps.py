"""The steps of submission and review, in the transaction of a service: of one entry, or of a whole list."""

from django.urls import reverse

from shuyuan.casework.steps import open_task
from shuyuan.catalog import selectors, steps
from shuyuan.catalog.events import Event
from shuyuan.catalog.models import Entry
from shuyuan.catalog.registry import announce_change, judge_draft
from shuyuan.catalog.rules import due_update_review, judge_reviewer
from shuyuan.catalog.states import Step, after
from shuyuan.catalog.tasks_of_entries import AMEND, REVIEW
from shuyuan.kernel.actor import Actor, Role
from shuyuan.kernel.errors import BadInput, RuleRefused
from shuyuan.regulations.context import LegalContext


def submit_entry(
    entry_id: int, *, confirmed_not_secret: bool, revision: int, actor: Actor, legal: LegalContext
) -> Entry:
    """Hand the draft to the bureau; RuleRefused with every reason at once.

    An officer of the department confirms that nothing in it is secret (jz-data-2020/17.1.1).
    """
    draft = selectors.access_draft_as_submitter(entry_id, actor=actor, lock=True)
    state = after(draft.state, Step.SUBMIT)
    steps.require_revision(draft, revision)
    if not confirmed_not_secret:
        raise BadInput("malformed content", code="bad_content", fields={"confirmed_not_secret": "required"})
    verdict = judge_draft(draft)
    if not verdict.allowed:
        raise RuleRefused(verdict)
    draft.state = state.value
    draft.submitted_at = legal.now
    draft.submitted_by_id = actor.post_id
    draft.review_due_on = due_update_review(legal.today, legal=legal)
    draft.opinion = ""
    steps.touch(draft, legal)
    steps.close_all_tasks(draft, outcome="submitted", actor=actor, legal=legal)
    open_task(
        REVIEW,
        subject_kind="catalog.entry",
        subject_id=draft.root_id,
        title=draft.name,
        url=reverse("catalog:review", args=[draft.root_id]),
        role=Role.DATA_ADMINISTRATION,
        parameter="catalog.review_days",
        actor=actor,
        legal=legal,
    )
    details = {"name": draft.name, "due_on": draft.review_due_on.isoformat(), "confirmed_not_secret": True}
    steps.trace(Event.ENTRY_SUBMITTED, draft, cites="jz-data-2020/8.2", facts=details, actor=actor)
    return draft


def return_entry(entry_id: int, *, opinion: str, actor: Actor, legal: LegalContext) -> Entry:
    """Send the draft back with an opinion, or with remarks, that say what to mend; all of them at once."""
    draft = selectors.access_draft_as_reviewer(entry_id, actor=actor, lock=True)
    draft.state = after(draft.state, Step.RETURN).value
    _refuse_own_review(draft, actor)
    waiting = draft.remarks.filter(sent_at__isnull=True)
    count = waiting.update(sent_at=legal.now)
    if not opinion.strip() and not count:
        raise BadInput("malformed content", code="bad_content", fields={"opinion": "required"})
    draft.opinion = opinion.strip()
    draft.review_due_on = None
    steps.touch(draft, legal)
    steps.close_all_tasks(draft, outcome="returned", actor=actor, legal=legal)
    open_task(
        AMEND,
        subject_kind="catalog.entry",
        subject_id=draft.root_id,
        title=draft.name,
        url=reverse("catalog:edit", args=[draft.root_id]),
        role=Role(draft.submitted_by.role),
        department=draft.provider.code,
        actor=actor,
        legal=legal,
    )
    facts = {"opinion": draft.opinion, "remarks": count}
    steps.trace(Event.ENTRY_RETURNED, draft, cites="jz-data-2020/8.2", facts=facts, actor=actor)
    return draft


def publish_entry(entry_id: int, *, opinion: str = "", actor: Actor, legal: LegalContext) -> Entry:
    """Publish what was submitted: a new entry gets its code, a change becomes the next version.

    The lists that are computed from the catalog follow in the same transaction (jz-data-2020/10.1). What
    stands against it now is judged again, because the catalog may have moved on since the submission.
    """
    draft = selectors.access_draft_as_reviewer(entry_id, actor=actor, lock=True)
    after(draft.state, Step.PUBLISH)
    _refuse_own_review(draft, actor)
    verdict = judge_draft(draft)
    if not verdict.allowed:
        raise RuleRefused(verdict)
    entry = draft
    if draft.revises_id:
        entry = selectors.access_entry_as_administration(draft.revises_id, actor=actor, lock=True)
        after(entry.state, Step.REVISE)
        steps.copy_content(draft, entry)
        entry.submitted_at, entry.submitted_by_id = draft.submitted_at, draft.submitted_by_id
        entry.revision += 1
        draft.delete()
    entry.opinion = ""
    entry.review_due_on = None
    version = steps.write_version(entry, at=legal.now, post_id=actor.post_id, opinion=opinion.strip())
    steps.close_all_tasks(entry, outcome="published", actor=actor, legal=legal)
    announce_change(entry, actor=actor, legal=legal)
    details = {"code": entry.code, "version": version.number, "opinion": opinion.strip()}
    steps.trace(Event.ENTRY_PUBLISHED, entry, cites="jz-data-2020/10.1", facts=details, actor=actor)
    return entry


def _refuse_own_review(draft: Entry, actor: Actor) -> None:
    submitter = draft.submitted_by.person_id if draft.submitted_by else 0
    verdict = judge_reviewer(submitter, actor.person_id)
    if not verdict.allowed:
        raise RuleRefused(verdict)
