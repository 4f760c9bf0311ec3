"""The compiled construction plan and fund plan of a year, as numbered editions that never change."""

from typing import Any

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from shuyuan.projects.rules.filing import FundingMode, ProjectKind
from shuyuan.projects.rules.stages import Stage
from shuyuan.projects.wording import FUNDING_MODES, KINDS, STAGES

#: What two editions are compared by, beside the days.
_COMPARED = (
    "name",
    "unit_name",
    "kind",
    "funding_mode",
    "position",
    "is_standby",
    "planned_fen",
    "years",
)


class CompiledPlan(models.Model):
    """One edition (年度建设计划 and 资金需求计划 together), such as 2027-1."""

    year = models.PositiveSmallIntegerField(_("plan year"))
    number = models.PositiveSmallIntegerField()
    name = models.CharField(_("edition"), max_length=12, unique=True)
    note = models.CharField(_("note"), max_length=1000, blank=True)
    projects = models.PositiveIntegerField(_("projects"))
    planned_fen = models.BigIntegerField(_("money"))
    year_fen = models.BigIntegerField(_("money of the year"))
    compiled_at = models.DateTimeField(_("compiled"))
    compiled_by = models.ForeignKey("organizations.Post", models.PROTECT, null=True, related_name="+")
    construction_paper = models.ForeignKey("papers.IssuedPaper", models.PROTECT, null=True, related_name="+")
    fund_paper = models.ForeignKey("papers.IssuedPaper", models.PROTECT, null=True, related_name="+")
    sent_at = models.DateTimeField(_("issued on"), null=True, blank=True)
    commission_at = models.DateTimeField(_("noted by the commission"), null=True, blank=True)
    commission_by = models.ForeignKey("organizations.Post", models.PROTECT, null=True, related_name="+")
    finance_at = models.DateTimeField(_("noted by finance"), null=True, blank=True)
    finance_by = models.ForeignKey("organizations.Post", models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-year", "-number"]
        constraints = [models.UniqueConstraint(fields=["year", "number"], name="compiled_plan_number")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The page of the edition."""
        return reverse("planning:compiled", args=[self.name])


class CompiledLine(models.Model):
    """One project of an edition as it was on that day; `years` holds its money by year, in fen."""

    edition = models.ForeignKey(CompiledPlan, models.CASCADE, related_name="lines")
    project = models.ForeignKey("projects.Project", models.PROTECT, related_name="+")
    position = models.PositiveIntegerField(_("priority"))
    number = models.CharField(_("number"), max_length=40)
    name = models.CharField(_("name"), max_length=120)
    unit_name = models.CharField(_("unit"), max_length=80)
    kind = models.CharField(_("kind"), max_length=12)
    funding_mode = models.CharField(_("funding mode"), max_length=24)
    stage = models.CharField(_("stage"), max_length=12)
    purpose = models.TextField(_("purpose of the project"), blank=True)
    starts_on = models.DateField(_("planned start"), null=True)
    ends_on = models.DateField(_("planned end"), null=True)
    is_standby = models.BooleanField(_("standby"), default=False)
    planned_fen = models.BigIntegerField(_("money"))
    year_fen = models.BigIntegerField(_("money of the year"))
    years = models.JSONField(default=dict)

    class Meta:
        ordering = ["edition", "position"]
        constraints = [models.UniqueConstraint(fields=["edition", "project"], name="project_once_an_edition")]

    def __str__(self) -> str:
        return self.name

    def get_kind(self) -> str:
        """The kind in words."""
        return str(KINDS[ProjectKind(self.kind)])

    def get_mode(self) -> str:
        """The funding mode in words."""
        return str(FUNDING_MODES[FundingMode(self.funding_mode)])

    def get_stage(self) -> str:
        """The stage in words."""
        return str(STAGES[Stage(self.stage)])

    def frozen(self) -> dict[str, Any]:
        """What a later edition is compared by."""
        found: dict[str, Any] = {name: getattr(self, name) for name in _COMPARED}
        found["starts_on"] = self.starts_on.isoformat() if self.starts_on else ""
        found["ends_on"] = self.ends_on.isoformat() if self.ends_on else ""
        return found
