"""Decisions on batches of submitted rows: pure, no Django, no clock, no database."""

from dataclasses import dataclass

from shuyuan.catalog.rules import judge_identifier
from shuyuan.kernel.gate import Gate
from shuyuan.kernel.provisions import carries
from shuyuan.kernel.verdict import Reason, Verdict

__all__ = [
    "BATCH",
    "BatchFacts",
    "judge_batch",
    "judge_identifier",  # one decision for the entry and for the source that fills it
    "needs_accepted_rows",
    "needs_declared_count",
    "needs_responsible_department",
    "needs_rows",
    "needs_usable_rows",
]


@dataclass(frozen=True)
class BatchFacts:
    """A checked batch before anything merges; departments are codes.

    `threshold_percent` is the share of refused rows that the source tolerates; `declared_rows` is the
    provider's own count, None when it gave none.
    """

    provider: str
    submitter: str
    rows_read: int
    rows_refused: int
    threshold_percent: float
    declared_rows: int | None


@carries("jz-data-2020/12.1")
def needs_responsible_department(facts: BatchFacts) -> Reason | None:
    """Only the department that the responsibility list names fills an entry."""
    if facts.submitter == facts.provider:
        return None
    departments = {"provider": facts.provider, "submitter": facts.submitter}
    return Reason("not_the_responsible_department", "jz-data-2020/12.1", departments)


@carries("jz-data-2020/13.1")
def needs_rows(facts: BatchFacts) -> Reason | None:
    """An empty batch is a mistake of whoever sent it, never an instruction."""
    return Reason("batch_is_empty", "jz-data-2020/13.1") if facts.rows_read == 0 else None


@carries("jz-data-2020/13.1")
def needs_accepted_rows(facts: BatchFacts) -> Reason | None:
    """A batch of which every row is refused has nothing for the pool, whatever its threshold."""
    if facts.rows_read == 0 or facts.rows_refused < facts.rows_read:
        return None
    return Reason("no_row_accepted", "jz-data-2020/13.1", {"rows": facts.rows_read})


@carries("jz-data-2020/13.1")
def needs_usable_rows(facts: BatchFacts) -> Reason | None:
    """A batch with more refused rows than its source tolerates goes back as a whole."""
    if facts.rows_refused * 100 <= facts.threshold_percent * facts.rows_read:
        return None
    counts = {
        "refused": facts.rows_refused,
        "rows": facts.rows_read,
        "threshold_percent": facts.threshold_percent,
    }
    return Reason("too_many_rows_refused", "jz-data-2020/13.1", counts)


@carries("jz-data-2020/24.1")
def needs_declared_count(facts: BatchFacts) -> Reason | None:
    """What arrived agrees with the provider's own count of its original data."""
    if facts.declared_rows is None or facts.declared_rows == facts.rows_read:
        return None
    counts = {"declared": facts.declared_rows, "rows": facts.rows_read}
    return Reason("count_differs_from_original", "jz-data-2020/24.1", counts)


BATCH = Gate(
    "batch",
    [
        needs_responsible_department,
        needs_rows,
        needs_accepted_rows,
        needs_usable_rows,
        needs_declared_count,
    ],
)


@carries("jz-data-2020/13.1")
def judge_batch(facts: BatchFacts) -> Verdict:
    """May the accepted rows of this batch merge into the department pool?"""
    return BATCH.judge(facts)
