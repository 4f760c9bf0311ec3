"""Jobs and the schedules that make them."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from shuyuan.kernel.actor import PLATFORM, Actor, Role


class Job(models.Model):
    """One piece of background work, for whom it runs and how far it got.

    A running job belongs to the worker `worker` until `lease_until`; each taking counts in `attempts`,
    and the pair of both tells a worker that came back late that the job is no longer its own. The error
    is kept as code and facts: pages find the words in the reader's language.
    """

    class State(models.TextChoices):
        """Where a job stands."""

        QUEUED = "queued", _("Queued")
        RUNNING = "running", _("Running")
        DONE = "done", _("Done")
        FAILED = "failed", _("Failed")
        CANCELLED = "cancelled", _("Cancelled")

    ACTIVE = (State.QUEUED, State.RUNNING)

    name = models.CharField(_("work"), max_length=80)
    params = models.JSONField(_("parameters"), default=dict)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.QUEUED)
    done = models.BigIntegerField(_("done"), default=0)
    total = models.BigIntegerField(_("of"), default=0)
    note = models.CharField(_("stage"), max_length=200, blank=True)
    attempts = models.PositiveIntegerField(_("attempts"), default=0)
    max_attempts = models.PositiveIntegerField(_("attempts at most"), default=5)
    not_before = models.DateTimeField(_("not before"))
    lease_until = models.DateTimeField(_("lease"), null=True, blank=True)
    heartbeat_at = models.DateTimeField(_("last sign of life"), null=True, blank=True)
    worker = models.CharField(_("worker"), max_length=100, blank=True)
    unique_key = models.CharField(_("unique key"), max_length=200, blank=True)
    run_again = models.BooleanField(default=False)
    cancel_requested = models.BooleanField(default=False)
    error_code = models.CharField(_("error"), max_length=80, blank=True)
    error_detail = models.TextField(_("detail"), blank=True)
    error_facts = models.JSONField(default=dict, blank=True)
    incident = models.CharField(_("incident"), max_length=32, blank=True)
    result = models.JSONField(_("result"), null=True, blank=True)
    person_id = models.BigIntegerField(default=0)
    person_name = models.CharField(_("requested by"), max_length=60, blank=True)
    post_id = models.BigIntegerField(default=0)
    department = models.CharField(_("department"), max_length=32, blank=True)
    role = models.CharField(_("role"), max_length=30)
    created_at = models.DateTimeField(_("requested"), auto_now_add=True)
    started_at = models.DateTimeField(_("started"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["unique_key"],
                condition=models.Q(state__in=["queued", "running"]) & ~models.Q(unique_key=""),
                name="job_active_once",
            )
        ]
        indexes = [
            models.Index(fields=["state", "not_before"], name="job_waiting"),
            models.Index(fields=["department", "-id"], name="job_department"),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.pk}"

    @property
    def actor(self) -> Actor:
        """For whom the job runs: the post that asked for it, or the platform itself."""
        if not self.person_id:
            return PLATFORM
        return Actor(self.person_id, self.person_name, self.post_id, self.department, Role(self.role))

    @property
    def has_ended(self) -> bool:
        """Whether nothing more will happen to it."""
        return self.state not in self.ACTIVE

    @property
    def percent(self) -> int | None:
        """How much is done, 0 to 100; None while the total is unknown."""
        if self.state == self.State.DONE:
            return 100
        return min(100, self.done * 100 // self.total) if self.total > 0 else None


class Schedule(models.Model):
    """When a registered schedule last made its job, and whether the operator switched it off."""

    name = models.CharField(_("work"), max_length=80, unique=True)
    is_enabled = models.BooleanField(_("switched on"), default=True)
    last_run_at = models.DateTimeField(_("last run"), null=True, blank=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
