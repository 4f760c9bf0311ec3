"""The tasks that lie in inboxes, and what happened to them on the way."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from shuyuan.kernel.actor import PLATFORM
from shuyuan.regulations.parameters import Unit


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

    class Stage(models.IntegerChoices):
        """How far the escalation has come; it only goes up, and begins anew when a deadline moves away."""

        QUIET = 0, _("Nobody was reminded")
        ADDRESSEE = 1, _("The addressee was reminded")
        LEADER = 2, _("The principal officer was told")
        BUREAU = 3, _("The bureau was told")

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
    opened_by_post = models.BigIntegerField(null=True)
    done_at = models.DateTimeField(null=True)
    done_on = models.DateField(null=True)
    done_by = models.CharField(max_length=60, blank=True)
    done_by_post = models.BigIntegerField(null=True)
    outcome = models.CharField(max_length=60, blank=True)

    reminder_count = models.PositiveSmallIntegerField(default=0)
    is_supervised = models.BooleanField(default=False)
    stage = models.PositiveSmallIntegerField(choices=Stage, default=Stage.QUIET)

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
            models.Index(
                fields=["addressee", "received_on", "id"],
                condition=Q(done_at__isnull=True),
                name="task_inbox_received",
            ),
            models.Index(
                fields=["addressee", "kind", "sort_on", "id"],
                condition=Q(done_at__isnull=True),
                name="task_inbox_kind",
            ),
            models.Index(fields=["stage", "due_on"], condition=Q(done_at__isnull=True), name="task_stage"),
            # Without the conditions SQLite skips through these indexes to look for open tasks.
            models.Index(
                fields=["done_by_post", "done_at", "id"],
                condition=Q(done_by_post__isnull=False),
                name="task_done_post",
            ),
            models.Index(
                fields=["opened_by_post", "id"],
                condition=Q(opened_by_post__isnull=False),
                name="task_opened_post",
            ),
            models.Index(fields=["subject_kind", "subject_id"], name="task_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.title}"

    @property
    def is_late(self) -> bool:
        """Whether it was done after its due day; an open task is never late here, that needs the day."""
        return self.done_on is not None and self.due_on is not None and self.done_on > self.due_on

    @property
    def opener(self) -> str:
        """Who opened it, in words: a person, or the platform by itself."""
        return gettext("The platform") if self.opened_by == PLATFORM.name else self.opened_by


class TaskEvent(models.Model):
    """Something that happened to a task while it waited: reminders, hand-overs, escalations, moved days."""

    class Kind(models.TextChoices):
        """What happened."""

        REMINDED = "reminded", pgettext_lazy("task event", "Reminder")
        HANDED_OVER = "handed_over", pgettext_lazy("task event", "Hand-over")
        ESCALATED = "escalated", pgettext_lazy("task event", "Escalation")
        MOVED = "moved", pgettext_lazy("task event", "Due day moved")

    task = models.ForeignKey(Task, models.PROTECT, related_name="events")
    kind = models.CharField(max_length=12, choices=Kind)
    at = models.DateTimeField()
    by = models.CharField(max_length=60)
    by_post = models.BigIntegerField(null=True)
    by_department = models.CharField(max_length=32, blank=True)
    text = models.CharField(max_length=500, blank=True)
    sender = models.CharField(max_length=120, blank=True)
    recipient = models.CharField(max_length=120, blank=True)
    stage = models.PositiveSmallIntegerField(choices=Task.Stage, default=Task.Stage.QUIET)

    class Meta:
        indexes = [models.Index(fields=["task", "id"], name="task_event_of_task")]

    def __str__(self) -> str:
        return f"{self.kind} {self.task_id}"


class EscalationDays(models.Model):
    """From a day on: how many working days before and after a due day who is told; the bureau's setting.

    The law gives no such days. `near_days` before the end the addressee is reminded, on the first day
    after it also the principal officer is told, `bureau_days` after it the bureau.
    """

    since = models.DateField(unique=True)
    near_days = models.PositiveSmallIntegerField()
    bureau_days = models.PositiveSmallIntegerField()
    reason = models.CharField(max_length=300)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=60)

    class Meta:
        ordering = ["-since"]

    def __str__(self) -> str:
        return f"{self.since}: {self.near_days}/{self.bureau_days}"
