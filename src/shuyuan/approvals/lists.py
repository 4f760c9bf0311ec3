"""Desks of bureau and commission, and the list of plans."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from shuyuan.approvals.models import Plan, PlanState
from shuyuan.approvals.wording import PLANS
from shuyuan.projects.models import Project
from shuyuan.projects.money import in_wan
from shuyuan.projects.rules.stages import Stage
from shuyuan.projects.wording import FUNDING_MODES, STAGES
from shuyuan.web.lists import Choice, Column, Listing, Text

_SEARCHED = ("name__icontains", "number__icontains")


def _experts(project: Project) -> object:
    known = project.known
    if known.expert_passed is None or known.expert_submission != known.submission:
        return _("not yet")
    return _("passed") if known.expert_passed else _("not passed")


def _opinion(project: Project) -> object:
    known = project.known
    if known.opinion_asked_on is None:
        return _("not asked")
    if known.opinion_answered_on is None:
        return _("asked, not answered yet")
    return _("consents") if known.opinion_consents else _("does not consent")


def _review(project: Project) -> str:
    return reverse("approvals:review", args=[project.pk])


def _approval(project: Project) -> str:
    return reverse("approvals:approval", args=[project.pk])


def _planned(project: Project) -> str:
    return in_wan(project.planned_fen)


class ReviewList(Listing):
    """Projects whose documents lie before the bureau."""

    name = "reviews"
    columns = (
        Column("name", _("Project"), href=_review, sort="name", main=True),
        Column("number", _("Number"), sort="number"),
        Column("unit", _("Unit"), value="unit.name", sort="unit__code"),
        Column("kind", _("Kind"), value="get_kind_display", sort="kind"),
        Column("mode", _("Funding"), value="get_funding_mode_display", sort="funding_mode"),
        Column("planned", _("Planned (ten thousand yuan)"), value=_planned, sort="planned_fen", number=True),
        Column("experts", _("Experts"), value=_experts),
        Column("since", _("Handed in"), value="stage_since", sort="stage_since"),
    )
    filters = (
        Text("q", _("Project"), _SEARCHED),
        Choice(
            "mode",
            _("Funding"),
            [(mode.value, label) for mode, label in FUNDING_MODES.items()],
            field="funding_mode",
        ),
    )
    sort = "since"
    empty = _("No project waits for a review.")


class CommissionList(Listing):
    """Investments before the commission."""

    name = "commission"
    columns = (
        Column("name", _("Project"), href=_approval, sort="name", main=True),
        Column("number", _("Number"), sort="number"),
        Column("unit", _("Unit"), value="unit.name", sort="unit__code"),
        Column("stage", _("Stage"), value="get_stage_display", sort="stage"),
        Column("planned", _("Planned (ten thousand yuan)"), value=_planned, sort="planned_fen", number=True),
        Column("opinion", _("Opinion of the data administration"), value=_opinion),
        Column("since", _("In this stage since"), value="stage_since", sort="stage_since"),
    )
    filters = (
        Text("q", _("Project"), _SEARCHED),
        Choice(
            "stage",
            _("Stage"),
            [(stage.value, STAGES[stage]) for stage in (Stage.SUBMITTED, Stage.REVIEWED)],
        ),
    )
    sort = "since"
    empty = _("No investment waits for the commission.")


class PlanList(Listing):
    """Plans that were handed in."""

    name = "clearance_plans"
    columns = (
        Column("project", _("Project"), value="project.name", href=Plan.get_absolute_url, main=True),
        Column("unit", _("Unit"), value="project.unit.name", sort="project__unit__code"),
        Column("plan", _("Plan"), value="get_plan_display", sort="plan"),
        Column("round", _("Round"), number=True),
        Column(
            "state",
            _("State"),
            value="get_state_display",
            template="approvals/parts/state.html",
            sort="state",
        ),
        Column("handed_in", _("Handed in"), value="handed_in_at", sort="handed_in_at"),
        Column("number", _("Document")),
    )
    filters = (
        Text("q", _("Project"), ("project__name__icontains", "project__number__icontains")),
        Choice("plan", _("Plan"), list(PLANS.items())),
        Choice("state", _("State"), PlanState.choices),
    )
    empty = _("No plan has been handed in.")
