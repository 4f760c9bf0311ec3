"""Tables of the working calendar: its revisions, years and days, and who was told of moved deadlines."""

from uuid import uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _

from shuyuan.kernel.calendar import YearStatus


class CalendarRevision(models.Model):
    """One change of the calendar; its number stands in every deadline that was counted with it.

    Years and days are only ever added, each under its revision: the calendar of revision n is what
    was entered last for each year and day in the revisions up to n. `key` tells it from a revision of
    the same number in another database, such as a backup from before. Only revisions that took years
    over from the package have no reason.
    """

    key = models.UUIDField(default=uuid4, editable=False)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=60)
    reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return str(self.pk)


class CalendarYear(models.Model):
    """Whether the holidays of a year are announced, and by which document."""

    StatusChoice = models.TextChoices(  # type: ignore[misc]
        "StatusChoice",
        {
            "ANNOUNCED": (YearStatus.ANNOUNCED.value, _("Announced")),
            "PROVISIONAL": (YearStatus.PROVISIONAL.value, _("Provisional")),
        },
    )

    revision = models.ForeignKey(CalendarRevision, models.PROTECT, related_name="years")
    year = models.PositiveSmallIntegerField()
    status = models.CharField(max_length=12, choices=StatusChoice)
    source = models.CharField(max_length=120)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["revision", "year"], name="calendar_year_once")]

    def __str__(self) -> str:
        return f"{self.year} {self.status}"


class CalendarDay(models.Model):
    """Whether a day that does not follow the week is worked, or that it follows the week again."""

    revision = models.ForeignKey(CalendarRevision, models.PROTECT, related_name="days")
    day = models.DateField()
    working = models.BooleanField()
    name = models.CharField(max_length=60, blank=True)
    source = models.CharField(max_length=120)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["revision", "day"], name="calendar_day_once")]

    def __str__(self) -> str:
        return f"{self.day:%Y-%m-%d} {'+' if self.working else '-'}"


class DeadlineMove(models.Model):
    """How many deadlines of one inbox a revision of the calendar moved; its people were told."""

    revision = models.ForeignKey(CalendarRevision, models.PROTECT, related_name="moves")
    addressee = models.CharField(max_length=80)
    department = models.ForeignKey("organizations.Department", models.PROTECT, null=True, related_name="+")
    role = models.CharField(max_length=30, blank=True)
    post = models.ForeignKey("organizations.Post", models.PROTECT, null=True, related_name="+")
    task_count = models.PositiveIntegerField()
    people_count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["revision", "addressee"], name="deadline_move_once"),
        ]

    def __str__(self) -> str:
        return f"{self.addressee}: {self.task_count}"
