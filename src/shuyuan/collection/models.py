"""Batches: what was sent, how its columns were mapped, and what became of every row."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from shuyuan.collection.states import TONES, BatchState


class Batch(models.Model):
    """One file that a department sent for one entry; never deleted, whatever became of it."""

    StateChoice = models.TextChoices(  # type: ignore[misc]
        "StateChoice",
        {
            "UNREADABLE": (BatchState.UNREADABLE.value, _("Unreadable")),
            "RECEIVED": (BatchState.RECEIVED.value, _("Columns to map")),
            "QUEUED": (BatchState.QUEUED.value, _("Waiting")),
            "RUNNING": (BatchState.RUNNING.value, _("Running")),
            "MERGED": (BatchState.MERGED.value, _("Merged")),
            "UNCHANGED": (BatchState.UNCHANGED.value, _("Nothing new")),
            "REFUSED": (BatchState.REFUSED.value, _("Refused")),
            "FAILED": (BatchState.FAILED.value, _("Failed")),
            "CANCELLED": (BatchState.CANCELLED.value, _("Withdrawn")),
        },
    )

    entry = models.ForeignKey(
        "catalog.Entry", models.PROTECT, related_name="batches", verbose_name=_("entry")
    )
    entry_version = models.PositiveIntegerField(_("entry version"))
    department = models.ForeignKey(
        "organizations.Department", models.PROTECT, related_name="batches", verbose_name=_("department")
    )
    sent_by = models.ForeignKey(
        "organizations.Post", models.PROTECT, related_name="batches", verbose_name=_("sent by")
    )
    received_at = models.DateTimeField(_("received"))
    filename = models.CharField(_("file"), max_length=200)
    size = models.BigIntegerField(_("size"))
    digest = models.CharField(_("digest"), max_length=64)
    digest_algorithm = models.CharField(max_length=10)
    landed_path = models.CharField(max_length=400)
    columns = models.JSONField(default=list)
    notes = models.JSONField(default=list)
    mapping = models.JSONField(default=dict)
    declared_rows = models.BigIntegerField(_("rows by the provider's own count"), null=True, blank=True)
    full_load = models.BooleanField(_("full data"), default=False)

    state = models.CharField(_("state"), max_length=12, choices=StateChoice)
    problem = models.JSONField(null=True, blank=True)
    job = models.ForeignKey("jobs.Job", models.SET_NULL, null=True, blank=True, related_name="+")
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)

    threshold_percent = models.DecimalField(_("refusal threshold in percent"), max_digits=5, decimal_places=2)
    rows_read = models.BigIntegerField(_("rows read"), default=0)
    rows_accepted = models.BigIntegerField(_("accepted"), default=0)
    rows_refused = models.BigIntegerField(_("refused"), default=0)
    rows_repeated = models.BigIntegerField(_("repeated in the file"), default=0)
    cells_refused = models.BigIntegerField(default=0)
    rows_new = models.BigIntegerField(_("new"), default=0)
    rows_changed = models.BigIntegerField(_("changed"), default=0)
    rows_unchanged = models.BigIntegerField(_("unchanged"), default=0)
    rows_deleted = models.BigIntegerField(_("deleted"), default=0)
    refused_by_rule = models.JSONField(default=dict)
    quarantine_path = models.CharField(max_length=400, blank=True)
    lake_version = models.BigIntegerField(_("version"), null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["department", "-id"], name="batch_of_department"),
            models.Index(fields=["entry", "-id"], name="batch_of_entry"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.filename}"

    @property
    def tone(self) -> str:
        """The tone of the state's badge on pages."""
        return TONES[BatchState(self.state)]

    @property
    def number(self) -> str:
        """What people call it: the year and a running number."""
        return f"{self.received_at:%Y}-{self.pk:06d}"


class MappingMemory(models.Model):
    """How a department last mapped a file with this header to this entry, to be proposed again."""

    entry = models.ForeignKey("catalog.Entry", models.CASCADE, related_name="+")
    header_digest = models.CharField(max_length=64)
    mapping = models.JSONField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["entry", "header_digest"], name="one_mapping_per_header")
        ]

    def __str__(self) -> str:
        return f"{self.entry} {self.header_digest[:8]}"


class Pool(models.Model):
    """The pool of one entry: its newest version in the lake, and the one that the online store serves."""

    entry = models.OneToOneField("catalog.Entry", models.PROTECT, related_name="pool")
    row_count = models.BigIntegerField(_("rows"), default=0)
    threshold_percent = models.DecimalField(
        _("refusal threshold in percent"), max_digits=5, decimal_places=2, default=5
    )
    lake_version = models.BigIntegerField(default=-1)
    served_version = models.BigIntegerField(default=-1)
    merged_at = models.DateTimeField(_("updated"), null=True, blank=True)
    served_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["entry_id"]

    def __str__(self) -> str:
        return f"{self.entry} v{self.lake_version}"
