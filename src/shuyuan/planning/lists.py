"""The lists of the room: plans and their units, filings, compiled plans and their lines, the library."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from shuyuan.planning import wording
from shuyuan.planning.models import ProjectPlan, UnitPlan
from shuyuan.projects.models import Project
from shuyuan.projects.money import in_wan
from shuyuan.projects.wording import FUNDING_MODES, KINDS, STAGES
from shuyuan.web.lists import Choice, Column, Listing, Text

_KINDS = [(key.value, label) for key, label in KINDS.items()]
_MODES = [(key.value, label) for key, label in FUNDING_MODES.items()]
_STAGES = [(key.value, label) for key, label in STAGES.items()]


def _wan(name: str) -> Any:
    def value(row: Any) -> str:
        return in_wan(getattr(row, name) or 0)

    return value


def _plan(project: Any) -> ProjectPlan | None:
    """What planning keeps of a project; None before its first filing."""
    return getattr(project, "plan", None)


def _opinion(project: Any) -> str:
    plan = _plan(project)
    return plan.get_opinion_display() if plan else ""


def _rank(project: Any) -> Any:
    plan = _plan(project)
    return plan.rank or None if plan else None


def _consent(project: Any) -> str:
    plan = _plan(project)
    return plan.consent.document if plan and plan.consent else ""


class PlanList(Listing):
    """Annual plans, newest first."""

    name = "plans"
    columns = (
        Column(
            "year",
            _("Plan year"),
            value=lambda one: str(one.year),
            href=lambda one: one.get_absolute_url(),
            main=True,
            sort="year",
        ),
        Column("last_day", _("Last day"), sort="last_day"),
        Column("answered", _("Units that answered"), value=lambda one: f"{one.answered} / {one.asked}"),
        Column("opened_at", _("Open since"), default=False),
        Column("note", _("Note"), default=False),
    )
    empty = _("The data administration opens the annual plan of the next year in autumn.")


class UnitList(Listing):
    """The units of a plan: those who have not answered first."""

    name = "units"
    columns = (
        Column("unit", _("Unit"), value="unit.name", sort="unit__code", main=True),
        Column(
            "state",
            _("State"),
            value="get_state_display",
            template="planning/parts/unit_state.html",
            sort="state",
        ),
        Column("filed", _("Projects"), value=lambda one: one.filed or 0, number=True, sort="filed"),
        Column(
            "money", _("Amount (ten thousand yuan)"), value=_wan("filed_fen"), number=True, sort="filed_fen"
        ),
        Column("late", _("Filed late"), value=lambda one: one.late or 0, number=True, default=False),
        Column("late_until", _("May file until"), value="late_until"),
        Column("answer", _("What the unit says"), value="answer", default=False),
        Column("answered_at", _("Answered on"), value="answered_at", default=False),
        Column("reminders", _("Reminders"), template="planning/parts/remind.html", sort="reminders"),
    )
    filters = (
        Text("q", _("Unit"), ("unit__name__icontains", "unit__initials__istartswith")),
        Choice("state", _("State"), UnitPlan.State.choices),
    )
    per_page = 100
    empty = _("No unit is asked in this plan.")


class FilingList(Listing):
    """The projects of a plan year."""

    name = "filings"
    is_wide = True
    columns = (
        Column("name", _("Name"), href=Project.get_absolute_url, main=True),
        Column("unit", _("Unit"), value="unit.name", sort="unit__code"),
        Column("kind", _("Kind"), value="get_kind_display", sort="kind"),
        Column("mode", _("Funding mode"), value="get_funding_mode_display", default=False),
        Column(
            "planned",
            _("Amount (ten thousand yuan)"),
            value=_wan("planned_fen"),
            number=True,
            sort="planned_fen",
        ),
        Column(
            "stage",
            _("Stage"),
            value="get_stage_display",
            template="planning/parts/stage.html",
            sort="stage",
        ),
        Column("study", _("Study"), value=_opinion, template="planning/parts/study.html"),
        Column("rank", _("Priority"), value=_rank, number=True, sort="plan__rank"),
        Column("consent", _("Consent"), value=_consent, default=False),
        Column("late", _("Filed late"), value="is_late", default=False),
    )
    filters = (
        Text("q", _("Name"), ("name__icontains", "number__icontains", "unit__name__icontains")),
        Choice("stage", _("Stage"), _STAGES),
        Choice("study", _("Study"), ProjectPlan.Opinion.choices, field="plan__opinion"),
        Choice("kind", _("Kind"), _KINDS),
        Choice("mode", _("Funding mode"), _MODES, field="funding_mode"),
    )
    per_page = 50
    empty = _("No project was filed for this year.")


class EditionList(Listing):
    """Compiled plans, newest first."""

    name = "compiled"
    columns = (
        Column("name", _("Edition"), href=lambda one: one.get_absolute_url(), main=True),
        Column("year", _("Plan year"), value=lambda one: str(one.year), sort="year"),
        Column("projects", _("Projects"), number=True),
        Column("planned", _("Amount (ten thousand yuan)"), value=_wan("planned_fen"), number=True),
        Column("money", _("Money of the year (ten thousand yuan)"), value=_wan("year_fen"), number=True),
        Column("compiled", _("Compiled"), value="compiled_at"),
        Column("sent", _("Issued on"), value="sent_at"),
        Column("note", _("Note"), default=False),
    )
    empty = _("Plans are compiled when the first projects have passed the review.")


def _line_page(line: Any) -> str:
    return reverse("projects:project", args=[line.project_id])


class LineList(Listing):
    """The lines of an edition, by priority."""

    name = "lines"
    columns = (
        Column("position", _("Priority"), number=True, sort="position"),
        Column("project", _("Name"), value="name", href=_line_page, main=True),
        Column("number", _("Number"), default=False),
        Column("unit", _("Unit"), value="unit_name", sort="unit_name"),
        Column("kind", _("Kind"), value="get_kind"),
        Column("mode", _("Funding mode"), value="get_mode", default=False),
        Column("stage", _("Stage"), value="get_stage", default=False),
        Column("starts", _("Planned start"), value="starts_on", default=False),
        Column("ends", _("Planned end"), value="ends_on", default=False),
        Column("standby", _("Standby"), value="is_standby"),
        Column(
            "planned",
            _("Amount (ten thousand yuan)"),
            value=_wan("planned_fen"),
            number=True,
            sort="planned_fen",
        ),
        Column(
            "money",
            _("Money of the year (ten thousand yuan)"),
            value=_wan("year_fen"),
            number=True,
            sort="year_fen",
        ),
    )
    filters = (
        Text("q", _("Name"), ("name__icontains", "number__icontains", "unit_name__icontains")),
        Choice("kind", _("Kind"), _KINDS),
        Choice("mode", _("Funding mode"), _MODES, field="funding_mode"),
    )
    per_page = 50
    empty = _("This edition holds nothing.")


class LibraryList(Listing):
    """The project library in a year."""

    name = "library"
    is_wide = True
    columns = (
        Column("name", _("Name"), href=Project.get_absolute_url, main=True),
        Column("number", _("Number"), default=False),
        Column("unit", _("Unit"), value="unit.name", sort="unit__code"),
        Column("place", _("In the library"), value=wording.place_label, template="planning/parts/place.html"),
        Column("years", _("Years without money"), value="unfunded_years", number=True, sort="unfunded_years"),
        Column("plan_year", _("Plan year"), value=lambda one: str(one.plan_year), sort="plan_year"),
        Column(
            "planned",
            _("Amount (ten thousand yuan)"),
            value=_wan("planned_fen"),
            number=True,
            sort="planned_fen",
        ),
        Column("money", _("Budgeted (ten thousand yuan)"), value=_wan("year_fen"), number=True),
        Column("stage", _("Stage"), value="get_stage_display", sort="stage", default=False),
    )
    filters = (
        Text("q", _("Name"), ("name__icontains", "number__icontains", "unit__name__icontains")),
        Choice("kind", _("Kind"), _KINDS),
        Choice("mode", _("Funding mode"), _MODES, field="funding_mode"),
    )
    per_page = 50
    empty = _("Nothing was or is in the library in this year.")
