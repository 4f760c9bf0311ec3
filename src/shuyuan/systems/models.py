"""Information systems as the register keeps them, and the moves of what stands outside of what is shared."""

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from shuyuan.systems.rules import MOVES, Target, Thing


class InformationSystem(models.Model):
    """A department's system; only while it is REGISTERED can it be a client of the data interface."""

    class State(models.TextChoices):
        """Where an entry of the register stands."""

        PROPOSED = "proposed", _("Proposed")
        REGISTERED = "registered", _("Registered")
        RETIRED = "retired", _("Out of service")

    class Network(models.TextChoices):
        """The network that a system runs in (jz-project-2020/4)."""

        EGOV_EXTRANET = "egov_extranet", _("E-government extranet")
        EGOV_INTRANET = "egov_intranet", _("E-government intranet")
        INTERNET = "internet", _("Internet")
        PRIVATE = "private", _("Private business network")

    class Hosting(models.TextChoices):
        """Where a system runs (jz-project-2020/4)."""

        GOVERNMENT_CLOUD = "government_cloud", _("Government cloud")
        OWN_ROOM = "own_room", _("Own machine room")
        OTHER_CLOUD = "other_cloud", _("Other cloud")

    class Protection(models.IntegerChoices):
        """The grade of protection that the owner has set (等级保护)."""

        ONE = 1, _("Grade 1")
        TWO = 2, _("Grade 2")
        THREE = 3, _("Grade 3")
        FOUR = 4, _("Grade 4")
        FIVE = 5, _("Grade 5")

    name = models.CharField(_("name"), max_length=80)
    department = models.ForeignKey(
        "organizations.Department", models.PROTECT, related_name="systems", verbose_name=_("department")
    )
    network = models.CharField(_("network"), max_length=20, choices=Network)
    hosting = models.CharField(_("hosting"), max_length=20, choices=Hosting)
    duty = models.CharField(_("what it is for"), max_length=300)
    in_service_since = models.DateField(_("in service since"), null=True, blank=True)
    protection_grade = models.PositiveSmallIntegerField(
        _("protection grade"), choices=Protection, null=True, blank=True
    )
    protection_filing = models.CharField(_("filing number of the protection"), max_length=40, blank=True)
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.PROPOSED)
    proposed_by = models.ForeignKey("organizations.Person", models.PROTECT, related_name="+")
    proposed_on = models.DateField(_("proposed on"))
    registered_on = models.DateField(_("registered on"), null=True, blank=True)
    connected_on = models.DateField(_("connected on"), null=True, blank=True)
    connection_note = models.CharField(_("joined by other ways"), max_length=300, blank=True)
    retired_on = models.DateField(_("out of service since"), null=True, blank=True)
    retirement_reason = models.CharField(_("reason"), max_length=500, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["department", "name"], name="system_name_once_per_department"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def code(self) -> str:
        """The number in the register, given by the platform and never used again."""
        return f"SYS-{self.pk:05d}"

    @property
    def on_government_cloud(self) -> bool:
        """Whether it runs where all systems shall run."""
        return self.hosting == self.Hosting.GOVERNMENT_CLOUD

    @property
    def on_egov_network(self) -> bool:
        """Whether it is on the e-government network; the cloud's zone towards the internet counts."""
        if self.network == self.Network.INTERNET:
            return self.on_government_cloud
        return self.network != self.Network.PRIVATE


class Move(models.Model):
    """A plan for moving a system, machine room, network or exchange system to what all share (迁移计划)."""

    class State(models.TextChoices):
        """How far it has come."""

        PLANNED = "planned", pgettext_lazy("move", "Planned")
        UNDER_WAY = "under_way", pgettext_lazy("move", "Under way")
        REPORTED = "reported", pgettext_lazy("move", "Reported, to be confirmed")
        DONE = "done", pgettext_lazy("move", "Done")
        GIVEN_UP = "given_up", pgettext_lazy("move", "Given up")

    THINGS = (
        (Thing.SYSTEM.value, _("Information system")),
        (Thing.MACHINE_ROOM.value, _("Machine room")),
        (Thing.PRIVATE_NETWORK.value, _("Private business network")),
        (Thing.EXCHANGE_SYSTEM.value, _("Data exchange system")),
    )
    TARGETS = (
        (Target.CLOUD.value, _("Government cloud")),
        (Target.NETWORK.value, _("E-government network")),
        (Target.PLATFORM.value, _("Big data platform")),
        (Target.RETIRED.value, _("Out of service")),
    )
    OPEN = (State.PLANNED, State.UNDER_WAY, State.REPORTED)

    thing = models.CharField(_("what moves"), max_length=20, choices=THINGS)
    system = models.ForeignKey(
        InformationSystem, models.PROTECT, null=True, related_name="moves", verbose_name=_("system")
    )
    name = models.CharField(_("name"), max_length=80)
    department = models.ForeignKey("organizations.Department", models.PROTECT, related_name="moves")
    in_use_since = models.DateField(_("in use since"), null=True)
    target = models.CharField(_("moves to"), max_length=20, choices=TARGETS)
    how = models.TextField(_("how it moves"), max_length=2000)
    planned_on = models.DateField(_("planned on"))
    first_due_on = models.DateField(_("due day of the first plan"))
    due_on = models.DateField(_("due"))
    responsible = models.ForeignKey("organizations.Post", models.PROTECT, related_name="+")
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.PLANNED)
    share = models.PositiveSmallIntegerField(_("share done"), default=0)
    outcome = models.CharField(_("reported as"), max_length=10, choices=State, blank=True)
    reported_on = models.DateField(_("reported on"), null=True)
    ended_on = models.DateField(_("ended on"), null=True)
    end_reason = models.CharField(_("how it ended"), max_length=1000, blank=True)
    planned_by = models.ForeignKey("organizations.Post", models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["due_on", "id"]
        indexes = [
            models.Index(fields=["state", "due_on"], name="move_state_due"),
            models.Index(fields=["department", "state"], name="move_of_department"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["system"],
                condition=Q(state__in=["planned", "under_way", "reported"], system__isnull=False),
                name="move_open_once_per_system",
            ),
            models.UniqueConstraint(
                fields=["department", "thing", "name"],
                condition=Q(state__in=["planned", "under_way", "reported"], system__isnull=True),
                name="move_open_once_per_thing",
            ),
            models.CheckConstraint(condition=Q(share__lte=100), name="move_share_in_percent"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The page of the move."""
        return reverse("systems:move", args=[self.pk])

    @property
    def code(self) -> str:
        """The number of the plan, never used again."""
        return f"MOVE-{self.pk:05d}"

    @property
    def is_open(self) -> bool:
        """Whether it has not ended yet."""
        return self.state in self.OPEN

    @property
    def cites(self) -> str:
        """The provision that asks for the move."""
        return MOVES[Thing(self.thing)]


class Milestone(models.Model):
    """A step of a move with its day."""

    move = models.ForeignKey(Move, models.CASCADE, related_name="milestones")
    title = models.CharField(_("milestone"), max_length=120)
    due_on = models.DateField(_("due"))
    reached_on = models.DateField(_("reached on"), null=True)

    class Meta:
        ordering = ["due_on", "id"]

    def __str__(self) -> str:
        return self.title


class Progress(models.Model):
    """What a department reported of a move: how far, and in words; never changed afterwards."""

    move = models.ForeignKey(Move, models.CASCADE, related_name="reports")
    at = models.DateTimeField()
    share = models.PositiveSmallIntegerField(_("share done"))
    text = models.TextField(_("what was done"), max_length=2000)
    by = models.ForeignKey("organizations.Post", models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.share}%"
