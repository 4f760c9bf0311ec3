"""The list of acceptances by the day on which they are due."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from shuyuan.delivery.selectors import AWAITING
from shuyuan.projects.rules.stages import Stage
from shuyuan.projects.wording import STAGES
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
