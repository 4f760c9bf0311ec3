"""The plans of jz-project-2020/14.1 as data: how a project joins the platform, and what it shares."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from shuyuan.approvals.wording import LINE_KINDS, PLANS, STATES


class PlanState(models.TextChoices):
    """Where a plan stands."""

    DRAFT = "draft", STATES["draft"]
    HANDED_IN = "handed_in", STATES["handed_in"]
    CLEARED = "cleared", STATES["cleared"]
    NOT_CLEARED = "not_cleared", STATES["not_cleared"]


class Plan(models.Model):
    """One round of one plan of a project; a plan that was not cleared is followed by a new round."""

    project = models.ForeignKey("projects.Project", models.CASCADE, related_name="clearance_plans")
    plan = models.CharField(_("plan"), max_length=20, choices=list(PLANS.items()))
    round = models.PositiveSmallIntegerField(_("round"), default=1)
    summary = models.TextField(_("how"), max_length=4000, blank=True)
    state = models.CharField(_("state"), max_length=12, choices=PlanState.choices, default=PlanState.DRAFT)
    revision = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField(_("saved"))
    handed_in_at = models.DateTimeField(_("handed in"), null=True)
    handed_in_by = models.ForeignKey("organizations.Post", models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(_("decided"), null=True)
    decided_by = models.ForeignKey("organizations.Post", models.PROTECT, null=True, related_name="+")
    opinion = models.TextField(_("opinion"), max_length=2000, blank=True)
    number = models.CharField(_("document"), max_length=60, blank=True)

    class Meta:
        ordering = ["project", "plan", "round"]
        constraints = [models.UniqueConstraint(fields=["project", "plan", "round"], name="plan_round_once")]
        indexes = [models.Index(fields=["state", "handed_in_at"], name="plan_state")]

    def __str__(self) -> str:
        return f"{self.project_id} {self.plan} {self.round}"

    def get_absolute_url(self) -> str:
        """The page of this plan; the round is the latest there."""
        return reverse("approvals:plan", args=[self.project_id, self.plan])

    @property
    def is_open(self) -> bool:
        """Whether the unit still writes it."""
        return self.state == PlanState.DRAFT


class PlanLine(models.Model):
    """One thing that a plan names and the administration clears: an entry, cloud resources, a network …"""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="lines")
    kind = models.CharField(_("kind of the line"), max_length=12, choices=list(LINE_KINDS.items()))
    name = models.CharField(_("name"), max_length=120)
    detail = models.CharField(_("details"), max_length=400, blank=True)
    entry = models.ForeignKey("catalog.Entry", models.PROTECT, null=True, related_name="+")
    cleared = models.BooleanField(_("cleared"), null=True)
    opinion = models.CharField(_("opinion"), max_length=400, blank=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.name
