"""Requests for data: who wants which items of which entry, what for, and what was decided."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from shuyuan.catalog.guide import SHARING_TYPES, Purpose
from shuyuan.engine.spec import MaskKind, Mode
from shuyuan.sharing.states import Decision, Outcome, RequestState

REQUEST_STATES = [
    (RequestState.DRAFT.value, _("Draft")),
    (RequestState.SUBMITTED.value, _("Waiting for a decision")),
    (RequestState.RETURNED.value, _("Returned for completion")),
    (RequestState.DECIDED.value, _("Decided")),
    (RequestState.WITHDRAWN.value, _("Withdrawn")),
]

OUTCOMES = [
    (Outcome.NONE.value, _("None yet")),
    (Outcome.GRANTED.value, _("Granted")),
    (Outcome.IN_PART.value, _("Granted in part")),
    (Outcome.REFUSED.value, _("Declined")),
]

DECISIONS = [
    (Decision.PENDING.value, _("Not decided")),
    (Decision.GIVEN.value, _("Given")),
    (Decision.MASKED.value, _("Given masked")),
    (Decision.REFUSED.value, _("Declined")),
]

#: The exchange modes that this release serves.
MODES = [
    (Mode.API.value, _("Data API")),
    (Mode.ONLINE_QUERY.value, _("Online query")),
]

MASKS = [
    (MaskKind.KEEP.value, _("Keep some characters")),
    (MaskKind.HIDE.value, _("Hide all")),
    (MaskKind.YEAR.value, _("Year only")),
]


class NumberSeries(models.Model):
    """The last number given in one series and year; its row is locked while the next one is taken."""

    series = models.CharField(max_length=10)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["series", "year"], name="sharing_series_per_year")]

    def __str__(self) -> str:
        return f"{self.series}-{self.year}-{self.last:05d}"


class SharingRequest(models.Model):
    """A consumer department asks for items of one entry, with its bases, need, purpose and term."""

    class Opinion(models.TextChoices):
        """What the provider says when it is asked."""

        NONE = "", _("None yet")
        AGREES = "agrees", _("Agrees")
        OBJECTS = "objects", _("Objects")

    number = models.CharField(_("number"), max_length=20, unique=True)
    entry = models.ForeignKey(
        "catalog.Entry", models.PROTECT, related_name="sharing_requests", verbose_name=_("entry")
    )
    entry_version = models.PositiveIntegerField(_("entry version"))
    consumer = models.ForeignKey(
        "organizations.Department",
        models.PROTECT,
        related_name="sharing_requests",
        verbose_name=_("consumer department"),
    )
    provider = models.ForeignKey(
        "organizations.Department", models.PROTECT, related_name="+", verbose_name=_("provider department")
    )
    filed_by = models.ForeignKey("organizations.Post", models.PROTECT, related_name="+")
    clients = models.ManyToManyField("sharing.Client", related_name="requests", verbose_name=_("clients"))
    modes = models.JSONField(_("exchange modes"), default=list)
    purpose_kind = models.CharField(_("kind of purpose"), max_length=30, choices=Purpose, blank=True)
    purpose = models.CharField(_("purpose"), max_length=200, blank=True)
    scenario = models.CharField(_("scenario"), max_length=500, blank=True)
    legal_basis = models.CharField(_("legal basis"), max_length=500, blank=True)
    duty_basis = models.CharField(_("duty basis"), max_length=500, blank=True)
    business_need = models.CharField(_("business need"), max_length=500, blank=True)
    filters = models.JSONField(_("rows of data"), default=list)
    wished_until = models.DateField(_("wished until"))
    wished_quota = models.PositiveIntegerField(_("wished keys a day"), null=True, blank=True)

    state = models.CharField(
        _("state"), max_length=12, choices=REQUEST_STATES, default=RequestState.DRAFT.value
    )
    revision = models.PositiveIntegerField(default=1)
    filed_at = models.DateTimeField(_("filed"))
    submitted_at = models.DateTimeField(_("submitted"), null=True, blank=True)
    opinion = models.CharField(_("opinion of the provider"), max_length=10, choices=Opinion, blank=True)
    opinion_text = models.CharField(_("words of the opinion"), max_length=500, blank=True)
    opinion_by = models.ForeignKey("organizations.Post", models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    decided_by = models.ForeignKey("organizations.Post", models.PROTECT, null=True, related_name="+")
    outcome = models.CharField(_("outcome"), max_length=16, choices=OUTCOMES, blank=True)
    decision_note = models.CharField(_("note of the decision"), max_length=500, blank=True)

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["consumer", "state"], name="request_of_consumer"),
            models.Index(fields=["state", "submitted_at"], name="request_waiting"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state=RequestState.SUBMITTED.value)
                | models.Q(submitted_at__isnull=False),
                name="request_submitted_at",
            ),
            models.CheckConstraint(
                condition=~models.Q(state=RequestState.DECIDED.value) | models.Q(decided_at__isnull=False),
                name="request_decided_at",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def standing(self) -> str:
        """The outcome once there is one, else the state, in words."""
        return str(self.get_outcome_display() if self.outcome else self.get_state_display())


class RequestItem(models.Model):
    """One wished item, its sharing type when it was wished, and the decision on it."""

    request = models.ForeignKey(SharingRequest, models.CASCADE, related_name="items")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(_("item"), max_length=59)
    label = models.CharField(_("name"), max_length=120)
    sharing_type = models.CharField(_("sharing type"), max_length=20, choices=SHARING_TYPES)
    sensitive = models.BooleanField(_("sensitive"), default=False)
    decision = models.CharField(
        _("decision"), max_length=10, choices=DECISIONS, default=Decision.PENDING.value
    )
    mask = models.JSONField(_("mask"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["request", "name"], name="request_item_once"),
            models.CheckConstraint(
                condition=~models.Q(decision=Decision.MASKED.value) | models.Q(mask__isnull=False),
                name="request_item_masked_with_mask",
            ),
            models.CheckConstraint(
                condition=~models.Q(decision=Decision.REFUSED.value) | ~models.Q(reason=""),
                name="request_item_refused_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.label
