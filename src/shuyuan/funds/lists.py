"""The desks of finance as lists: projects with money, requests, holds, excuses, lines of a year-end run."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from shuyuan.funds.models import PaymentRequest, StartExcuse, YearEndLine, YearEndRun
from shuyuan.funds.selectors import BUDGET, REVIEW, waits_for
from shuyuan.funds.wording import CONSEQUENCES, EXCUSE_STATES, PAYMENT_STATES
from shuyuan.organizations.selectors import list_departments
from shuyuan.projects.models import Project
from shuyuan.projects.money import in_wan
from shuyuan.projects.rules.holds import Funds
from shuyuan.projects.wording import FUNDING_MODES, FUNDS, STAGES
from shuyuan.regulations.law import load_law
from shuyuan.web.columns import BadgeColumn
from shuyuan.web.lists import Choice, Column, Listing, Text

_SEARCHED = ("name__icontains", "number__icontains")
OF_PROJECT = ("project__name__icontains", "project__number__icontains")


def list_units() -> Iterable[tuple[str, str]]:
    """The departments that have projects, for a filter."""
    own = Project.objects.filter(unit=OuterRef("pk"))
    return list_departments().filter(Exists(own)).values_list("code", "name")


def _money(field: str) -> Any:
    def of(row: Any) -> str:
        return in_wan(getattr(row, field))

    return of


def _page(project: Project) -> str:
    return reverse("funds:project", args=[project.pk])


def _page_of(row: Any) -> str:
    return reverse("funds:project", args=[row.project_id])


def project_page(row: Any) -> str:
    """The page of the project that a row belongs to."""
    return reverse("projects:project", args=[row.project_id])


def _held(project: Project) -> str:
    return "、".join(str(FUNDS[Funds(code)]) for code in project.held_funds.split(",") if code)


def _excuse_page(excuse: StartExcuse) -> str:
    return reverse("funds:excuse", args=[excuse.project_id])


def _outcome_tone(line: YearEndLine) -> str:
    return {"done": "done", "obsolete": "neutral"}.get(line.outcome, "waiting")


def _consequence(line: YearEndLine) -> Any:
    return line.get_consequence_display()


def _waiting(rows: QuerySet[Any], value: str) -> QuerySet[Any]:
    return rows.filter(waits_for(value))


#: What a project of the library waits for.
_WAITS = ((REVIEW, _("Review of the funds")), (BUDGET, _("a budget")))


@dataclass(frozen=True, kw_only=True)
class ProvisionColumn(Column):
    """A provision as the page shows it; in files, too, it stands in words."""

    template: str = "funds/parts/cites.html"

    def of(self, row: Any) -> Any:
        """The provision with its instrument, in the language of the page."""
        return load_law().cite(row.cites).text(get_language() or "zh-hans")


class MoneyList(Listing):
    """Projects for which money waits."""

    name = "money"
    is_wide = True
    columns = (
        Column("name", _("Project"), href=_page, sort="name", main=True),
        Column("number", _("Number"), sort="number"),
        Column("unit", _("Unit"), value="unit.name", sort="unit__code"),
        Column("stage", _("Stage"), value="get_stage_display", sort="stage"),
        Column("mode", _("Funding"), value="get_funding_mode_display", default=False),
        Column("year", _("Plan year"), value="plan_year", sort="plan_year"),
        Column(
            "planned",
            _("Planned (ten thousand yuan)"),
            value=_money("planned_fen"),
            number=True,
            default=False,
        ),
        Column("approved", _("Approved (ten thousand yuan)"), value=_money("approved_fen"), number=True),
        Column("budgeted", _("Budgeted (ten thousand yuan)"), value=_money("budgeted_fen"), number=True),
        Column("paid", _("Paid (ten thousand yuan)"), value=_money("paid_fen"), number=True),
        Column("held", _("Money held"), value=_held),
    )
    filters = (
        Text("q", _("Project"), _SEARCHED),
        Choice("waits", _("What it waits for"), _WAITS, narrow=_waiting),
        Choice("stage", _("Stage"), [(stage.value, label) for stage, label in STAGES.items()]),
        Choice(
            "mode",
            _("Funding"),
            [(mode.value, label) for mode, label in FUNDING_MODES.items()],
            field="funding_mode",
        ),
        Choice("unit", _("Unit"), list_units, field="unit__code"),
    )
    empty = _("No project waits for money.")


class PaymentList(Listing):
    """Requests for payment, the newest first."""

    name = "payments"
    is_wide = True
    columns = (
        Column("number", _("Number"), href=PaymentRequest.get_absolute_url, sort="number", main=True),
        Column("project", _("Project"), value="project.name", href=_page_of),
        Column("unit", _("Unit"), value="project.unit.name", sort="project__unit__code"),
        Column("contract", _("Contract"), sort="contract"),
        Column("fen", _("Amount (ten thousand yuan)"), value=_money("fen"), sort="fen", number=True),
        Column(
            "state", _("State"), value="get_state_display", template="funds/parts/state.html", sort="state"
        ),
        Column("asked", _("Asked on"), value="asked_at", sort="asked_at"),
        Column("paid_on", _("Paid on"), sort="paid_on"),
        Column("document", _("Document"), default=False),
        Column("reason", _("Reason"), default=False),
    )
    filters = (
        Text("q", _("Project"), (*OF_PROJECT, "number__icontains", "contract__icontains")),
        Choice("state", _("State"), list(PAYMENT_STATES.items())),
    )
    sort = "-asked"
    empty = _("Nobody has asked for a payment.")


class ExcuseList(Listing):
    """Reasons for a late start."""

    name = "excuses"
    columns = (
        Column("project", _("Project"), value="project.name", href=_excuse_page, main=True),
        Column("unit", _("Unit"), value="project.unit.name", sort="project__unit__code"),
        Column("year", _("Year"), sort="year"),
        Column("reason", _("Reason")),
        Column(
            "state", _("State"), value="get_state_display", template="funds/parts/state.html", sort="state"
        ),
        Column("asked", _("Asked on"), value="asked_at", sort="asked_at"),
    )
    filters = (
        Text("q", _("Project"), OF_PROJECT),
        Choice("state", _("State"), list(EXCUSE_STATES.items())),
    )
    sort = "-asked"
    empty = _("No unit has given a reason for a late start.")


class RunList(Listing):
    """Runs at the end of a year."""

    name = "year_ends"
    columns = (
        Column("year", _("Year"), href=YearEndRun.get_absolute_url, sort="year", main=True),
        Column("made", _("Dry run"), value="made_at", sort="made_at"),
        Column("by", _("Looked at by"), value="made_by.person.full_name"),
        Column("projects", _("Projects"), value="project_count", number=True),
        Column("applied", _("Carried out"), value="applied_at"),
    )
    empty = _("No end of a year has been looked at.")


class LineList(Listing):
    """What the end of a year means for which project."""

    name = "year_end_lines"
    columns = (
        Column("project", _("Project"), value="project.name", href=project_page, main=True),
        Column("number", _("Number"), value="project.number", sort="project__number"),
        Column("unit", _("Unit"), value="project.unit.name", sort="project__unit__code"),
        Column("consequence", _("Consequence"), value=_consequence, sort="consequence"),
        ProvisionColumn("cites", _("Provision")),
        Column("facts", _("Facts"), template="funds/parts/line_facts.html"),
        Column("fen", _("Money (ten thousand yuan)"), value=_money("fen"), sort="fen", number=True),
        BadgeColumn("outcome", _("Outcome"), value="get_outcome_display", tone=_outcome_tone),
    )
    filters = (
        Text("q", _("Project"), OF_PROJECT),
        Choice("consequence", _("Consequence"), list(CONSEQUENCES.items())),
    )
    empty = _("The end of the year changes nothing.")
