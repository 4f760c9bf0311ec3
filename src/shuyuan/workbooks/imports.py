"""Writes of imports: a file is received, checked without writing, and written as drafts on demand."""

from collections.abc import Iterator
from datetime import date
from itertools import islice
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.db import transaction

from shuyuan.audit.steps import record
from shuyuan.catalog.content import change_faults
from shuyuan.catalog.models import Entry
from shuyuan.engine.landing import land
from shuyuan.jobs.registry import Run
from shuyuan.jobs.run import Leave, Why
from shuyuan.jobs.steps import enqueue, request_cancel
from shuyuan.kernel.actor import Actor
from shuyuan.kernel.errors import BadInput, Conflict, TooLarge
from shuyuan.organizations.selectors import access_department
from shuyuan.regulations.context import LegalContext
from shuyuan.workbooks.events import Event
from shuyuan.workbooks.homes import home_of, require_open
from shuyuan.workbooks.models import CatalogImport, ImportLine
from shuyuan.workbooks.planning import PORTION, Planned, Planner, Room
from shuyuan.workbooks.report import Report
from shuyuan.workbooks.selectors import access_import, require_drafter
from shuyuan.workbooks.sources import kind_of, open_source
from shuyuan.workbooks.states import Outcome, State, Step, after
from shuyuan.workbooks.writing import Writer

#: More than any catalog workbook; data of entries come as batches.
MOST_BYTES = 64 * 1024 * 1024
CHECK_JOB, APPLY_JOB = "workbooks.check", "workbooks.apply"
_MOVING = (Outcome.NEW, Outcome.CHANGED)


def receive_import(
    stream: IO[bytes],
    *,
    filename: str,
    kind: str = "",
    home: tuple[str, int] = ("", 0),
    actor: Actor,
    legal: LegalContext,
) -> CatalogImport:
    """Keep the file and have it checked in the background; nothing of the catalog changes.

    `home` is the kind and id of a plan that its entries are for, whose room has opened the door.
    Raises NotPermitted for who cannot draft, TooLarge and BadInput (no bytes) before anything is kept.
    """
    require_drafter(actor)
    sent = land(stream, Path(settings.LANDING), filename=filename, limit_bytes=MOST_BYTES)
    with transaction.atomic(durable=True):
        made = CatalogImport.objects.create(
            department=access_department(actor.department),
            sent_by_id=actor.post_id,
            sent_at=legal.now,
            home=home[0],
            home_id=home[1] or None,
            kind=kind or kind_of(sent.filename),
            filename=sent.filename,
            size=sent.size,
            digest=sent.digest,
            digest_algorithm=sent.digest_algorithm,
            landed_path=str(sent.path),
        )
        made.job = enqueue(CHECK_JOB, {"import": made.pk}, actor=actor)
        made.save(update_fields=["job"])
        _trace(Event.IMPORT_RECEIVED, made, {"digest": sent.digest, "size": sent.size}, actor)
    return made


def check_import(import_id: int, *, run: Run, legal: LegalContext) -> dict[str, Any]:
    """The dry run: read the file, plan every entry, and keep what was found; safe to run again."""
    made = CatalogImport.objects.select_related("department").get(pk=import_id)
    if made.state != State.CHECKING:
        return {"state": made.state}
    report = Report(made)
    try:
        source = open_source(made)
        for plan in _planner(made).plan(source.entries()):
            report.add(plan)
            run.progress(report.lines, note="reading")
        report.finish(source)
    except (BadInput, TooLarge) as error:
        problem = {"code": error.code, "detail": error.detail, "facts": error.facts}
        return _settle(import_id, Step.GIVE_UP_READING, problem=problem, legal=legal)
    return _settle(import_id, Step.REPORT, report=report, legal=legal)


@transaction.atomic
def _settle(
    import_id: int,
    step: Step,
    *,
    report: Report | None = None,
    problem: dict[str, Any] | None = None,
    legal: LegalContext,
) -> dict[str, Any]:
    made = CatalogImport.objects.select_for_update().get(pk=import_id)
    if made.state != State.CHECKING:
        return {"state": made.state}
    made.state = after(made.state, step).value
    made.problem = problem
    made.checked_at = legal.now
    if report:
        report.save_to(made)
    made.save()
    return {"state": made.state, "entries": made.entry_count}


@transaction.atomic(durable=True)
def apply_import(
    import_id: int,
    *,
    mode: str,
    change_kind: str = "",
    change_basis: str = "",
    changed_on: date | None = None,
    actor: Actor,
    legal: LegalContext,
) -> CatalogImport:
    """Have a checked file written as drafts of the department: all of it, or what was accepted.

    Published entries that change get working copies, and those need the reason for a change. Raises
    BadInput `bad_content`, `nothing_to_write`, `not_all_accepted`, Conflict `import_moved_on`.
    """
    made = access_import(import_id, actor=actor, lock=True)
    if made.state == State.APPLYING and made.job is not None and made.job.has_ended:
        made.state = State.CHECKED.value
    made.state = after(made.state, Step.APPLY).value
    require_open(made, actor)
    if mode not in CatalogImport.Mode.values:
        raise BadInput("malformed content", code="bad_content", fields={"mode": "invalid_choice"})
    if not made.to_write:
        raise BadInput("nothing to write", code="nothing_to_write")
    if mode == CatalogImport.Mode.ALL and not made.is_all_accepted:
        raise BadInput("not all accepted", code="not_all_accepted", count=made.refused_count)
    if made.revision_count:
        faults = change_faults(change_kind, change_basis, changed_on, today=legal.today)
        if faults:
            raise BadInput("malformed content", code="bad_content", fields=faults)
    made.mode = mode
    made.change = {
        "kind": change_kind,
        "basis": change_basis,
        "changed_on": changed_on.isoformat() if changed_on else "",
    }
    made.job = enqueue(APPLY_JOB, {"import": made.pk}, actor=actor)
    made.save(update_fields=["state", "mode", "change", "job"])
    _trace(Event.IMPORT_STARTED, made, {"mode": mode, "entries": made.to_write}, actor)
    return made


def run_import(import_id: int, *, run: Run, legal: LegalContext) -> dict[str, Any]:
    """Write the drafts; safe to run again, because what is written already is found unchanged.

    Everything goes in one transaction when all or nothing was asked for, else in portions of a hundred.
    """
    made = CatalogImport.objects.select_related("department").get(pk=import_id)
    if made.state != State.APPLYING:
        return {"state": made.state, "written": made.written_count}
    plans = _planner(made, advises=False).plan(open_source(made).entries())
    writer = Writer(made, actor=run.actor, legal=legal)
    written = 0
    try:
        if made.mode == CatalogImport.Mode.ALL:
            kept = list(_with_progress(plans, run, made))
            refused = sum(1 for plan in kept if plan.outcome is Outcome.REFUSED)
            if refused:
                raise Conflict(code="catalog_moved_on", count=refused)
            run.check_cancelled()
            return _write_all(made, [plan for plan in kept if plan.outcome in _MOVING], writer, run, legal)
        while portion := list(islice(_with_progress(plans, run, made), PORTION)):
            written += _write_portion(made, portion, writer, run.actor)
    except Leave as leave:
        if leave.why is Why.CANCELLED:
            _stop(made.pk, run.actor)
        raise
    return _finish(made.pk, actor=run.actor, legal=legal)


def _planner(made: CatalogImport, *, advises: bool = True) -> Planner:
    home = home_of(made)
    if home is None:
        return Planner(made.department, advises=advises)
    room = Room(frozenset(home.entries(made.home_id or 0)), home.most)
    return Planner(made.department, advises=advises, room=room)


def _with_progress(plans: Iterator[Planned], run: Run, made: CatalogImport) -> Iterator[Planned]:
    for number, plan in enumerate(plans, 1):
        run.progress(number, made.entry_count, "writing")
        plan.read.items.clear()
        yield plan


def _write_all(
    made: CatalogImport, plans: list[Planned], writer: Writer, run: Run, legal: LegalContext
) -> dict[str, Any]:
    with transaction.atomic(durable=True):
        require_open(made, run.actor)
        drafts = []
        for start in range(0, len(plans), PORTION):
            drafts += writer.write(plans[start : start + PORTION])
        _link(made, plans, drafts)
        writer.keep(drafts)
        writer.trace(plans, drafts)
        return _finish(made.pk, actor=run.actor, legal=legal)


def _write_portion(made: CatalogImport, portion: list[Planned], writer: Writer, actor: Actor) -> int:
    plans = [plan for plan in portion if plan.outcome in _MOVING]
    if not plans:
        return 0
    with transaction.atomic(durable=True):
        require_open(made, actor)
        drafts = writer.write(plans)
        _link(made, plans, drafts)
        writer.keep(drafts)
        writer.trace(plans, drafts)
    return len(drafts)


def _link(made: CatalogImport, plans: list[Planned], drafts: list[Entry]) -> None:
    """Let the lines of the import lead to the entries that came of them."""
    places = {(plan.read.row, plan.read.pointer): draft for plan, draft in zip(plans, drafts, strict=True)}
    rows = [row for row, _pointer in places]
    lines = []
    for line in made.lines.filter(row__in=rows) if any(rows) else made.lines.all():
        draft = places.get((line.row, line.pointer))
        if draft is not None:
            line.entry_id = draft.root_id
            lines.append(line)
    ImportLine.objects.bulk_update(lines, ["entry"], batch_size=500)


@transaction.atomic
def _finish(import_id: int, *, actor: Actor, legal: LegalContext) -> dict[str, Any]:
    made = CatalogImport.objects.select_for_update().get(pk=import_id)
    made.state = after(made.state, Step.FINISH).value
    made.applied_at = legal.now
    made.written_count = made.lines.filter(outcome__in=_MOVING, entry__isnull=False).count()
    made.save(update_fields=["state", "applied_at", "written_count"])
    counts = {"new": made.new_count, "changed": made.changed_count, "refused": made.refused_count}
    _trace(Event.IMPORT_APPLIED, made, {"mode": made.mode, "written": made.written_count, **counts}, actor)
    return {"state": made.state, "written": made.written_count}


@transaction.atomic
def _stop(import_id: int, actor: Actor) -> None:
    """A stopped import can be started again; what was written before stays as drafts."""
    made = CatalogImport.objects.select_for_update().get(pk=import_id)
    if made.state == State.APPLYING:
        made.state = after(made.state, Step.STOP).value
        made.save(update_fields=["state"])
        _trace(Event.IMPORT_STOPPED, made, {"mode": made.mode}, actor)


def stop_import(import_id: int, *, actor: Actor, legal: LegalContext) -> None:  # noqa: ARG001 services take it
    """Stop the writing: at once while it waits, at the next entry while it runs."""
    with transaction.atomic(durable=True):
        made = access_import(import_id, actor=actor, lock=True)
        after(made.state, Step.STOP)
        if made.job is None or made.job.has_ended or made.job.state == made.job.State.QUEUED:
            if made.job is not None:
                request_cancel(made.job.pk)
            _stop(made.pk, actor)
        else:
            request_cancel(made.job.pk)


@transaction.atomic(durable=True)
def withdraw_import(import_id: int, *, actor: Actor, legal: LegalContext) -> CatalogImport:  # noqa: ARG001
    """Give a file up; it stays listed with its digest, and the catalog is as it was."""
    made = access_import(import_id, actor=actor, lock=True)
    made.state = after(made.state, Step.WITHDRAW).value
    if made.job is not None and not made.job.has_ended:
        request_cancel(made.job.pk)
    made.save(update_fields=["state"])
    _trace(Event.IMPORT_WITHDRAWN, made, {}, actor)
    return made


def _trace(event: Event, made: CatalogImport, facts: dict[str, Any], actor: Actor) -> None:
    record(
        event,
        actor=actor,
        subject_kind="workbooks.import",
        subject_id=made.pk,
        cites="jz-data-2020/8.1",
        facts={"file": made.filename, **facts},
    )
