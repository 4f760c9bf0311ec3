"""The project library by years: what each year brought a project, and the runs at the end of a year."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class LibraryRecord(models.Model):
    """What one year brought one project: money, no money, or the end of its stay."""

    class Outcome(models.TextChoices):
        """What became of the project in that year."""

        BUDGETED = "budgeted", _("Budgeted")
        UNFUNDED = "unfunded", _("No money")
        REMOVED = "removed", _("Left the library")

    project = models.ForeignKey("projects.Project", models.CASCADE, related_name="library_years")
    year = models.PositiveSmallIntegerField(_("year"))
    outcome = models.CharField(_("outcome"), max_length=8, choices=Outcome)
    fen = models.BigIntegerField(_("money"), default=0)
    unfunded_years = models.PositiveSmallIntegerField(_("years without money"), default=0)
    at = models.DateTimeField(_("entered on"))

    class Meta:
        ordering = ["project", "year"]
        indexes = [models.Index(fields=["year", "outcome"], name="library_year_outcome")]
        constraints = [models.UniqueConstraint(fields=["project", "year"], name="library_year_once")]

    def __str__(self) -> str:
        return f"{self.project_id} {self.year} {self.outcome}"


class YearRun(models.Model):
    """A run over the library at the end of a year; a dry run only says what would happen.

    `lines` holds a mapping for each project: project, number, name, unit, unfunded_years, outlook.
    """

    year = models.PositiveSmallIntegerField(_("year"))
    is_dry = models.BooleanField(_("dry run"))
    begun_at = models.DateTimeField(_("begun"))
    begun_by = models.ForeignKey("organizations.Post", models.PROTECT, null=True, related_name="+")
    job_id = models.BigIntegerField(default=0)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    lines = models.JSONField(default=list)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return str(self.year)

    def get_absolute_url(self) -> str:
        """The page of the run."""
        return reverse("planning:run", args=[self.pk])
