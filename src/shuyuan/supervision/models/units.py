"""What is found of units as a whole: breaches of the sharing rules, and their yearly scores."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Breach(models.Model):
    """A unit does not meet the rules on integration and sharing (jz-project-2020/19.1.3); heard first."""

    class State(models.TextChoices):
        """How far it has come."""

        RAISED = "raised", pgettext_lazy("breach of sharing rules", "The unit is heard")
        FOUND = "found", pgettext_lazy("breach of sharing rules", "Found")
        DROPPED = "dropped", pgettext_lazy("breach of sharing rules", "Dropped")
        MENDED = "mended", pgettext_lazy("breach of sharing rules", "Mended")

    unit = models.ForeignKey("organizations.Department", models.PROTECT, related_name="breaches")
    grounds = models.TextField(_("grounds"), max_length=4000)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.RAISED)
    raised_on = models.DateField(_("raised on"))
    heard_until = models.DateField(_("statement until"))
    statement = models.TextField(_("statement of the unit"), max_length=4000, blank=True)
    stated_on = models.DateField(_("stated on"), null=True, blank=True)
    decided_on = models.DateField(_("decided on"), null=True, blank=True)
    opinion = models.CharField(_("opinion"), max_length=1000, blank=True)
    mended_on = models.DateField(_("mended on"), null=True, blank=True)
    raised_by = models.ForeignKey("organizations.Post", models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-raised_on", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["unit"],
                condition=models.Q(state__in=["raised", "found"]),
                name="breach_open_once_per_unit",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit} · {self.get_state_display()}"

    def get_absolute_url(self) -> str:
        """The page of the breach."""
        return reverse("supervision:breach", args=[self.pk])


class UnitScore(models.Model):
    """The result of a unit's yearly assessment (jz-data-2020/33.1), as far as money depends on it."""

    unit = models.ForeignKey("organizations.Department", models.PROTECT, related_name="scores")
    year = models.PositiveSmallIntegerField(_("year"))
    score = models.DecimalField(_("score"), max_digits=5, decimal_places=2)
    passed = models.BooleanField(_("passed"))
    note = models.CharField(_("note"), max_length=500, blank=True)
    recorded_on = models.DateField(_("recorded on"))
    recorded_by = models.ForeignKey("organizations.Post", models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-year", "unit__code"]
        constraints = [models.UniqueConstraint(fields=["unit", "year"], name="unit_score_once_a_year")]

    def __str__(self) -> str:
        return f"{self.unit} {self.year}"
