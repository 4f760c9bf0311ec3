"""Verification of both trails, and taking read records."""

import logging
from typing import Any

from django.db import transaction

from shuyuan.audit.entry_check import Tell, check_entries
from shuyuan.audit.events import Event
from shuyuan.audit.findings import Finding, Report
from shuyuan.audit.models import Entry
from shuyuan.audit.read_check import check_reads
from shuyuan.audit.steps import record
from shuyuan.audit.taking import is_behind, take_read_records
from shuyuan.jobs.models import Job
from shuyuan.jobs.steps import enqueue
from shuyuan.kernel.actor import Actor

__all__ = [
    "Finding",
    "Report",
    "is_behind",
    "order_verification",
    "take_read_records",
    "verify",
    "verify_and_record",
]

logger = logging.getLogger(__name__)

VERIFY_JOB = "audit.verify"
_FINDINGS_SHOWN = 100


def verify(tell: Tell = lambda done, total: None) -> Report:  # noqa: ARG005 - nobody listens by default
    """Look through both trails from their beginning; changes nothing.

    Keeps no row, so it can run beside the platform and on trails of any length. `tell` hears how far
    it is.
    """
    report = Report()
    check_entries(report, tell)
    check_reads(report)
    return report


def verify_and_record(*, actor: Actor, tell: Tell) -> dict[str, Any]:
    """`verify`, with an entry that says what came of it; gives the report as JSON with its first findings."""
    report = verify(tell)
    if not report.intact:
        logger.critical("the audit trail is damaged: %s", report.findings[0])
    counts = {"entries": report.entries, "batches": report.batches, "records": report.records}
    with transaction.atomic():
        record(
            Event.TRAIL_VERIFIED if report.intact else Event.TRAIL_DAMAGED,
            actor=actor,
            subject_kind="trail",
            subject_id=report.head.partition(":")[0],
            facts={**counts, "findings": report.finding_count},
            outcome=Entry.Outcome.DONE if report.intact else Entry.Outcome.FAILED,
        )
    shown = report.to_json()
    return {**shown, "findings": shown["findings"][:_FINDINGS_SHOWN]}


@transaction.atomic
def order_verification(*, actor: Actor) -> Job:
    """Queue a verification, or join the one that waits."""
    return enqueue(VERIFY_JOB, actor=actor, unique=VERIFY_JOB)
