"""Who watches the building, what is reported of it month by month, and the milestones."""

from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _


class EngineeringSupervisor(models.Model):
    """The company that watches the building (工程监理); the latest one of a project is the present one."""

    project = models.ForeignKey("projects.Project", models.PROTECT, related_name="engineering_supervisors")
    company = models.CharField(_("company"), max_length=120)
    uscc = models.CharField(_("unified social credit code"), max_length=18)
    certificate = models.CharField(_("number of the qualification"), max_length=60)
    valid_until = models.DateField(_("valid until"))
    engineer = models.CharField(_("chief engineer"), max_length=60, blank=True)
    appointed_on = models.DateField(_("appointed on"))
    document = models.ForeignKey("papers.Attachment", models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField(_("recorded"))
    recorded_by = models.ForeignKey("organizations.Post", models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.company


class SupervisionReport(models.Model):
    """What the engineering supervisor reports of a month; `month` is its first day."""

    project = models.ForeignKey("projects.Project", models.PROTECT, related_name="supervision_reports")
    month = models.DateField(_("month"))
    progress = models.PositiveSmallIntegerField(_("done, in percent"))
    summary = models.TextField(_("what was found"), max_length=4000)
    defects = models.TextField(_("defects"), max_length=4000, blank=True)
    document = models.ForeignKey("papers.Attachment", models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField(_("recorded"))
    recorded_by = models.ForeignKey("organizations.Post", models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["month", "id"]
        constraints = [
            models.UniqueConstraint(fields=["project", "month"], name="supervision_report_once_a_month"),
            models.CheckConstraint(condition=models.Q(progress__lte=100), name="supervision_report_percent"),
        ]

    def __str__(self) -> str:
        return f"{self.project_id} {self.month:%Y-%m}"


class Milestone(models.Model):
    """A part of the work with its planned and its actual days; the actual ones come when it happens."""

    project = models.ForeignKey("projects.Project", models.PROTECT, related_name="milestones")
    name = models.CharField(_("milestone"), max_length=80)
    planned_start_on = models.DateField(_("planned start"))
    planned_end_on = models.DateField(_("planned end"))
    started_on = models.DateField(_("actual start"), null=True, blank=True)
    finished_on = models.DateField(_("actual end"), null=True, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)

    class Meta:
        ordering = ["planned_start_on", "planned_end_on", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(planned_end_on__gte=models.F("planned_start_on")),
                name="milestone_plan_in_order",
            ),
            models.CheckConstraint(
                condition=models.Q(finished_on__isnull=True)
                | models.Q(finished_on__gte=models.F("started_on")),
                name="milestone_days_in_order",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def days_late(self, today: date) -> int:
        """By how many days it ended, or has still not ended, after its plan; 0 when it is in time."""
        return max(0, ((self.finished_on or today) - self.planned_end_on).days)
