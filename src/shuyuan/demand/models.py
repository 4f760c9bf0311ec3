"""Tables of the demand list: what departments need, item by item, and what was found for it."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from shuyuan.catalog.guide import Cycle, MethodType
from shuyuan.demand.states import State

STATE_LABELS = [
    (State.MATCHED.value, _("Matched, to be confirmed")),
    (State.WITH_BUREAU.value, _("With the data administration")),
    (State.ROUTED.value, _("Waiting for the provider")),
    (State.RETURNED.value, _("Returned for completion")),
    (State.ACCEPTED.value, _("Will be cataloged")),
    (State.CATALOGED.value, _("Cataloged, can be requested")),
    (State.REQUESTED.value, _("Sharing requested")),
    (State.GRANTED.value, _("Granted to the department")),
    (State.REFUSED.value, _("Cannot be met")),
    (State.WITHDRAWN.value, _("Withdrawn")),
]


class Demand(models.Model):
    """What one department needs from others (jz-data-2020/8.1); never deleted, only ended with a reason.

    `provider` is where it is routed, `due_on` when that department answers or, after a promise, catalogs.
    `entry` is what the department confirmed to be it, `request_number` the sharing request that followed.
    """

    number = models.CharField(_("number"), max_length=40, unique=True)
    department = models.ForeignKey(
        "organizations.Department", models.PROTECT, related_name="demands", verbose_name=_("needed by")
    )
    name = models.CharField(_("what is needed"), max_length=128)
    scenario = models.TextField(_("scenario"), max_length=1000)
    scope = models.CharField(_("scope of use"), max_length=400, blank=True)
    legal_basis = models.TextField(_("legal basis"), max_length=1000)
    duty_basis = models.TextField(_("duty basis"), max_length=1000)
    business_matter = models.CharField(_("related business matter"), max_length=200, blank=True)
    mode = models.CharField(_("sharing method"), max_length=12, choices=MethodType, blank=True)
    cycle = models.CharField(_("update cycle"), max_length=12, choices=Cycle, blank=True)
    used_from = models.DateField(_("needed from"), null=True, blank=True)
    used_until = models.DateField(_("needed until"), null=True, blank=True)
    likely_provider = models.ForeignKey(
        "organizations.Department",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("likely provider"),
    )
    follows = models.ForeignKey("self", models.PROTECT, null=True, related_name="rest")

    state = models.CharField(_("state"), max_length=12, choices=STATE_LABELS)
    reason = models.TextField(_("reason"), max_length=1000, blank=True)
    provider = models.ForeignKey(
        "organizations.Department", models.PROTECT, null=True, related_name="+", verbose_name=_("provider")
    )
    due_on = models.DateField(_("due"), null=True)
    entry = models.ForeignKey("catalog.Entry", models.PROTECT, null=True, related_name="demands")
    draft = models.ForeignKey("catalog.Entry", models.SET_NULL, null=True, related_name="+")
    request_number = models.CharField(_("sharing request"), max_length=20, blank=True)
    stated_at = models.DateTimeField(_("stated"))
    stated_by = models.ForeignKey("organizations.Post", models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(_("ended"), null=True)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["department", "state"], name="demand_of_department"),
            models.Index(fields=["provider", "state"], name="demand_of_provider"),
            models.Index(fields=["state", "due_on"], name="demand_due"),
            models.Index(fields=["entry", "department"], name="demand_of_entry"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state__in=[State.REFUSED.value, State.WITHDRAWN.value])
                | ~models.Q(reason=""),
                name="demand_ends_with_reason",
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=[State.ROUTED.value, State.ACCEPTED.value])
                | models.Q(provider__isnull=False, due_on__isnull=False),
                name="demand_routed_to_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.name}"

    def get_absolute_url(self) -> str:
        """The page that both sides see."""
        return reverse("demand:demand", args=[self.number])


class WishedItem(models.Model):
    """One item that a demand asks for, in the words of the department."""

    demand = models.ForeignKey(Demand, models.CASCADE, related_name="items")
    position = models.PositiveIntegerField()
    label = models.CharField(_("item"), max_length=100)

    class Meta:
        ordering = ["demand", "position"]
        constraints = [models.UniqueConstraint(fields=["demand", "label"], name="wished_item_once")]

    def __str__(self) -> str:
        return self.label


class Match(models.Model):
    """An entry that may meet a demand, with a score and why, item by item.

    `items` is a list of ``{"wished", "item", "column", "likeness"}``; item is '' for what the entry lacks.
    """

    class Verdict(models.TextChoices):
        """What the department said to it."""

        PROPOSED = "proposed", _("To be confirmed")
        CONFIRMED = "confirmed", _("This is it")
        DECLINED = "declined", _("Does not fit")

    demand = models.ForeignKey(Demand, models.CASCADE, related_name="matches")
    entry = models.ForeignKey("catalog.Entry", models.PROTECT, related_name="+")
    score = models.PositiveSmallIntegerField(_("score"))
    coverage = models.CharField(max_length=8)
    items = models.JSONField(default=list)
    verdict = models.CharField(max_length=12, choices=Verdict, default=Verdict.PROPOSED)
    named_by_provider = models.BooleanField(default=False)
    found_at = models.DateTimeField()

    class Meta:
        ordering = ["demand", "-named_by_provider", "-score", "id"]
        constraints = [models.UniqueConstraint(fields=["demand", "entry"], name="match_once")]

    def __str__(self) -> str:
        return f"{self.demand_id} {self.entry_id} {self.score}"
