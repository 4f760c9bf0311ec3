"""Projects, their journal, and the money that is kept back."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from shuyuan.projects.rules.facts import (
    ProjectFacts,
    SystemFacts,
    UnitFacts,
    from_json,
    system_from_json,
    unit_from_json,
)
from shuyuan.projects.rules.filing import FundingMode, ProjectKind
from shuyuan.projects.rules.holds import Funds
from shuyuan.projects.rules.stages import Stage
from shuyuan.projects.wording import FUNDING_MODES, FUNDS, KINDS, STAGES


class Project(models.Model):
    """A government IT project (政务信息化项目). `facts` is the fold of its journal, never written otherwise.

    The columns below `facts` repeat those that lists filter and sort by; `projects.steps` keeps them.
    """

    number = models.CharField(_("number"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=120)
    unit = models.ForeignKey(
        "organizations.Department", models.PROTECT, related_name="projects", verbose_name=_("unit")
    )
    kind = models.CharField(
        _("kind of project"), max_length=12, choices=[(k.value, v) for k, v in KINDS.items()]
    )
    funding_mode = models.CharField(
        _("funding mode"), max_length=24, choices=[(k.value, v) for k, v in FUNDING_MODES.items()]
    )
    system = models.ForeignKey(
        "systems.InformationSystem",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="projects",
        verbose_name=_("system"),
    )
    purpose = models.TextField(_("purpose of the project"), max_length=4000, blank=True)
    planned_start_on = models.DateField(_("planned start"), null=True, blank=True)
    planned_end_on = models.DateField(_("planned end"), null=True, blank=True)
    drafted_at = models.DateTimeField(_("drafted"))
    drafted_by = models.ForeignKey("organizations.Post", models.PROTECT, null=True, related_name="+")

    facts = models.JSONField(default=dict)
    revision = models.PositiveIntegerField(default=0)

    stage = models.CharField(
        _("stage"),
        max_length=12,
        choices=[(k.value, v) for k, v in STAGES.items()],
        default=Stage.DRAFT.value,
    )
    stage_since = models.DateField(_("in this stage since"))
    plan_year = models.PositiveSmallIntegerField(_("plan year"))
    is_late = models.BooleanField(_("filed late"), default=False)
    planned_fen = models.BigIntegerField(_("planned"), default=0)
    approved_fen = models.BigIntegerField(_("approved"), default=0)
    #: What may be budgeted in all: approved, else reviewed by finance, else planned.
    limit_fen = models.BigIntegerField(default=0)
    budgeted_fen = models.BigIntegerField(_("budgeted"), default=0)
    contracted_fen = models.BigIntegerField(_("contracted"), default=0)
    paid_fen = models.BigIntegerField(_("paid"), default=0)
    upkeep_fen = models.BigIntegerField(_("upkeep budgeted"), default=0)
    unfunded_years = models.PositiveSmallIntegerField(_("years without money"), default=0)
    completed_on = models.DateField(_("completed"), null=True, blank=True)
    acceptance_due_on = models.DateField(_("acceptance due"), null=True, blank=True)
    accepted_on = models.DateField(_("accepted on"), null=True, blank=True)
    operating_since = models.DateField(_("operating since"), null=True, blank=True)
    evaluation_failed_on = models.DateField(_("evaluation failed"), null=True, blank=True)
    hold_count = models.PositiveSmallIntegerField(_("holds"), default=0)
    held_funds = models.CharField(_("funds held"), max_length=60, blank=True)

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["stage", "unit"], name="project_stage_unit"),
            models.Index(fields=["plan_year", "stage"], name="project_year_stage"),
            models.Index(fields=["unit", "plan_year"], name="project_unit_year"),
            models.Index(fields=["stage", "acceptance_due_on"], name="project_acceptance_due"),
            models.Index(fields=["planned_fen"], name="project_planned"),
            models.Index(fields=["operating_since"], name="project_operating"),
            models.Index(fields=["name", "number", "stage"], name="project_names"),
            models.Index(
                fields=["-unfunded_years", "-planned_fen", "id", "stage", "plan_year"], name="project_library"
            ),
            models.Index(
                fields=["accepted_on", "acceptance_due_on", "id", "stage"],
                condition=models.Q(completed_on__isnull=False),
                name="project_accepted",
            ),
            models.Index(
                fields=["id", "held_funds", "stage"],
                condition=models.Q(hold_count__gt=0),
                name="project_held_funds",
            ),
            models.Index(
                fields=["stage", "plan_year", "id"],
                condition=models.Q(limit_fen__gt=models.F("budgeted_fen")),
                name="project_to_budget",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(planned_fen__gte=0)
                & models.Q(approved_fen__gte=0)
                & models.Q(budgeted_fen__gte=0)
                & models.Q(paid_fen__gte=0),
                name="project_money_not_negative",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The project's page."""
        return reverse("projects:project", args=[self.pk])

    @property
    def known(self) -> ProjectFacts:
        """The facts as rules take them."""
        return from_json(self.facts)

    @property
    def held_words(self) -> str:
        """The kinds of money that are kept back, in words; empty for none."""
        return "、".join(str(FUNDS[Funds(code)]) for code in self.held_funds.split(",") if code)

    @property
    def project_kind(self) -> ProjectKind:
        """The kind as rules take it."""
        return ProjectKind(self.kind)

    @property
    def mode(self) -> FundingMode:
        """The funding mode as rules take it."""
        return FundingMode(self.funding_mode)


class Tally(models.Model):
    """A part of the totals of a unit, a plan year and a stage: the sum of its rows is what its projects are.

    `projects.tally` adds rows with every change and draws them together at night; parts may be negative.
    """

    unit = models.ForeignKey("organizations.Department", models.PROTECT, related_name="+")
    plan_year = models.PositiveSmallIntegerField()
    stage = models.CharField(max_length=12)
    count = models.IntegerField()
    held_count = models.IntegerField()
    planned_fen = models.BigIntegerField()
    approved_fen = models.BigIntegerField()
    budgeted_fen = models.BigIntegerField()
    contracted_fen = models.BigIntegerField()
    paid_fen = models.BigIntegerField()
    held_fen = models.BigIntegerField()

    class Meta:
        indexes = [models.Index(fields=["unit", "plan_year"], name="tally_unit_year")]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.plan_year} {self.stage}"


class JournalEntry(models.Model):
    """Something that happened to a project, a unit or a system; written once, never changed.

    `on` is the day on which it happened, `at` the moment of writing; `data` holds what the kind needs (money
    in fen, days as ISO text).
    """

    project = models.ForeignKey(Project, models.PROTECT, null=True, related_name="journal")
    unit = models.ForeignKey("organizations.Department", models.PROTECT, null=True, related_name="+")
    system = models.ForeignKey("systems.InformationSystem", models.PROTECT, null=True, related_name="+")
    kind = models.CharField(_("what"), max_length=30)
    on = models.DateField(_("day"))
    at = models.DateTimeField(_("written"))
    data = models.JSONField(default=dict)
    cites = models.CharField(_("provision"), max_length=60, blank=True)
    person_id = models.BigIntegerField(default=0)
    person_name = models.CharField(_("by"), max_length=60, blank=True)
    post = models.ForeignKey("organizations.Post", models.PROTECT, null=True, related_name="+")
    department = models.CharField(max_length=32, blank=True)
    role = models.CharField(max_length=30, blank=True)
    from_stage = models.CharField(max_length=12, blank=True)
    to_stage = models.CharField(max_length=12, blank=True)

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(fields=["project", "id"], name="journal_project"),
            models.Index(fields=["kind", "on"], name="journal_kind_day"),
        ]

    def __str__(self) -> str:
        return f"{self.project_id or self.unit_id or self.system_id} {self.kind} {self.on}"


class UnitStanding(models.Model):
    """What is known of a project unit as a whole: the fold of its journal."""

    unit = models.OneToOneField("organizations.Department", models.CASCADE, related_name="standing")
    facts = models.JSONField(default=dict)

    def __str__(self) -> str:
        return str(self.unit_id)

    @property
    def known(self) -> UnitFacts:
        """The facts as rules take them."""
        return unit_from_json(self.facts)


class SystemStanding(models.Model):
    """What is known of a system, as far as money depends on it: the fold of its journal."""

    system = models.OneToOneField("systems.InformationSystem", models.CASCADE, related_name="standing")
    facts = models.JSONField(default=dict)

    def __str__(self) -> str:
        return str(self.system_id)

    @property
    def known(self) -> SystemFacts:
        """The facts as rules take them."""
        return system_from_json(self.facts)


class Hold(models.Model):
    """Money of a project that is kept back, from the day of the fact until it is gone."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="holds")
    code = models.CharField(_("why"), max_length=40)
    cites = models.CharField(_("provision"), max_length=60)
    funds = models.CharField(_("funds"), max_length=60)
    blocks = models.BooleanField(default=True)
    since = models.DateField(_("since"))
    until = models.DateField(_("until"), null=True, blank=True)
    facts = models.JSONField(default=dict)
    unpaid_fen = models.BigIntegerField(default=0)
    unbudgeted_fen = models.BigIntegerField(default=0)
    upkeep_fen = models.BigIntegerField(default=0)
    found_at = models.DateTimeField(_("found"))
    released_at = models.DateTimeField(_("released"), null=True, blank=True)
    released_by = models.ForeignKey(JournalEntry, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-since", "-id"]
        indexes = [
            models.Index(fields=["released_at", "code"], name="hold_open_code"),
            models.Index(fields=["since", "id"], name="hold_since"),
            # the desk of finance adds up this index alone
            models.Index(
                fields=["code", "cites", "blocks", "project", "unpaid_fen", "unbudgeted_fen", "upkeep_fen"],
                condition=models.Q(released_at__isnull=True),
                name="hold_open_sums",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "code"],
                condition=models.Q(released_at__isnull=True),
                name="hold_open_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.project_id} {self.code}"

    @property
    def fund_list(self) -> list[str]:
        """The kinds of money that it keeps back."""
        return self.funds.split(",")
