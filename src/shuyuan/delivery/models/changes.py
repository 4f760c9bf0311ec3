"""A change of what was approved: goals, content and money before and after."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ChangeRequest(models.Model):
    """A unit's wish to depart from what was approved; nothing changes before it is allowed.

    `fen_before` and `fen_after` are the whole money of the project. A minor change is only recorded.
    """

    class State(models.TextChoices):
        """Where it stands."""

        ASKED = "asked", pgettext_lazy("change of a project", "With the data administration")
        CONSENTED = "consented", pgettext_lazy("change of a project", "Awaits the investment approval")
        EFFECTIVE = "effective", pgettext_lazy("change of a project", "In force")
        MINOR = "minor", pgettext_lazy("change of a project", "Minor, recorded")
        REFUSED = "refused", pgettext_lazy("change of a project", "Refused")
        WITHDRAWN = "withdrawn", pgettext_lazy("change of a project", "Withdrawn")

    project = models.ForeignKey("projects.Project", models.PROTECT, related_name="change_requests")
    number = models.PositiveSmallIntegerField(_("number"))
    reason = models.TextField(_("reason"), max_length=2000)
    goals_before = models.TextField(max_length=4000, blank=True)
    goals_after = models.TextField(max_length=4000, blank=True)
    content_before = models.TextField(max_length=4000, blank=True)
    content_after = models.TextField(max_length=4000, blank=True)
    concerns_main_content = models.BooleanField(_("concerns the main content"), default=False)
    fen_before = models.BigIntegerField()
    fen_after = models.BigIntegerField()
    is_major = models.BooleanField(_("major"))
    state = models.CharField(_("state"), max_length=12, choices=State)
    asked_on = models.DateField(_("asked on"))
    asked_by = models.ForeignKey("organizations.Post", models.PROTECT, null=True, related_name="+")
    decided_on = models.DateField(_("decided on"), null=True, blank=True)
    opinion = models.TextField(_("opinion"), max_length=2000, blank=True)
    approved_on = models.DateField(_("approved on"), null=True, blank=True)
    approval_document = models.CharField(_("document number"), max_length=60, blank=True)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["project", "number"], name="change_number_once"),
            models.UniqueConstraint(
                fields=["project"],
                condition=models.Q(state__in=["asked", "consented"]),
                name="change_one_at_a_time",
            ),
            models.CheckConstraint(condition=models.Q(fen_after__gt=0), name="change_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.project_id} #{self.number}"

    @property
    def adds_money(self) -> bool:
        """Whether the investment grows, so that its approval is needed besides the consent."""
        return self.fen_after > self.fen_before
