"""Requests for payment, excuses for a late start, and runs over all projects at the end of a year."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from shuyuan.funds.wording import CONSEQUENCES, EXCUSE_STATES, OUTCOMES, PAYMENT_STATES, PURPOSES


class PaymentRequest(models.Model):
    """A unit asks finance to pay; what was paid stands in the project's journal as well."""

    number = models.CharField(_("number"), max_length=40, unique=True)
    project = models.ForeignKey("projects.Project", models.PROTECT, related_name="payment_requests")
    purpose = models.CharField(_("purpose"), max_length=10, choices=list(PURPOSES.items()), blank=True)
    contract = models.CharField(_("contract"), max_length=60, blank=True)
    fen = models.BigIntegerField(_("amount"))
    grounds = models.TextField(_("what is paid for"), max_length=1000)
    state = models.CharField(_("state"), max_length=10, choices=list(PAYMENT_STATES.items()), default="asked")
    asked_at = models.DateTimeField(_("asked"))
    asked_by = models.ForeignKey("organizations.Post", models.PROTECT, null=True, related_name="+")
    asked_by_person = models.BigIntegerField(default=0)
    decided_at = models.DateTimeField(_("decided"), null=True)
    decided_by = models.ForeignKey("organizations.Post", models.PROTECT, null=True, related_name="+")
    paid_on = models.DateField(_("paid"), null=True)
    document = models.CharField(_("document"), max_length=60, blank=True)
    reason = models.TextField(_("reason"), max_length=2000, blank=True)
    entry = models.OneToOneField("projects.JournalEntry", models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["state", "asked_at"], name="payment_state"),
            models.Index(fields=["project", "state"], name="payment_project"),
        ]
        constraints = [models.CheckConstraint(condition=models.Q(fen__gt=0), name="payment_positive")]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        """The page of the request."""
        return reverse("funds:payment", args=[self.pk])


class StartExcuse(models.Model):
    """Why a unit did not begin with the money of a year, and what the bureau says to it."""

    project = models.ForeignKey("projects.Project", models.PROTECT, related_name="start_excuses")
    year = models.PositiveSmallIntegerField(_("year"))
    reason = models.TextField(_("reason"), max_length=2000)
    state = models.CharField(_("state"), max_length=10, choices=list(EXCUSE_STATES.items()), default="asked")
    asked_at = models.DateTimeField(_("asked"))
    asked_by = models.ForeignKey("organizations.Post", models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(_("decided"), null=True)
    decided_by = models.ForeignKey("organizations.Post", models.PROTECT, null=True, related_name="+")
    opinion = models.TextField(_("opinion"), max_length=2000, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "year"],
                condition=models.Q(state__in=["asked", "granted"]),
                name="start_excuse_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.project_id} {self.year}"


class YearEndRun(models.Model):
    """A look at all projects at the end of a year: first what would happen, then the same done."""

    year = models.PositiveSmallIntegerField(_("year"))
    made_at = models.DateTimeField(_("made"))
    made_by = models.ForeignKey("organizations.Post", models.PROTECT, null=True, related_name="+")
    job_id = models.BigIntegerField(null=True)
    applied_at = models.DateTimeField(_("carried out"), null=True)
    applied_by = models.ForeignKey("organizations.Post", models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(_("ended"), null=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.year} #{self.pk}"

    def get_absolute_url(self) -> str:
        """The page of the run."""
        return reverse("funds:run", args=[self.pk])


class YearEndLine(models.Model):
    """What the end of the year means for one project, by which provision, and what became of it."""

    run = models.ForeignKey(YearEndRun, models.CASCADE, related_name="lines")
    project = models.ForeignKey("projects.Project", models.PROTECT, related_name="+")
    consequence = models.CharField(_("consequence"), max_length=20, choices=list(CONSEQUENCES.items()))
    cites = models.CharField(_("provision"), max_length=60)
    fen = models.BigIntegerField(_("money"), default=0)
    facts = models.JSONField(default=dict)
    outcome = models.CharField(_("outcome"), max_length=10, choices=list(OUTCOMES.items()), blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["run", "project", "consequence"], name="year_end_line_once")
        ]
        indexes = [models.Index(fields=["run", "consequence"], name="year_end_consequence")]

    def __str__(self) -> str:
        return f"{self.run_id} {self.project_id} {self.consequence}"
