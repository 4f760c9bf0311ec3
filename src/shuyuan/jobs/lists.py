"""The list of jobs."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from shuyuan.jobs.models import Job
from shuyuan.jobs.registry import HANDLERS, label_of
from shuyuan.web.lists import Choice, Column, Dates, Listing

TONES = {
    Job.State.QUEUED: "waiting",
    Job.State.RUNNING: "info",
    Job.State.DONE: "done",
    Job.State.FAILED: "refused",
    Job.State.CANCELLED: "neutral",
}


def _works() -> list[tuple[str, str]]:
    return sorted((name, label_of(name)) for name in HANDLERS)


class JobList(Listing):
    """Background work that the actor may see."""

    name = "jobs"
    columns = (
        Column("id", _("No."), sort="id", number=True),
        Column(
            "name",
            _("Work"),
            value=lambda row: label_of(row.name),
            href=lambda row: reverse("jobs:job", args=[row.pk]),
            main=True,
        ),
        Column(
            "state", _("State"), value="get_state_display", template="jobs/cells/state.html", sort="state"
        ),
        Column("percent", _("Done (%)"), number=True),
        Column("person_name", _("Requested by")),
        Column("department", _("Department"), default=False),
        Column("created_at", _("Requested"), sort="created_at"),
        Column("ended_at", _("Ended"), sort="ended_at"),
        Column("attempts", _("Attempts"), number=True, default=False),
        Column("incident", _("Incident"), default=False),
    )
    filters = (
        Choice("state", _("State"), Job.State.choices),
        Choice("name", _("Work"), _works),
        Dates("created", _("Requested"), "created_at", moments=True),
    )
    sort = "-id"
    empty = _("No work has been requested yet.")
