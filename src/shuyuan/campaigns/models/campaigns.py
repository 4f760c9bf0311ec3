"""The yearly campaign, the catalog list that each department hands in, and the entries on it."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from shuyuan.campaigns.states import CampaignState, State

CAMPAIGN_LABELS = [
    (CampaignState.OPEN.value, _("Under way")),
    (CampaignState.CLOSED.value, _("Finished")),
    (CampaignState.CANCELLED.value, _("Cancelled")),
]
LIST_LABELS = [
    (State.ASKED.value, _("Not handed in")),
    (State.AT_COUNTY.value, _("With the county")),
    (State.AT_BUREAU.value, _("Under review")),
    (State.RETURNED.value, _("Returned")),
    (State.REVIEWED.value, _("Reviewed")),
    (State.LEFT_OUT.value, _("Left out")),
]


class Campaign(models.Model):
    """The bureau's call for the catalog lists of one year, with the last day of each step."""

    year = models.PositiveSmallIntegerField(_("year"))
    name = models.CharField(_("name"), max_length=80)
    opens_on = models.DateField(_("opens on"))
    closes_on = models.DateField(_("lists due"))
    county_due_on = models.DateField(_("county summaries due"))
    review_due_on = models.DateField(_("review ends"))
    state = models.CharField(
        _("state"), max_length=12, choices=CAMPAIGN_LABELS, default=CampaignState.OPEN.value
    )
    opened_at = models.DateTimeField(_("begun"))
    opened_by = models.ForeignKey("organizations.Post", models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    note = models.CharField(_("reason"), max_length=1000, blank=True)

    class Meta:
        ordering = ["-year", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["year"],
                condition=models.Q(state=CampaignState.OPEN.value),
                name="campaign_open_once_a_year",
            ),
            models.CheckConstraint(
                condition=models.Q(closes_on__gt=models.F("opens_on"))
                & models.Q(county_due_on__gte=models.F("closes_on"))
                & models.Q(review_due_on__gte=models.F("county_due_on")),
                name="campaign_days_in_order",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The page on which the campaign is watched."""
        return reverse("campaigns:campaign", args=[self.pk])

    @property
    def is_open(self) -> bool:
        """Whether lists are still taken and reviewed."""
        return self.state == CampaignState.OPEN


class DayMove(models.Model):
    """That the days of a running campaign were moved: by whom, why, from what to what."""

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="moves")
    at = models.DateTimeField(_("time"))
    by = models.ForeignKey("organizations.Post", models.PROTECT, null=True, related_name="+")
    reason = models.CharField(_("reason"), max_length=1000)
    #: Field → [day before, day after], in ISO form.
    days = models.JSONField(default=dict)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.campaign_id} {self.at:%Y-%m-%d}"


class DepartmentList(models.Model):
    """A department's catalog list (目录清单) in a campaign; that of a county office is the county's summary.

    `summary` names the county list that a county department's list goes through.
    """

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="lists")
    department = models.ForeignKey("organizations.Department", models.PROTECT, related_name="catalog_lists")
    summary = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="members")
    is_summary = models.BooleanField(_("county summary"), default=False)
    state = models.CharField(_("state"), max_length=12, choices=LIST_LABELS, default=State.ASKED.value)
    due_on = models.DateField(_("due"))
    round = models.PositiveSmallIntegerField(_("times handed in"), default=0)
    nothing_to_catalog = models.BooleanField(_("nothing to catalog"), default=False)
    explanation = models.CharField(_("explanation"), max_length=1000, blank=True)
    submitted_at = models.DateTimeField(_("handed in"), null=True, blank=True)
    submitted_by = models.ForeignKey("organizations.Post", models.PROTECT, null=True, related_name="+")
    opinion = models.CharField(_("opinion"), max_length=1000, blank=True)
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    reminders = models.PositiveSmallIntegerField(_("reminders"), default=0)
    reminded_at = models.DateTimeField(_("last reminded"), null=True, blank=True)

    class Meta:
        ordering = ["department__code"]
        indexes = [models.Index(fields=["campaign", "state"], name="list_campaign_state")]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "department"], name="list_once_per_department"),
        ]

    def __str__(self) -> str:
        return f"{self.department} · {self.campaign}"

    def get_absolute_url(self) -> str:
        """The page of the list."""
        return reverse("campaigns:list", args=[self.pk])


class ListDemand(models.Model):
    """A demand that went along with a list; a county's summary carries those of its departments."""

    department_list = models.ForeignKey(DepartmentList, models.CASCADE, related_name="demands")
    demand = models.ForeignKey("demand.Demand", models.PROTECT, related_name="+")

    class Meta:
        ordering = ["department_list", "id"]
        constraints = [models.UniqueConstraint(fields=["department_list", "demand"], name="list_demand_once")]

    def __str__(self) -> str:
        return f"{self.department_list_id} {self.demand_id}"


class ListLine(models.Model):
    """One entry as it stood when the list was handed in: new, changed, or confirmed as published."""

    class Kind(models.TextChoices):
        """What the department says about the entry."""

        NEW = "new", _("New entry")
        CHANGE = "change", _("Change")
        CONFIRMED = "confirmed", _("Confirmed as it is")

    department_list = models.ForeignKey(DepartmentList, models.CASCADE, related_name="lines")
    entry = models.ForeignKey("catalog.Entry", models.CASCADE, related_name="+")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    revision = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(_("version"), default=0)

    class Meta:
        ordering = ["department_list", "id"]
        constraints = [models.UniqueConstraint(fields=["department_list", "entry"], name="list_line_once")]

    def __str__(self) -> str:
        return f"{self.department_list_id} {self.entry_id}"
