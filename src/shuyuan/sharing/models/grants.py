"""Grants, the changes that the gateway has still to be told, and the snapshots that told it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from shuyuan.catalog.guide import Purpose
from shuyuan.sharing.states import GrantState

GRANT_STATES = [
    (GrantState.ACTIVE.value, _("Active")),
    (GrantState.SUSPENDED.value, _("Suspended")),
    (GrantState.REVOKED.value, _("Revoked")),
    (GrantState.EXPIRED.value, _("Expired")),
]


class Grant(models.Model):
    """What one consumer may read of one entry; all exchange modes read through the view it compiles to.

    `items` is a list of ``{"name", "mask"}``, `filters` of ``{"item", "comparison", "values"}`` as in
    `engine.spec`; `version` goes up with every change and stands in the read records.
    """

    number = models.CharField(_("number"), max_length=20, unique=True)
    request = models.OneToOneField(
        "sharing.SharingRequest", models.PROTECT, related_name="grant", verbose_name=_("request")
    )
    entry = models.ForeignKey("catalog.Entry", models.PROTECT, related_name="grants", verbose_name=_("entry"))
    consumer = models.ForeignKey(
        "organizations.Department",
        models.PROTECT,
        related_name="grants",
        verbose_name=_("consumer department"),
    )
    provider = models.ForeignKey(
        "organizations.Department", models.PROTECT, related_name="+", verbose_name=_("provider department")
    )
    clients = models.ManyToManyField("sharing.Client", related_name="grants", verbose_name=_("clients"))
    purpose_kind = models.CharField(_("kind of purpose"), max_length=30, choices=Purpose)
    purpose = models.CharField(_("purpose"), max_length=200)
    items = models.JSONField(_("items"))
    filters = models.JSONField(_("rows of data"), default=list)
    modes = models.JSONField(_("exchange modes"))
    daily_quota = models.PositiveIntegerField(_("keys a day"), null=True, blank=True)
    valid_from = models.DateField(_("valid from"))
    valid_until = models.DateField(_("valid until"))
    version = models.PositiveIntegerField(_("version"), default=1)
    state = models.CharField(_("state"), max_length=12, choices=GRANT_STATES, default=GrantState.ACTIVE.value)
    issued_at = models.DateTimeField(_("issued"))
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    state_reason = models.CharField(_("reason"), max_length=300, blank=True)

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["consumer", "state"], name="grant_of_consumer"),
            models.Index(fields=["provider", "state"], name="grant_of_provider"),
            models.Index(fields=["state", "valid_until"], name="grant_running_out"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(valid_until__gte=models.F("valid_from")), name="grant_term_in_order"
            ),
            models.CheckConstraint(
                condition=~models.Q(state=GrantState.REVOKED.value)
                | (models.Q(ended_at__isnull=False) & ~models.Q(state_reason="")),
                name="grant_revoked_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.number


class SnapshotChange(models.Model):
    """Outbox: something that the gateway must know changed in this transaction.

    `snapshot` stays empty until one that includes the change is in the online store.
    """

    subject_kind = models.CharField(max_length=10)
    subject_id = models.CharField(max_length=64)
    changed_at = models.DateTimeField()
    snapshot = models.ForeignKey("sharing.Snapshot", models.PROTECT, null=True, related_name="changes")

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(
                fields=["id"], condition=models.Q(snapshot__isnull=True), name="snapshot_change_waiting"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject_kind} {self.subject_id}"


class Snapshot(models.Model):
    """One version of the signed state of all grants and clients in the online store."""

    version = models.PositiveBigIntegerField(unique=True)
    published_at = models.DateTimeField()

    class Meta:
        ordering = ["-version"]

    def __str__(self) -> str:
        return str(self.version)
