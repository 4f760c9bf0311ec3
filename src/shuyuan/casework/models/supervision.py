"""Supervised matters (督办): a numbered demand to answer by a day, its answers, and its close."""

from django.db import models
from django.utils.translation import pgettext_lazy

from shuyuan.casework.models.tasks import Task


class Supervision(models.Model):
    """A demand of a leader or the bureau; what was said on the way lies under its number as opinions.

    It is about a task that waits somewhere, or about any matter of a department.
    """

    class State(models.TextChoices):
        """Where it stands."""

        OPEN = "open", pgettext_lazy("supervision", "To be answered")
        ANSWERED = "answered", pgettext_lazy("supervision", "Answered")
        CLOSED = "closed", pgettext_lazy("supervision", "Closed")

    number = models.CharField(max_length=60, unique=True)
    task = models.ForeignKey(Task, models.PROTECT, null=True, related_name="supervisions")
    title = models.CharField(max_length=200)
    demand = models.TextField(max_length=1000)
    url = models.CharField(max_length=200, blank=True)
    department = models.ForeignKey("organizations.Department", models.PROTECT, related_name="+")
    role = models.CharField(max_length=30, blank=True)
    post = models.ForeignKey("organizations.Post", models.PROTECT, null=True, related_name="+")
    due_on = models.DateField()
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    round = models.PositiveSmallIntegerField(default=1)

    opened_at = models.DateTimeField()
    opened_by = models.CharField(max_length=60)
    opened_by_post = models.BigIntegerField()
    opened_department = models.CharField(max_length=32)
    answered_at = models.DateTimeField(null=True)
    answered_on = models.DateField(null=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.CharField(max_length=60, blank=True)

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["state", "due_on", "id"], name="supervision_state"),
            models.Index(fields=["department", "state", "due_on", "id"], name="supervision_department"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["task"],
                condition=~models.Q(state="closed") & models.Q(task__isnull=False),
                name="supervision_open_once",
            )
        ]

    def __str__(self) -> str:
        return self.number
