"""The bureau's call for the projects of a year, and what each unit answered."""

from datetime import date

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class AnnualPlan(models.Model):
    """The plan of a year (年度计划), open for filings until the last day that the law names."""

    year = models.PositiveSmallIntegerField(_("plan year"), unique=True)
    last_day = models.DateField(_("last day"))
    note = models.CharField(_("note"), max_length=1000, blank=True)
    opened_at = models.DateTimeField(_("open since"))
    opened_by = models.ForeignKey("organizations.Post", models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-year"]

    def __str__(self) -> str:
        return str(self.year)

    def get_absolute_url(self) -> str:
        """The page of the plan."""
        return reverse("planning:plan", args=[self.year])


class UnitPlan(models.Model):
    """One unit in the plan of a year: whether it filed, has nothing to file, or may file late."""

    class State(models.TextChoices):
        """What the unit answered."""

        ASKED = "asked", _("Not answered")
        FILED = "filed", _("Has filed")
        NOTHING = "nothing", _("Nothing to file")

    plan = models.ForeignKey(AnnualPlan, models.CASCADE, related_name="units")
    unit = models.ForeignKey(
        "organizations.Department", models.PROTECT, related_name="+", verbose_name=_("unit")
    )
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.ASKED)
    answer = models.CharField(_("what the unit says"), max_length=1000, blank=True)
    answered_at = models.DateTimeField(_("answered on"), null=True, blank=True)
    answered_by = models.ForeignKey("organizations.Post", models.PROTECT, null=True, related_name="+")
    late_until = models.DateField(_("may file until"), null=True, blank=True)
    late_reason = models.CharField(_("why late"), max_length=1000, blank=True)
    late_granted_by = models.ForeignKey("organizations.Post", models.PROTECT, null=True, related_name="+")
    reminders = models.PositiveSmallIntegerField(_("reminders"), default=0)
    reminded_at = models.DateTimeField(_("reminded"), null=True, blank=True)

    class Meta:
        ordering = ["plan", "unit__code"]
        constraints = [models.UniqueConstraint(fields=["plan", "unit"], name="unit_once_a_plan")]

    def __str__(self) -> str:
        return f"{self.plan_id} {self.unit_id}"

    def get_absolute_url(self) -> str:
        """Where the unit answers."""
        return reverse("planning:plan", args=[self.plan.year])

    def due_on(self) -> date:
        """The last day for this unit."""
        return max(self.plan.last_day, self.late_until or self.plan.last_day)
