"""The list of projects."""

from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from shuyuan.kernel.errors import BadInput
from shuyuan.organizations.selectors import department_names
from shuyuan.projects.rules.holds import Funds
from shuyuan.projects.rules.stages import Stage
from shuyuan.projects.wording import FUNDING_MODES, FUNDS, KINDS, STAGES
from shuyuan.web.filters import Choice, Text
from shuyuan.web.lists import Column, Listing

#: Waiting for the acceptance, so that its last day counts.
TO_ACCEPT = (Stage.COMPLETED.value, Stage.ACCEPTING.value, Stage.RECTIFYING.value)
_YEARS = range(2020, 2041)


def overdue(today: date) -> Q:
    """Projects whose acceptance should have been held by now."""
    return Q(stage__in=TO_ACCEPT, acceptance_due_on__lt=today)


class Held(Choice):
    """Projects of which some kind of money is kept back; `any` for every kind."""

    def apply(self, rows: QuerySet[Any], given: QueryDict) -> QuerySet[Any]:
        """Rows with a hold on that money."""
        value = given.get(self.name, "")
        if not value:
            return rows
        if value not in {option for option, _label in self.options}:
            raise BadInput("not one of the choices", code="bad_filter", filter=self.name)
        held = rows.filter(hold_count__gt=0)
        return held if value == "any" else held.filter(held_funds__contains=value)


class Late(Choice):
    """Projects that were filed late; the list itself takes those whose acceptance is overdue today."""

    def apply(self, rows: QuerySet[Any], given: QueryDict) -> QuerySet[Any]:
        """Rows that were filed late."""
        value = given.get(self.name, "")
        if not value:
            return rows
        if value not in {option for option, _label in self.options}:
            raise BadInput("not one of the choices", code="bad_filter", filter=self.name)
        return rows.filter(is_late=True) if value == "filed" else rows


def _units() -> list[tuple[str, str]]:
    return list(department_names().items())


class ProjectList(Listing):
    """Projects, the newest first."""

    name = "projects"
    is_wide = True
    columns = (
        Column("number", _("Number"), value="number", default=False),
        Column("name", _("Project"), template="projects/parts/name_cell.html", main=True),
        Column("unit", _("Unit"), value="unit.name"),
        Column("kind", _("Kind"), value="get_kind_display"),
        Column("mode", _("Funding mode"), value="get_funding_mode_display", default=False),
        Column("stage", _("Stage"), value="get_stage_display", template="projects/parts/stage_cell.html"),
        Column("since", _("In this stage since"), value="stage_since", default=False),
        Column("year", _("Plan year"), value="plan_year", sort="plan_year"),
        Column(
            "planned", _("Planned"), value="planned_fen", template="projects/parts/money_cell.html",
            sort="planned_fen", number=True,
        ),
        Column(
            "approved", _("Approved"), value="approved_fen", template="projects/parts/money_cell.html",
            number=True, default=False,
        ),
        Column(
            "budgeted", _("Budgeted"), value="budgeted_fen", template="projects/parts/money_cell.html",
            number=True,
        ),
        Column(
            "paid", _("Paid"), value="paid_fen", template="projects/parts/money_cell.html", number=True,
        ),
        Column("held", _("Held"), value="held_words", template="projects/parts/held_cell.html"),
        Column(
            "due", _("Acceptance due"), value="acceptance_due_on", sort="acceptance_due_on", default=False
        ),
    )  # fmt: skip
    filters = (
        Text("q", _("Name or number"), ("name__icontains", "number__icontains")),
        Choice("stage", _("Stage"), [(stage.value, label) for stage, label in STAGES.items()]),
        Choice("year", _("Plan year"), [(year, year) for year in _YEARS], field="plan_year"),
        Choice("unit", _("Unit"), _units, field="unit__code"),
        Choice("kind", _("Kind"), [(kind.value, label) for kind, label in KINDS.items()]),
        Choice(
            "mode", _("Funding mode"), [(mode.value, label) for mode, label in FUNDING_MODES.items()],
            field="funding_mode",
        ),
        Held(
            "held", _("Held money"),
            [("any", _("Any money")), *((fund.value, FUNDS[fund]) for fund in Funds)],
        ),
        Late("late", _("Late"), [("filed", _("Filed late")), ("acceptance", _("Acceptance overdue"))]),
    )  # fmt: skip
    empty = _("Projects appear here as soon as they are drafted or filed.")

    @cached_property
    def filtered(self) -> Any:
        """The rows that pass; the day of the law decides what is overdue."""
        rows = super().filtered
        if self.request.GET.get("late") == "acceptance":
            rows = rows.filter(overdue(self.request.legal.today))
        return rows
