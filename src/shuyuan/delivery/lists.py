"""Acceptances by the day on which they are due, and changes of what was approved."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from shuyuan.delivery.models import ChangeRequest
from shuyuan.delivery.selectors import AWAITING
from shuyuan.delivery.wording import CHANGE_TONES
from shuyuan.projects.money import in_wan
from shuyuan.projects.rules.stages import Stage
from shuyuan.projects.wording import STAGES
from shuyuan.web.columns import BadgeColumn
from shuyuan.web.lists import Choice, Column, Dates, Listing, Text

_STAGES = [(stage.value, STAGES[stage]) for stage in (*AWAITING, Stage.ACCEPTED, Stage.OPERATING)]


class AcceptanceList(Listing):
    """Completed projects, the nearest due day first."""

    name = "acceptances"
    is_wide = True
    columns = (
        Column(
            "name",
            _("Name"),
            value="name",
            href=lambda project: reverse("delivery:acceptance", args=[project.pk]),
            sort="name",
            main=True,
        ),
        Column("unit", _("Unit"), value="unit", sort="unit__name"),
        Column(
            "stage", _("Stage"), value="get_stage_display", template="delivery/parts/stage.html", sort="stage"
        ),
        Column("completed", _("Completed on"), value="completed_on", sort="completed_on"),
        Column(
            "due",
            _("Acceptance due"),
            value="acceptance_due_on",
            template="delivery/parts/due.html",
            sort="acceptance_due_on",
        ),
        Column("accepted", _("Accepted on"), value="accepted_on", sort="accepted_on"),
        Column("number", _("Number"), value="number", default=False),
    )
    filters = (
        Text("q", _("Name or number"), ("name__icontains", "number__icontains")),
        Choice("stage", _("Stage"), _STAGES),
        Dates("due", _("Acceptance due"), "acceptance_due_on"),
    )
    empty = _("No project is completed yet; an acceptance falls due with the completion.")


def _wan(field: str) -> Any:
    def of(asked: ChangeRequest) -> str:
        return in_wan(getattr(asked, field))

    return of


def _difference(asked: ChangeRequest) -> str:
    fen = asked.fen_after - asked.fen_before
    return f"+{in_wan(fen)}" if fen > 0 else in_wan(fen) if fen else "–"


class ChangeList(Listing):
    """Changes of what was approved, the latest first."""

    name = "project_changes"
    is_wide = True
    columns = (
        Column(
            "project",
            _("Project"),
            value=lambda asked: asked.project.name,
            href=lambda asked: reverse("delivery:change", args=[asked.pk]),
            sort="project__name",
            main=True,
        ),
        Column("unit", _("Unit"), value=lambda asked: asked.project.unit, sort="project__unit__name"),
        Column("number", _("Number of the change"), value="number", number=True, default=False),
        Column("weight", _("Kind of change"), value=lambda asked: _WEIGHTS[asked.is_major]),
        BadgeColumn(
            "state", _("State"), value="get_state_display", sort="state",
            tone=lambda asked: CHANGE_TONES[asked.state],
        ),
        Column("before", _("Investment before (ten thousand yuan)"), value=_wan("fen_before"), number=True,
               default=False),
        Column("after", _("Investment after (ten thousand yuan)"), value=_wan("fen_after"), number=True,
               sort="fen_after"),
        Column("difference", _("Difference (ten thousand yuan)"), value=_difference, number=True),
        Column("asked", _("Asked for on"), value="asked_on", sort="asked_on"),
        Column("decided", _("Decided on"), value="decided_on", sort="decided_on"),
        Column("reason", _("Reason"), value="reason", default=False),
    )  # fmt: skip
    filters = (
        Text("q", _("Project"), ("project__name__icontains", "project__number__icontains")),
        Choice("state", _("State"), ChangeRequest.State.choices),
        Dates("asked", _("Asked for on"), "asked_on"),
    )
    empty = _("No project asked to depart from what was approved.")


_WEIGHTS = {True: _("Major change"), False: _("Minor change")}
