"""Decisions on the course of an entry: its clocks, who may review it, and that nothing in it is secret."""

from collections.abc import Iterable, Sequence
from datetime import date

from shuyuan.kernel.provisions import carries
from shuyuan.kernel.verdict import Reason, Verdict
from shuyuan.papers.secrecy import markings
from shuyuan.regulations.context import LegalContext


@carries("jz-data-2020/10.1")
def due_update_submission(changed_on: date, *, legal: LegalContext) -> date:
    """The last day to ask for an update after the law or the department's functions changed."""
    days = legal.law.value("catalog.update_request_days", on=changed_on)
    return legal.calendar.add(changed_on, days)


@carries("jz-data-2020/10.1")
def due_update_review(received_on: date, *, legal: LegalContext) -> date:
    """The last day for the administration to review the request and bring the lists up to date."""
    days = legal.law.value("catalog.review_days", on=received_on)
    return legal.calendar.add(received_on, days)


@carries("jz-data-2020/17.1.1")
def judge_secrecy(declared_secret: bool, texts: Sequence[str]) -> Verdict:
    """State secrets stay off the platform: refused when declared, or when a text bears a secrecy mark."""
    mark = find_secrecy_mark(texts)
    reasons = []
    if declared_secret:
        reasons.append(Reason("declared_secret", "jz-data-2020/17.1.1"))
    if mark:
        reasons.append(Reason("bears_secrecy_mark", "jz-data-2020/17.1.1", {"mark": mark}))
    return Verdict(tuple(reasons))


def find_secrecy_mark(texts: Iterable[str]) -> str:
    """The first level (绝密, 机密, 秘密) that a text is marked with, '' for none; 商业秘密 is no mark."""
    return next((found.level for text in texts for found in markings(text)), "")


@carries("jz-data-2020/8.2")
def judge_reviewer(submitter: int, reviewer: int) -> Verdict:
    """May this person decide on the entry? Whoever submitted it cannot; both are ids of persons."""
    return (
        Verdict((Reason("reviewer_is_submitter", "jz-data-2020/8.2"),))
        if submitter == reviewer
        else Verdict()
    )
