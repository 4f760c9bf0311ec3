"""Evaluations as a page and as a file."""

from django.utils.translation import gettext_lazy as _

from shuyuan.evaluation.models import CONDUCTORS, Evaluation
from shuyuan.web.lists import Choice, Column, Listing, Text

TONES = {
    Evaluation.State.OPEN: "info",
    Evaluation.State.PASSED: "done",
    Evaluation.State.FAILED: "refused",
    Evaluation.State.RECTIFIED: "done",
}


def _name(evaluation: Evaluation) -> str:
    return evaluation.project.name


class EvaluationList(Listing):
    """Evaluations, the newest first."""

    name = "evaluations"
    columns = (
        Column("project", _("Project"), value=_name, href=Evaluation.get_absolute_url, main=True),
        Column("unit", _("Unit"), value="project.unit.name", sort="project__unit__code"),
        Column("year", _("Year"), sort="year"),
        Column(
            "state", _("State"), value="get_state_display", template="evaluation/parts/state.html",
            sort="state",
        ),
        Column("score", _("Score"), number=True, sort="score"),
        Column("due", _("Due"), value="due_on", template="evaluation/parts/due.html", sort="due_on"),
        Column("conductor", _("Evaluated by"), value="get_conductor_display", default=False),
        Column("concluded", _("Concluded on"), value="concluded_on", sort="concluded_on", default=False),
    )  # fmt: skip
    filters = (
        Text("q", _("Project"), ("project__name__icontains", "project__number__icontains")),
        Choice("state", _("State"), Evaluation.State.choices),
        Choice("conductor", _("Evaluated by"), [(k.value, v) for k, v in CONDUCTORS.items()]),
    )
    sort = "-year"
    empty = _("No project has run for a year yet.")
