"""The steps of submission and review, in the transaction of a service: of one entry, or of a whole list."""

from collections.abc import Iterable, Sequence

from django.db.models import Q
from django.urls import reverse

from shuyuan.casework.steps import Gap, open_task, return_for_completion, settle_completion
from shuyuan.catalog import selectors, steps, wording
from shuyuan.catalog.events import Event
from shuyuan.catalog.models import Entry, Remark
from shuyuan.catalog.registry import announce_change, announce_submission, judge_draft
from shuyuan.catalog.rules import due_update_review, judge_reviewer
from shuyuan.catalog.states import Step, after
from shuyuan.catalog.tasks_of_entries import AMEND, REVIEW
from shuyuan.kernel.actor import Actor, Role
from shuyuan.kernel.errors import BadInput, RuleRefused
from shuyuan.regulations.context import LegalContext

_CITES = "jz-data-2020/8.2"
_OPINION_LENGTH = 1000


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
    settle_completion(steps.SUBJECT, draft.root_id, legal=legal)
    steps.touch(draft, legal)
    steps.close_all_tasks(draft, outcome="submitted", actor=actor, legal=legal)
    open_task(
        REVIEW,
        subject_kind=steps.SUBJECT,
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
    announce_submission(draft, actor=actor, legal=legal)
    return draft


def return_entry(
    entry_id: int,
    *,
    opinion: str,
    gaps: Sequence[Gap] = (),
    new_facts: str = "",
    actor: Actor,
    legal: LegalContext,
) -> Entry:
    """Send the draft back: everything that is missing, with all remarks on fields and items, at once.

    `opinion` is what the department reads; alone, as with a whole list, it names nothing missing. A later
    return names nothing that the first did not, unless `new_facts` say why (`return_for_completion`).
    """
    draft = selectors.access_draft_as_reviewer(entry_id, actor=actor, lock=True)
    draft.state = after(draft.state, Step.RETURN).value
    _refuse_own_review(draft, actor)
    remarks = list(draft.remarks.filter(sent_at__isnull=True))
    if not opinion.strip() and not remarks:
        raise BadInput("malformed content", code="bad_content", fields={"opinion": "required"})
    named = [*gaps, *_gaps_of(remarks, draft)]
    if named:
        return_for_completion(
            steps.SUBJECT,
            draft.root_id,
            gaps=named,
            new_facts=new_facts,
            cites=_CITES,
            actor=actor,
            legal=legal,
        )
    draft.remarks.filter(pk__in=[remark.pk for remark in remarks]).update(sent_at=legal.now)
    draft.opinion = opinion.strip()[:_OPINION_LENGTH]
    draft.review_due_on = None
    steps.touch(draft, legal)
    steps.close_all_tasks(draft, outcome="returned", actor=actor, legal=legal)
    open_task(
        AMEND,
        subject_kind=steps.SUBJECT,
        subject_id=draft.root_id,
        title=draft.name,
        url=reverse("catalog:edit", args=[draft.root_id]),
        role=Role(draft.submitted_by.role),
        department=draft.provider.code,
        actor=actor,
        legal=legal,
    )
    facts = {"opinion": draft.opinion, "remarks": len(remarks)}
    steps.trace(Event.ENTRY_RETURNED, draft, cites=_CITES, facts=facts, actor=actor)
    return draft


def open_remarks(entry_ids: Iterable[int]) -> list[Gap]:
    """Remarks on drafts of these entries that their department has not seen, each with the entry's name."""
    drafts = Entry.objects.filter(Q(pk__in=entry_ids, working_copy__isnull=True) | Q(revises__in=entry_ids))
    return [
        Gap(f"{draft.name} · {gap.text}", f"{draft.root_id}/{gap.key}")
        for draft in drafts.order_by("pk")
        for gap in _gaps_of(draft.remarks.filter(sent_at__isnull=True), draft)
    ]


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
    settle_completion(steps.SUBJECT, entry.root_id, is_over=True, legal=legal)
    steps.close_all_tasks(entry, outcome="published", actor=actor, legal=legal)
    announce_change(entry, actor=actor, legal=legal)
    details = {"code": entry.code, "version": version.number, "opinion": opinion.strip()}
    steps.trace(Event.ENTRY_PUBLISHED, entry, cites="jz-data-2020/10.1", facts=details, actor=actor)
    return entry


def _gaps_of(remarks: Iterable[Remark], draft: Entry) -> list[Gap]:
    """Remarks as what is missing; one on a field or an item is known by its place, whatever its words."""
    items = list(draft.items.all())
    return [
        Gap(
            f"{wording.remark_place(remark, items)}: {remark.text}",
            f"{remark.item}/{remark.field}" if remark.item or remark.field else "",
        )
        for remark in remarks
    ]


def _refuse_own_review(draft: Entry, actor: Actor) -> None:
    submitter = draft.submitted_by.person_id if draft.submitted_by else 0
    verdict = judge_reviewer(submitter, actor.person_id)
    if not verdict.allowed:
        raise RuleRefused(verdict)
