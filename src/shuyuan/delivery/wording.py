"""How delivery reads on pages and in files."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from shuyuan.delivery.models import Acceptance, ChangeRequest, Milestone
from shuyuan.regulations.context import LegalContext

#: State of a change → tone of its badge.
CHANGE_TONES = {
    ChangeRequest.State.ASKED: "waiting",
    ChangeRequest.State.CONSENTED: "waiting",
    ChangeRequest.State.EFFECTIVE: "done",
    ChangeRequest.State.MINOR: "done",
    ChangeRequest.State.REFUSED: "refused",
    ChangeRequest.State.WITHDRAWN: "neutral",
}
#: Result of an acceptance → tone of its badge.
OUTCOME_TONES = {
    Acceptance.Outcome.OPEN: "waiting",
    Acceptance.Outcome.PASSED: "done",
    Acceptance.Outcome.FAILED: "refused",
}
#: Progress of a milestone → its words and tone.
PROGRESS: Mapping[str, tuple[Any, str]] = {
    "planned": (_("Not begun"), "neutral"),
    "under_way": (_("Under way"), "info"),
    "done": (_("Done"), "done"),
    "not_begun": (_("Should have begun"), "waiting"),
    "late": (_("Late"), "refused"),
    "done_late": (_("Done late"), "waiting"),
}


def document_label(code: str, *, legal: LegalContext, language: str = "zh-hans") -> str:
    """A document of the law's list in words; attachments are labelled in Chinese."""
    word = legal.law.reasons.words.get(code)
    return word.of(language) if word else code


def document_words(code: str, *, legal: LegalContext) -> str:
    """The same in the language of the page."""
    return document_label(code, legal=legal, language=get_language() or "zh-hans")


def progress_of(milestone: Milestone, today: date) -> str:
    """The key of `PROGRESS` for a milestone on that day."""
    late = milestone.days_late(today) > 0
    if milestone.finished_on:
        return "done_late" if late else "done"
    if late:
        return "late"
    if milestone.started_on:
        return "under_way"
    return "not_begun" if milestone.planned_start_on < today else "planned"
