"""Audits of projects by the audit office, and who was held responsible."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class AuditCase(models.Model):
    """A project in the audit plan of a year (jz-project-2020/32.1), its findings and their rectification."""

    class State(models.TextChoices):
        """How far the audit has come."""

        PLANNED = "planned", pgettext_lazy("audit of a project", "Planned")
        PASSED = "passed", pgettext_lazy("audit of a project", "Passed")
        FAILED = "failed", pgettext_lazy("audit of a project", "Failed, to be rectified")
        REPORTED = "reported", pgettext_lazy("audit of a project", "Rectification reported")
        RECTIFIED = "rectified", pgettext_lazy("audit of a project", "Rectified")

    number = models.CharField(_("number"), max_length=60, unique=True)
    project = models.ForeignKey("projects.Project", models.PROTECT, related_name="audit_cases")
    year = models.PositiveSmallIntegerField(_("year of the plan"))
    scope = models.CharField(_("what is audited"), max_length=1000, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.PLANNED)
    planned_on = models.DateField(_("planned on"))
    findings = models.TextField(_("findings"), max_length=8000, blank=True)
    concluded_on = models.DateField(_("concluded on"), null=True, blank=True)
    rectify_by = models.DateField(_("rectify by"), null=True, blank=True)
    rectification = models.TextField(_("rectification"), max_length=4000, blank=True)
    rectified_on = models.DateField(_("rectified on"), null=True, blank=True)
    planned_by = models.ForeignKey("organizations.Post", models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-year", "-id"]
        indexes = [models.Index(fields=["state", "rectify_by"], name="audit_state_rectify")]
        constraints = [models.UniqueConstraint(fields=["project", "year"], name="audit_once_a_year")]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        """The page of the audit."""
        return reverse("supervision:audit", args=[self.pk])


class Liability(models.Model):
    """Somebody who is answerable for what went wrong in a project (jz-project-2020/33.1); read by few."""

    project = models.ForeignKey("projects.Project", models.PROTECT, related_name="liabilities")
    person = models.CharField(_("person responsible"), max_length=60)
    post = models.CharField(_("post"), max_length=120, blank=True)
    finding = models.TextField(_("what happened"), max_length=4000)
    referred_to = models.CharField(_("referred to"), max_length=120, blank=True)
    outcome = models.CharField(_("outcome"), max_length=1000, blank=True)
    recorded_on = models.DateField(_("recorded on"))
    recorded_by = models.ForeignKey("organizations.Post", models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-recorded_on", "-id"]

    def __str__(self) -> str:
        return f"{self.project_id} {self.person}"
