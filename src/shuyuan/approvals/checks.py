"""What every decision of this room asks first: words, and that nobody was faster."""

from shuyuan.kernel.errors import BadInput, Conflict
from shuyuan.projects.models import Project

_LONGEST = 2000


def need_words(text: str, *, code: str = "opinion_missing") -> str:
    """The text without blanks around it; BadInput when there is none or too much of it."""
    text = text.strip()
    if not text or len(text) > _LONGEST or "\0" in text:
        raise BadInput("words are needed", code=code, limit=_LONGEST)
    return text


def require_revision(project: Project, revision: int | None) -> None:
    """Conflict `project_changed` when somebody wrote into the journal after the page was opened."""
    if revision is not None and revision != project.revision:
        raise Conflict("somebody was faster", code="project_changed", number=project.number)
