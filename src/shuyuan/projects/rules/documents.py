"""May a document be taken away? What others decided on stays as they saw it."""

from datetime import datetime

from shuyuan.kernel.provisions import carries
from shuyuan.kernel.verdict import Reason, Verdict
from shuyuan.projects.rules.stages import Kind

#: Happenings by which a unit hands documents in.
HANDED_IN = frozenset(
    {
        Kind.FILED,
        Kind.SUBMITTED,
        Kind.SUPERVISOR_APPOINTED,
        Kind.CONTRACTED,
        Kind.CONTRACT_AMENDED,
        Kind.ACCEPTANCE_APPLIED,
        Kind.DELAY_REPORTED,
        Kind.RECTIFIED,
        Kind.RESULTS_HANDED_IN,
        Kind.UPKEEP_PLAN_FILED,
    }
)


@carries("jz-project-2020/30.1")
def judge_removal(added_at: datetime, handed_in_at: datetime | None) -> Verdict:
    """A document that lay there when the unit last handed something in belongs to the record for good.

    A better one is added as its next version.
    """
    if handed_in_at is None or added_at > handed_in_at:
        return Verdict()
    facts = {"day": handed_in_at.date().isoformat()}
    return Verdict((Reason("document_handed_in", "jz-project-2020/30.1", facts),))
