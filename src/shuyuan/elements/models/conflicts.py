"""The case of a second source (jz-data-2020/12.1): who claims the element, what they say, what is settled."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from shuyuan.elements.states import ConflictState, Stance

STATE_LABELS = [
    (ConflictState.OPEN.value, _("Being settled")),
    (ConflictState.SETTLED.value, _("Settled")),
    (ConflictState.LAPSED.value, _("Lapsed")),
]
STANCE_LABELS = [
    (Stance.CLAIMS.value, _("We are the source")),
    (Stance.YIELDS.value, _("We take it from the other department")),
]


class SourceConflict(models.Model):
    """One case; an element has at most one open one, which further claims join."""

    number = models.CharField(_("number"), max_length=40, unique=True)
    element = models.ForeignKey("elements.DataElement", models.PROTECT, related_name="conflicts")
    state = models.CharField(_("state"), max_length=8, choices=STATE_LABELS, default=ConflictState.OPEN)
    opened_at = models.DateTimeField(_("opened"))
    hear_until = models.DateField(_("opinions until"))
    settled_at = models.DateTimeField(_("settled"), null=True, blank=True)
    settled_by = models.ForeignKey("organizations.Post", models.PROTECT, null=True, related_name="+")
    winner = models.ForeignKey(
        "elements.ConflictSide", models.PROTECT, null=True, blank=True, related_name="+"
    )
    reason = models.TextField(_("reason"), max_length=1000, blank=True)
    cites = models.CharField(_("provision"), max_length=60, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["element"],
                condition=models.Q(state=ConflictState.OPEN.value),
                name="element_one_open_conflict",
            )
        ]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        """The page of the case."""
        return reverse("elements:conflict", args=[self.pk])

    @property
    def is_open(self) -> bool:
        """Whether it waits for the bureau."""
        return self.state == ConflictState.OPEN


class ConflictSide(models.Model):
    """One claim in a case, with what its department said when it was heard."""

    conflict = models.ForeignKey(SourceConflict, models.CASCADE, related_name="sides")
    entry = models.ForeignKey("catalog.Entry", models.SET_NULL, null=True, related_name="+")
    entry_name = models.CharField(_("entry"), max_length=128)
    item_name = models.CharField(_("column"), max_length=59)
    item_label = models.CharField(_("item"), max_length=100)
    department = models.ForeignKey("organizations.Department", models.PROTECT, related_name="+")
    stance = models.CharField(_("stance"), max_length=8, choices=STANCE_LABELS, blank=True)
    statement = models.TextField(_("opinion"), max_length=1000, blank=True)
    basis = models.CharField(_("duty basis"), max_length=300, blank=True)
    heard_at = models.DateTimeField(_("heard"), null=True, blank=True)
    heard_by = models.ForeignKey("organizations.Post", models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["conflict", "entry", "item_name"], name="conflict_side_once")
        ]

    def __str__(self) -> str:
        return f"{self.department_id} {self.item_label}"

    @property
    def is_heard(self) -> bool:
        """Whether the department has given its opinion."""
        return self.heard_at is not None
