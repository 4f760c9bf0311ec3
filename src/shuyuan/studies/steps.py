"""Writes of studies inside the caller's transaction: entering the catalog, and what follows."""

from collections.abc import Mapping
from typing import Any

from shuyuan.audit.steps import record
from shuyuan.catalog.models import Entry
from shuyuan.catalog.planned import adopt_entry
from shuyuan.catalog.registry import judge_draft
from shuyuan.catalog.review_steps import submit_entry
from shuyuan.catalog.states import IN_MASTER_CATALOG, Step, allows
from shuyuan.kernel.actor import Actor
from shuyuan.kernel.errors import Conflict
from shuyuan.projects.models import JournalEntry, Project
from shuyuan.projects.rules.stages import Kind, Stage
from shuyuan.projects.steps import PROJECT, note
from shuyuan.regulations.context import LegalContext
from shuyuan.studies.events import Event
from shuyuan.studies.models import Datum, PlannedEntry, Study
from shuyuan.studies.overlaps import find_overlaps, index_project
from shuyuan.studies.selectors import ACCEPTED, planned_with_items


def enter_catalog(project: Project, *, system_code: str = "", actor: Actor, legal: LegalContext) -> list[str]:
    """Hand what the project planned in to the catalog; the codes of what is published already.

    `system_code` is the system that holds the data, for entries that do not name one.

    Each planned entry becomes a draft of the unit. Those against which nothing stands go to the bureau at
    once; the others wait for the unit to mend them. The journal notes it when the last one is published.
    """
    if Stage(project.stage) not in ACCEPTED:
        raise Conflict("not accepted yet", code="study_not_accepted", stage=project.stage)
    handed_in, codes = [], []
    for planned in planned_with_items(project):
        entry = planned.entry
        if allows(entry.state, Step.ADOPT):
            entry = adopt_entry(entry, system_code=system_code, legal=legal)
        if entry.code:
            codes.append(entry.code)
        elif allows(entry.state, Step.SUBMIT) and judge_draft(entry).allowed:
            submit_entry(
                entry.pk, confirmed_not_secret=True, revision=entry.revision, actor=actor, legal=legal
            )
            handed_in.append(entry.name)
    facts = {"entries": handed_in, **({"system": system_code} if system_code else {})}
    trace(Event.CATALOG_ENTERED, project, cites="jz-project-2020/27.1", facts=facts, actor=actor)
    return codes


def note_published(entry: Entry, *, actor: Actor, legal: LegalContext) -> None:
    """An effect of the catalog: with the last planned entry published the journal notes it.

    What is published is compared through the catalog from then on.
    """
    planned = PlannedEntry.objects.filter(entry_id=entry.root_id).select_related("study__project").first()
    if planned is None:
        return
    Datum.objects.filter(entry=planned.entry_id).delete()
    project = planned.study.project
    rows = list(planned.study.planned.values_list("entry__state", "entry__code").order_by("pk"))
    codes = [code for _state, code in rows if code]
    is_new = set(codes) - set(project.known.entries)
    if not is_new or any(state not in IN_MASTER_CATALOG for state, _code in rows):
        return
    if Stage(project.stage) in ACCEPTED:
        data = {"entries": codes}
        note(project, Kind.CATALOGED, data=data, cites="jz-project-2020/27.1", actor=actor, legal=legal)


def follow_filing(entry: JournalEntry, *, actor: Actor, legal: LegalContext) -> None:  # noqa: ARG001 one shape
    """An effect of a filing or a change: what is public of the project can be compared with."""
    if entry.project is not None and entry.project.stage != Stage.DRAFT:
        index_project(entry.project)


def follow_submission(entry: JournalEntry, *, actor: Actor, legal: LegalContext) -> None:
    """An effect of handing the documents in: reviewers see what the project overlaps with."""
    if entry.project is None:
        return
    index_project(entry.project)
    look_for_overlaps(entry.project, actor=actor, legal=legal)


def look_for_overlaps(project: Project, *, actor: Actor, legal: LegalContext) -> int:
    """Find and keep what the project resembles; what was judged stays judged. Gives how many there are."""
    count = find_overlaps(project, at=legal.now)
    Study.objects.filter(project=project).update(overlaps_found_at=legal.now)
    trace(Event.OVERLAPS_FOUND, project, facts={"number": count}, actor=actor)
    return count


def trace(event: Event, project: Project, *, cites: str = "", facts: Mapping[str, Any], actor: Actor) -> None:
    """The audit entry of a write, under the project."""
    record(
        event, actor=actor, subject_kind=PROJECT, subject_id=project.number, cites=cites, facts=dict(facts)
    )
