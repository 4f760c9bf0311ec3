"""The acceptances of a project: each application with its expert, clearance, panel and result."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Acceptance(models.Model):
    """One acceptance, from the application to its result; a second one follows a failed one.

    `expert` is whom the data administration sent; `is_cleared` is None until it has said yes or no.
    """

    class Outcome(models.TextChoices):
        """What the panel found."""

        OPEN = "open", pgettext_lazy("acceptance", "Under way")
        PASSED = "passed", pgettext_lazy("acceptance", "Passed")
        FAILED = "failed", pgettext_lazy("acceptance", "Failed")

    project = models.ForeignKey("projects.Project", models.PROTECT, related_name="acceptances")
    number = models.PositiveSmallIntegerField(_("number"))
    applied_on = models.DateField(_("applied on"))
    applied_by = models.ForeignKey("organizations.Post", models.PROTECT, null=True, related_name="+")
    statement = models.TextField(_("what was built"), max_length=4000)
    expert = models.CharField(_("expert of the data administration"), max_length=60, blank=True)
    expert_employer = models.CharField(_("works for"), max_length=120, blank=True)
    expert_named_on = models.DateField(_("named on"), null=True, blank=True)
    is_cleared = models.BooleanField(_("is cleared"), null=True)
    clearance_opinion = models.TextField(_("opinion on clearance"), max_length=2000, blank=True)
    cleared_on = models.DateField(_("clearance given on"), null=True, blank=True)
    outcome = models.CharField(_("result"), max_length=8, choices=Outcome, default=Outcome.OPEN)
    held_on = models.DateField(_("held on"), null=True, blank=True)
    panel = models.JSONField(_("acceptance panel"), default=list)
    opinion = models.TextField(_("opinion of the acceptance panel"), max_length=4000, blank=True)
    defects = models.TextField(_("defects"), max_length=4000, blank=True)
    rectify_by = models.DateField(_("rectify by"), null=True, blank=True)
    rectified_on = models.DateField(_("rectified on"), null=True, blank=True)
    rectification = models.TextField(_("what was mended"), max_length=4000, blank=True)
    paper = models.ForeignKey("papers.IssuedPaper", models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["project", "number"], name="acceptance_number_once"),
            models.UniqueConstraint(
                fields=["project"], condition=models.Q(outcome="open"), name="acceptance_open_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.project_id} #{self.number}"
