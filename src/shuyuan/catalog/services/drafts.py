"""Drafts: new entries, changes of published ones, and what is thrown away before anybody saw it."""

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Q

from shuyuan.casework.steps import settle_completion
from shuyuan.catalog import selectors, steps
from shuyuan.catalog.content import EntryContent, change_faults, require_well_formed
from shuyuan.catalog.events import Event
from shuyuan.catalog.models import ClassNode, Entry
from shuyuan.catalog.rules import due_update_submission, judge_secrecy
from shuyuan.catalog.states import State, Step, after
from shuyuan.kernel.actor import Actor
from shuyuan.kernel.errors import BadInput, Conflict, NotPermitted, RuleRefused
from shuyuan.organizations.selectors import access_department
from shuyuan.regulations.context import LegalContext


@transaction.atomic(durable=True)
def create_draft(
    *,
    content: EntryContent,
    class_code: str = "",
    declared_secret: bool = False,
    actor: Actor,
    legal: LegalContext,
) -> Entry:
    """Begin an entry of the actor's department, in the department's own class unless one is named.

    Nothing is kept when it is declared secret or bears a secrecy mark: RuleRefused.
    """
    if actor.role not in selectors.DRAFTERS:
        raise NotPermitted(code="wrong_role", role=str(actor.role), needed=sorted(selectors.DRAFTERS))
    require_well_formed(content)
    _refuse_secrets(content, declared_secret=declared_secret)
    provider = access_department(actor.department)
    node = _node(class_code, provider.pk, provider.name)
    _require_further_classes(content, node, provider.pk)
    entry = Entry(
        provider=provider,
        node=node,
        created_at=legal.now,
        saved_at=legal.now,
        created_by_id=actor.post_id,
        revision=1,
    )
    content.write_to(entry)
    steps.refresh_search_text(entry)
    entry.save(force_insert=True)
    steps.trace(
        Event.ENTRY_CREATED,
        entry,
        cites="jz-data-2020/8.1",
        facts={"name": entry.name, "declared_not_secret": True},
        actor=actor,
    )
    return entry


@transaction.atomic(durable=True)
def update_draft(
    entry_id: int,
    *,
    content: EntryContent,
    class_code: str = "",
    revision: int,
    declared_secret: bool = False,
    actor: Actor,
    legal: LegalContext,
) -> Entry:
    """Write the fields of a draft; Conflict when somebody else saved after the actor read it."""
    draft = selectors.access_draft_as_provider(entry_id, actor=actor, lock=True)
    draft.state = after(draft.state, Step.CHANGE).value
    steps.require_revision(draft, revision)
    require_well_formed(content)
    _refuse_secrets(content, declared_secret=declared_secret)
    node = draft.node
    if draft.revises_id is None:
        node = _node(class_code, draft.provider_id, draft.provider.name)
    _require_further_classes(content, node, draft.provider_id)
    changed = content.write_to(draft)
    if draft.node_id != node.pk:
        draft.node = node
        changed.append("node")
    steps.touch(draft, legal)
    steps.trace(Event.ENTRY_CHANGED, draft, facts={"fields": changed}, actor=actor)
    return draft


@transaction.atomic(durable=True)
def discard_draft(entry_id: int, *, actor: Actor, legal: LegalContext) -> None:
    """Throw a draft away; a published entry stays as it is and only loses its working copy."""
    draft = selectors.access_draft_as_provider(entry_id, actor=actor, lock=True)
    after(draft.state, Step.DISCARD)
    settle_completion(steps.SUBJECT, draft.root_id, is_over=True, legal=legal)
    steps.close_all_tasks(draft, outcome="discarded", actor=actor, legal=legal)
    steps.trace(
        Event.ENTRY_DISCARDED,
        draft,
        facts={"name": draft.name, "change": bool(draft.revises_id)},
        actor=actor,
    )
    draft.delete()


@transaction.atomic(durable=True)
def begin_revision(
    entry_id: int,
    *,
    change_kind: str,
    change_basis: str = "",
    changed_on: date | None = None,
    from_version: int | None = None,
    actor: Actor,
    legal: LegalContext,
) -> Entry:
    """Open a working copy of a published entry; consumers keep the published version meanwhile.

    A change of law or of duties names its day, from which jz-data-2020/10.1 counts. `from_version` fills the
    copy with what an earlier version said; it goes through the review like any other change.
    """
    entry = selectors.access_entry_as_provider(entry_id, actor=actor, lock=True)
    after(entry.state, Step.REVISE)
    if selectors.find_working_copy(entry) is not None:
        raise Conflict(code="change_under_way", entry=entry_id)
    faults = change_faults(change_kind, change_basis, changed_on, today=legal.today)
    if faults:
        raise BadInput("malformed content", code="bad_content", fields=faults)
    draft = Entry(
        revises=entry,
        provider=entry.provider,
        state=State.DRAFT.value,
        version=entry.version,
        created_at=legal.now,
        saved_at=legal.now,
        created_by_id=actor.post_id,
        change_kind=change_kind,
        change_basis=change_basis,
        changed_on=changed_on,
        revision=1,
    )
    EntryContent.of(entry).write_to(draft)
    draft.save(force_insert=True)
    steps.copy_content(entry, draft)
    facts: dict[str, Any] = {"restores": from_version} if from_version else {}
    if from_version:
        steps.fill_from(selectors.access_version(entry, from_version).snapshot, draft)
    steps.touch(draft, legal)
    facts |= {"kind": change_kind, "changed_on": changed_on.isoformat() if changed_on else ""}
    if changed_on:
        facts["submission_due_on"] = due_update_submission(changed_on, legal=legal).isoformat()
    steps.trace(Event.REVISION_BEGUN, draft, cites="jz-data-2020/10.1", facts=facts, actor=actor)
    return draft


def _refuse_secrets(content: EntryContent, *, declared_secret: bool) -> None:
    texts = [content.name, content.abstract, content.sharing_condition, content.related_business]
    verdict = judge_secrecy(declared_secret, texts)
    if not verdict.allowed:
        raise RuleRefused(verdict)


def _require_further_classes(content: EntryContent, main: ClassNode, provider_id: int) -> None:
    """Further classes are others than the main one, each named once, and no foreign department's."""
    codes = content.further_classes
    known = selectors.list_classes_of_entries().filter(code__in=codes)
    fitting = known.filter(Q(department=None) | Q(department_id=provider_id)).exclude(pk=main.pk)
    if fitting.count() != len(codes):
        raise BadInput("malformed content", code="bad_content", fields={"further_classes": "unknown_class"})


def _node(class_code: str, provider_id: int, provider_name: str) -> ClassNode:
    """The named class, else the department's own; BadInput for one in which it cannot stand."""
    if not class_code:
        return steps.class_of_department(provider_id, provider_name)
    node = selectors.list_classes_of_entries().filter(code=class_code).first()
    if node is None or node.department_id not in {None, provider_id}:
        raise BadInput("malformed content", code="bad_content", fields={"class_code": "unknown_class"})
    return node
