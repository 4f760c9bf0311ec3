"""How far a project is: its way as a picture, what comes next, who has it, and until when."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from shuyuan.casework.selectors import next_due_task
from shuyuan.kernel.actor import Role
from shuyuan.kernel.errors import ShuyuanError
from shuyuan.projects.models import JournalEntry, Project
from shuyuan.projects.rules.filing import FundingMode, due_annual_plan
from shuyuan.projects.rules.funding import evaluation_opens_on
from shuyuan.projects.rules.stages import ENDED, Stage
from shuyuan.projects.steps import PROJECT
from shuyuan.regulations.context import LegalContext
from shuyuan.web.tags.layout import ROLES

Phases = tuple[tuple[Any, frozenset[Stage]], ...]
#: The parts of a project's way: name and stages.
PHASES: Phases = (
    (
        pgettext_lazy("part of a project's way", "Plan"),
        frozenset({Stage.DRAFT, Stage.FILED, Stage.RETURNED, Stage.PLANNED}),
    ),
    (pgettext_lazy("part of a project's way", "Review"), frozenset({Stage.SUBMITTED})),
    (pgettext_lazy("part of a project's way", "Approval"), frozenset({Stage.REVIEWED, Stage.APPROVED})),
    (pgettext_lazy("part of a project's way", "Money"), frozenset({Stage.BUDGETED, Stage.CLEARED})),
    (pgettext_lazy("part of a project's way", "Procurement"), frozenset({Stage.PROCURING})),
    (pgettext_lazy("part of a project's way", "Construction"), frozenset({Stage.BUILDING})),
    (
        pgettext_lazy("part of a project's way", "Acceptance"),
        frozenset({Stage.COMPLETED, Stage.ACCEPTING, Stage.RECTIFYING, Stage.ACCEPTED}),
    ),
    (pgettext_lazy("part of a project's way", "Operation"), frozenset({Stage.OPERATING})),
)
#: The part that only investments have; other projects go from the review to the money at once.
_APPROVAL = 2
_UNIT, _BUREAU, _COMMISSION, _FINANCE = (
    "",
    Role.DATA_ADMINISTRATION,
    Role.INVESTMENT_APPROVAL,
    Role.FINANCE,
)
#: Stage → what comes next and whose turn it is ('' is the unit).
_NEXT: Mapping[Stage, tuple[Any, str]] = {
    Stage.DRAFT: (_("File it for the yearly plan"), _UNIT),
    Stage.RETURNED: (_("Complete the filing and file it again"), _UNIT),
    Stage.FILED: (_("Study the filing and obtain the consent of the city government"), _BUREAU),
    Stage.PLANNED: (_("Write the documents and hand them in"), _UNIT),
    Stage.SUBMITTED: (_("Have it seen by experts and decide"), _BUREAU),
    Stage.REVIEWED: (_("Budget the money, or move on into the next year"), _FINANCE),
    Stage.APPROVED: (_("Budget the money, or move on into the next year"), _FINANCE),
    Stage.BUDGETED: (_("Hand in the integration plan and the co-use plan for clearance"), _UNIT),
    Stage.CLEARED: (_("Open the procurement"), _UNIT),
    Stage.PROCURING: (_("Conclude the contracts and begin to build"), _UNIT),
    Stage.BUILDING: (_("Build it and report the completion"), _UNIT),
    Stage.COMPLETED: (_("Apply for the acceptance"), _UNIT),
    Stage.ACCEPTING: (_("Name the expert and clear the acceptance"), _BUREAU),
    Stage.RECTIFYING: (_("Mend the defects and apply again"), _UNIT),
    Stage.ACCEPTED: (_("Hand in the documents, enter the data into the catalog, begin operation"), _UNIT),
    Stage.OPERATING: (_("Keep it up and evaluate it after its first year"), _UNIT),
}


@dataclass(frozen=True)
class Next:
    """What comes next: the act, who has it, the last day with its provision (None without one)."""

    label: Any
    who: Any
    due_on: date | None = None
    cites: str = ""
    #: Whether the day is the first on which it can be done, instead of the last.
    opens: bool = False


def way_of(project: Project, journal: list[JournalEntry]) -> list[tuple[Any, str, str]]:
    """The steps picture: each part of the way as done, now, next or stopped, with its first day."""
    phases = _phases(project.mode)
    reached = [Stage(entry.to_stage) for entry in journal if entry.to_stage]
    stage = Stage(project.stage)
    last = next((one for one in reversed(reached) if one not in ENDED), Stage.DRAFT)
    here = _phase(last if stage in ENDED else stage, phases)
    days: dict[int, date] = {}
    for entry in journal:
        if entry.to_stage and entry.to_stage != entry.from_stage and Stage(entry.to_stage) not in ENDED:
            days.setdefault(_phase(Stage(entry.to_stage), phases), entry.on)
    found = []
    for place, (label, _stages) in enumerate(phases):
        state = "done" if place < here else "next"
        if place == here:
            state = "stopped" if stage in ENDED else "now"
        day = days.get(place)
        found.append((label, state, day.isoformat() if day and place <= here else ""))
    return found


def _phases(mode: FundingMode) -> Phases:
    """The parts of the way of a project that is funded like this."""
    if mode is FundingMode.GOVERNMENT_INVESTMENT:
        return PHASES
    (_label, library), (money, funded) = PHASES[_APPROVAL : _APPROVAL + 2]
    return (*PHASES[:_APPROVAL], (money, library | funded), *PHASES[_APPROVAL + 2 :])


def _phase(stage: Stage, phases: Phases) -> int:
    return next(place for place, (_label, stages) in enumerate(phases) if stage in stages)


def next_of(project: Project, *, legal: LegalContext) -> Next | None:
    """What comes next; None for a project that has ended."""
    stage = Stage(project.stage)
    if stage not in _NEXT:
        return None
    label, role = _NEXT[stage]
    known = project.known
    if stage is Stage.REVIEWED and project.mode is FundingMode.GOVERNMENT_INVESTMENT:
        label, role = _("Decide on the approval as a project"), _COMMISSION
        if known.opinion_asked_on and not known.opinion_answered_on:
            label, role = _("Answer the question of the commission"), _BUREAU
    concluded = known.expert_passed is not None and known.expert_submission == known.submission
    if stage is Stage.SUBMITTED and concluded:
        label = _("Decide on the review; the experts have concluded")
    if stage is Stage.ACCEPTING and known.acceptance_expert and known.acceptance_cleared:
        label, role = _("Hold the acceptance and record its result"), _UNIT
    if stage is Stage.OPERATING and known.evaluated_on is not None:
        is_open = known.evaluation_passed is False and known.evaluation_rectified_on is None
        label = _("Rectify what the evaluation found") if is_open else _("Keep it up and share its data")
    who = ROLES[Role(role)] if role else project.unit.name
    if stage is Stage.OPERATING and known.operating_since and known.evaluated_on is None:
        opens_on = evaluation_opens_on(known.operating_since, legal=legal)
        return Next(label, who, opens_on, "jz-project-2020/23.1", opens=True)
    due_on, cites = _due(project, stage, legal)
    return Next(label, who, due_on, cites)


def _due(project: Project, stage: Stage, legal: LegalContext) -> tuple[date | None, str]:
    known = project.known
    if stage is Stage.RECTIFYING and known.rectify_by:
        return known.rectify_by, "jz-project-2020/21.1"
    if stage in {Stage.COMPLETED, Stage.ACCEPTING, Stage.RECTIFYING} and project.acceptance_due_on:
        return project.acceptance_due_on, "jz-project-2020/20.1"
    if stage in {Stage.DRAFT, Stage.RETURNED}:
        return due_annual_plan(project.plan_year, legal=legal), "jz-project-2020/9.1"
    # rooms name the subject of their tasks by the row or by the number
    task = next_due_task(PROJECT, project.pk, project.number)
    return (task.due_on, task.cites) if task else (None, "")


def remaining_days(due_on: date | None, *, legal: LegalContext) -> int | None:
    """Working days left, None where the calendar of that year is not known yet."""
    if due_on is None:
        return None
    try:
        return legal.calendar.remaining(legal.today, due_on)
    except ShuyuanError:
        return None
