"""The list of projects."""

from django.utils.translation import gettext_lazy as _

from shuyuan.projects.models import Project
from shuyuan.web.lists import Choice, Column, Listing, Text


class ProjectList(Listing):
    """Projects by number."""

    name = "projects"
    columns = (
        Column("number", _("Number"), value="number"),
        Column("name", _("Name"), value="name", href=Project.get_absolute_url, main=True),
        Column("unit", _("Unit"), value="unit"),
        Column("stage", _("Stage"), value="get_stage_display", sort="stage"),
        Column("planned", _("Plan year"), value="plan_year", sort="plan_year"),
    )
    filters = (
        Text("q", _("Name"), ("name__icontains", "number__icontains")),
        Choice("stage", _("Stage"), Project._meta.get_field("stage").choices),
    )
    empty = _("There are no projects here.")
