"""What every decision of this room asks first: words, document numbers, and that nobody was faster."""

from shuyuan.kernel.errors import BadInput, Conflict
from shuyuan.kernel.verdict import Verdict
from shuyuan.projects.models import Project

_LONGEST = 2000
_LONGEST_NUMBER = 60


def need_words(text: str, *, longest: int = _LONGEST) -> str:
    """The text without blanks around it; BadInput `money_reason_missing` when there is none or too much."""
    text = text.strip()
    if not text or len(text) > longest or "\0" in text:
        raise BadInput("words are needed", code="money_reason_missing", limit=longest)
    return text


def need_document(text: str) -> str:
    """The number of a document; BadInput `money_document_missing`."""
    text = text.strip()
    if not text or len(text) > _LONGEST_NUMBER or "\0" in text:
        raise BadInput("a document is needed", code="money_document_missing", limit=_LONGEST_NUMBER)
    return text


def require_revision(project: Project, revision: int | None) -> None:
    """Conflict `money_changed` when somebody wrote into the journal after the page was opened."""
    if revision is not None and revision != project.revision:
        raise Conflict("somebody was faster", code="money_changed", number=project.number)


def each_once(verdict: Verdict) -> Verdict:
    """The reasons without repetition: a gate and a hold may object for the same fact."""
    seen = {(reason.code, reason.cites): reason for reason in reversed(verdict.reasons)}
    return Verdict(tuple(reason for reason in verdict.reasons if seen[reason.code, reason.cites] is reason))
