"""Tables of the working calendar and of the tasks that lie in inboxes."""

from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from shuyuan.kernel.calendar import YearStatus
from shuyuan.regulations.parameters import Unit


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


class Task(models.Model):
    """Something that waits in an inbox, with its deadline and how that was counted.

    `addressee` is where it lies: ``<department>/<role>``, ``*/<role>`` for a role that only one body
    holds, or ``post/<id>``. `sort_on` is the due day, or the end of time without one.
    """

    UnitChoice = models.TextChoices(  # type: ignore[misc]
        "UnitChoice",
        {
            "WORKING_DAY": (Unit.WORKING_DAY.value, _("working days")),
            "CALENDAR_DAY": (Unit.CALENDAR_DAY.value, _("calendar days")),
            "MONTH": (Unit.MONTH.value, _("months")),
            "YEAR": (Unit.YEAR.value, _("years")),
        },
    )

    kind = models.CharField(max_length=60)
    subject_kind = models.CharField(max_length=60)
    subject_id = models.CharField(max_length=64)
    title = models.CharField(max_length=200)
    url = models.CharField(max_length=200)

    addressee = models.CharField(max_length=80)
    department = models.ForeignKey("organizations.Department", models.PROTECT, null=True, related_name="+")
    role = models.CharField(max_length=30, blank=True)
    post = models.ForeignKey("organizations.Post", models.PROTECT, null=True, related_name="+")

    received_on = models.DateField()
    due_on = models.DateField(null=True)
    sort_on = models.DateField()
    cites = models.CharField(max_length=60, blank=True)
    parameter = models.CharField(max_length=80, blank=True)
    parameter_since = models.DateField(null=True)
    amount = models.PositiveSmallIntegerField(null=True)
    unit = models.CharField(max_length=20, choices=UnitChoice, blank=True)
    calendar_revision = models.CharField(max_length=60, blank=True)
    provisional = models.BooleanField(default=False)

    opened_at = models.DateTimeField()
    opened_by = models.CharField(max_length=60)
    opened_department = models.CharField(max_length=32, blank=True)
    done_at = models.DateTimeField(null=True)
    done_on = models.DateField(null=True)
    done_by = models.CharField(max_length=60, blank=True)
    done_by_post = models.BigIntegerField(null=True)
    outcome = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["subject_kind", "subject_id", "kind", "addressee"],
                condition=Q(done_at__isnull=True),
                name="task_open_once",
            ),
            models.CheckConstraint(condition=Q(post__isnull=False) | ~Q(role=""), name="task_is_addressed"),
        ]
        indexes = [
            models.Index(
                fields=["addressee", "sort_on", "id"], condition=Q(done_at__isnull=True), name="task_inbox"
            ),
            models.Index(fields=["due_on"], condition=Q(done_at__isnull=True), name="task_open_due"),
            models.Index(fields=["done_by_post", "-done_at"], name="task_done_by"),
            models.Index(fields=["subject_kind", "subject_id"], name="task_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.title}"

    @property
    def is_late(self) -> bool:
        """Whether it was done after its due day; an open task is never late here, that needs the day."""
        return self.done_on is not None and self.due_on is not None and self.done_on > self.due_on
