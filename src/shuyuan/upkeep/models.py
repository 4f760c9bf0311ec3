"""Tables of upkeep: occasions to update the catalog, dead entries, and how each entry stands."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from shuyuan.upkeep.states import OccasionState, SignKind


class Occasion(models.Model):
    """A law or a department's functions changed, so the catalog has to follow (jz-data-2020/10.1)."""

    class Kind(models.TextChoices):
        """What changed; the same words as in a change of an entry."""

        LAW = "law", _("A law or regulation was changed")
        DUTY = "duty", _("The department's duties changed")

    StateChoice = models.TextChoices(  # type: ignore[misc]
        "StateChoice",
        {
            "OPEN": (OccasionState.OPEN.value, _("Request to be filed")),
            "REQUESTED": (OccasionState.REQUESTED.value, _("Update requested")),
            "COMPLETED": (OccasionState.COMPLETED.value, _("Catalog updated")),
            "NOT_NEEDED": (OccasionState.NOT_NEEDED.value, _("No update needed")),
        },
    )

    department = models.ForeignKey("organizations.Department", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=8, choices=Kind)
    title = models.CharField(max_length=120)
    basis = models.CharField(max_length=200)
    happened_on = models.DateField()
    due_on = models.DateField()
    state = models.CharField(max_length=12, choices=StateChoice, default=OccasionState.OPEN.value)
    requested_on = models.DateField(null=True)
    ended_on = models.DateField(null=True)
    note = models.CharField(max_length=400, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=60)
    by_bureau = models.BooleanField(default=False)

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["department", "-happened_on"], name="occasion_of_department"),
            models.Index(fields=["due_on"], condition=Q(state="open"), name="occasion_open_due"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The page of the occasion."""
        return reverse("upkeep:occasion", args=[self.pk])


class OccasionEntry(models.Model):
    """An entry that has to follow an occasion, with the review's own clock once the request is filed."""

    occasion = models.ForeignKey(Occasion, models.CASCADE, related_name="entries")
    entry = models.ForeignKey("catalog.Entry", models.CASCADE, related_name="+")
    requested_on = models.DateField(null=True)
    review_due_on = models.DateField(null=True)
    reviewed_on = models.DateField(null=True)
    outcome = models.CharField(max_length=20, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["occasion", "entry"], name="occasion_entry_once")]

    def __str__(self) -> str:
        return f"{self.occasion} · {self.entry}"


class Finding(models.Model):
    """A sign that an entry is dead, from the day on which it was found until the fact changed."""

    KindChoice = models.TextChoices(  # type: ignore[misc]
        "KindChoice",
        {
            "NEVER_FILLED": (SignKind.NEVER_FILLED.value, _("Never any data")),
            "STALE": (SignKind.STALE.value, _("No update in twice the cycle")),
            "UNUSED": (SignKind.UNUSED.value, _("Nobody uses it")),
            "DANGLING": (SignKind.DANGLING.value, _("System not in the register")),
        },
    )

    entry = models.ForeignKey("catalog.Entry", models.CASCADE, related_name="+")
    kind = models.CharField(max_length=16, choices=KindChoice)
    since = models.DateField()
    facts = models.JSONField(default=dict)
    cites = models.CharField(max_length=60)
    found_at = models.DateTimeField()
    gone_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["entry", "kind"], condition=Q(gone_at__isnull=True), name="finding_open_once"
            )
        ]
        indexes = [models.Index(fields=["since"], condition=Q(gone_at__isnull=True), name="finding_open")]

    def __str__(self) -> str:
        return f"{self.entry} {self.kind}"


class Standing(models.Model):
    """How an entry stands: its score, when it was looked at, and up to which data followers know."""

    entry = models.OneToOneField("catalog.Entry", models.CASCADE, related_name="standing")
    score = models.PositiveSmallIntegerField(null=True)
    parts = models.JSONField(default=list)
    looked_at = models.DateTimeField(null=True)
    is_stale = models.BooleanField(default=True)
    told_version = models.BigIntegerField(default=-1)

    class Meta:
        ordering = ["score", "entry_id"]
        indexes = [
            models.Index(fields=["is_stale"], condition=Q(is_stale=True), name="standing_stale"),
            models.Index(fields=["score"], name="standing_score"),
        ]

    def __str__(self) -> str:
        return f"{self.entry_id}: {self.score}"
