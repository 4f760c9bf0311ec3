"""Writes of upkeep without their own transaction: what a look at entries finds, and how occasions move on."""

from collections.abc import Sequence
from dataclasses import asdict

from shuyuan.casework.models import Task
from shuyuan.casework.steps import close_tasks, open_task
from shuyuan.catalog.models import Entry
from shuyuan.catalog.states import State
from shuyuan.catalog.tasks_of_entries import REVIEW
from shuyuan.kernel.actor import Actor, Role
from shuyuan.regulations.context import LegalContext
from shuyuan.upkeep.facts import gather_facts
from shuyuan.upkeep.kinds import REQUEST_UPDATE, REVIVE
from shuyuan.upkeep.models import Finding, Occasion, OccasionEntry, Standing
from shuyuan.upkeep.rules import Facts, Sign, find_signs, score_of
from shuyuan.upkeep.states import RUNNING, OccasionState, PartName

FINDING = "upkeep.finding"
OCCASION = "upkeep.occasion"
_SUNDAY = 6


def look_at(entries: Sequence[Entry], *, actor: Actor, legal: LegalContext) -> dict[str, int]:
    """Bring signs, tasks and scores of these entries up to date; gives how many signs came and went.

    An entry that is suspended has no score and no signs: it is out of use on purpose.
    """
    published = [entry for entry in entries if entry.state == State.PUBLISHED]
    known = gather_facts(published, legal=legal, checked=_checked(published, legal))
    open_findings: dict[int, dict[str, Finding]] = {}
    for finding in Finding.objects.filter(
        entry__in=[entry.pk for entry in entries], gone_at__isnull=True
    ).order_by("pk"):
        open_findings.setdefault(finding.entry_id, {})[finding.kind] = finding
    counts = {"looked": len(entries), "found": 0, "gone": 0}
    for entry in entries:
        facts = known.get(entry.pk)
        signs = find_signs(facts, today=legal.today) if facts else ()
        before = open_findings.get(entry.pk, {})
        for kind in before.keys() - {sign.kind.value for sign in signs}:
            _close(before[kind], actor=actor, legal=legal)
            counts["gone"] += 1
        for sign in signs:
            if sign.kind.value not in before:
                _open(entry, sign, actor=actor, legal=legal)
                counts["found"] += 1
    standings = [_standing(entry, known.get(entry.pk), legal) for entry in entries]
    Standing.objects.bulk_create(
        standings,
        update_conflicts=True,
        unique_fields=["entry"],
        update_fields=["score", "parts", "looked_at", "is_stale"],
    )
    return counts


def _open(entry: Entry, sign: Sign, *, actor: Actor, legal: LegalContext) -> None:
    finding = Finding.objects.create(
        entry=entry,
        kind=sign.kind.value,
        since=sign.since,
        facts=sign.facts,
        cites=sign.cites,
        found_at=legal.now,
    )
    open_task(
        REVIVE,
        subject_kind=FINDING,
        subject_id=finding.pk,
        title=f"{entry.name}：{finding.get_kind_display()}",
        url=f"{entry.get_absolute_url()}?tab=upkeep",
        role=Role.DATA_OFFICER,
        department=entry.provider.code,
        actor=actor,
        legal=legal,
    )


def _close(finding: Finding, *, actor: Actor, legal: LegalContext) -> None:
    finding.gone_at = legal.now
    finding.save(update_fields=["gone_at"])
    close_tasks(FINDING, finding.pk, outcome="gone", actor=actor, legal=legal)


def _standing(entry: Entry, facts: Facts | None, legal: LegalContext) -> Standing:
    standing = Standing(entry=entry, looked_at=legal.now, is_stale=False)
    if facts is not None:
        score = score_of(facts, today=legal.today)
        standing.score = score.total
        standing.parts = [asdict(part) for part in score.parts]
    return standing


def _checked(entries: Sequence[Entry], legal: LegalContext) -> dict[int, int]:
    """What the checks found before, for entries that have not changed since; on Sundays all are checked anew.

    A check may also look at other entries, so that an old count cannot stay for ever.
    """
    if legal.today.weekday() == _SUNDAY:
        return {}
    saved = {entry.pk: entry.saved_at for entry in entries}
    return {
        standing.entry_id: part["facts"]["count"]
        for standing in Standing.objects.filter(entry__in=saved, is_stale=False, looked_at__isnull=False)
        for part in standing.parts
        if part["name"] == PartName.CHECKS and standing.looked_at >= saved[standing.entry_id]
    }


def mark_stale(entry: Entry) -> None:
    """Have the worker look at this entry soon."""
    Standing.objects.update_or_create(entry=entry, defaults={"is_stale": True})


def name_entries(occasion: Occasion, entries: Sequence[Entry]) -> None:
    """Make these the entries that have to follow the occasion; those under way stay."""
    wanted = {entry.pk for entry in entries}
    occasion.entries.filter(requested_on=None).exclude(entry__in=wanted).delete()
    known = set(occasion.entries.values_list("entry_id", flat=True))
    OccasionEntry.objects.bulk_create(
        OccasionEntry(occasion=occasion, entry_id=pk) for pk in sorted(wanted - known)
    )


def move_on(occasion: Occasion, *, actor: Actor, legal: LegalContext) -> bool:
    """Read from the reviews how far the occasion has come; gives whether anything changed.

    The first submission after the day of the change is the request; the newest carries the review's clock.
    """
    if OccasionState(occasion.state) not in RUNNING:
        return False
    rows = list(occasion.entries.order_by("pk"))
    reviews = _reviews(occasion, rows)
    changed = False
    for row in rows:
        changed |= _read_clock(row, reviews.get(str(row.entry_id), []))
    before = occasion.state, occasion.requested_on
    if rows and all(row.requested_on for row in rows):
        occasion.requested_on = max(row.requested_on for row in rows if row.requested_on)
        occasion.state = OccasionState.REQUESTED.value
        if all(row.outcome == "published" for row in rows):
            occasion.state = OccasionState.COMPLETED.value
            occasion.ended_on = max(row.reviewed_on for row in rows if row.reviewed_on)
    else:
        occasion.state, occasion.requested_on = OccasionState.OPEN.value, None
    if before == (occasion.state, occasion.requested_on):
        return changed
    occasion.save(update_fields=["state", "requested_on", "ended_on"])
    if occasion.state == OccasionState.OPEN:
        ask_for_request(occasion, actor=actor, legal=legal)
    else:
        close_tasks(OCCASION, occasion.pk, outcome="requested", actor=actor, legal=legal)
    return True


def ask_for_request(occasion: Occasion, *, actor: Actor, legal: LegalContext) -> None:
    """Put the request into the inbox of the department's data officer, with its ten working days."""
    open_task(
        REQUEST_UPDATE,
        subject_kind=OCCASION,
        subject_id=occasion.pk,
        title=occasion.title,
        url=occasion.get_absolute_url(),
        role=Role.DATA_OFFICER,
        department=occasion.department.code,
        received_on=occasion.happened_on,
        parameter="catalog.update_request_days",
        actor=actor,
        legal=legal,
    )


def _reviews(occasion: Occasion, rows: Sequence[OccasionEntry]) -> dict[str, list[Task]]:
    """The bureau's reviews of these entries since the change, oldest first."""
    tasks = Task.objects.filter(
        kind=REVIEW,
        subject_kind="catalog.entry",
        subject_id__in=[str(row.entry_id) for row in rows],
        received_on__gte=occasion.happened_on,
    ).exclude(outcome="withdrawn")
    found: dict[str, list[Task]] = {}
    for task in tasks.order_by("pk"):
        found.setdefault(task.subject_id, []).append(task)
    return found


def _read_clock(row: OccasionEntry, reviews: Sequence[Task]) -> bool:
    """Copy the clock of the newest review; gives whether it differs from before."""
    before = (row.requested_on, row.review_due_on, row.reviewed_on, row.outcome)
    newest = reviews[-1] if reviews else None
    row.requested_on = reviews[0].received_on if reviews else None
    row.review_due_on = newest.due_on if newest else None
    row.reviewed_on = newest.done_on if newest else None
    row.outcome = newest.outcome if newest else ""
    if before == (row.requested_on, row.review_due_on, row.reviewed_on, row.outcome):
        return False
    row.save(update_fields=["requested_on", "review_due_on", "reviewed_on", "outcome"])
    return True
