"""The feasibility study of a project as data, the entries that it plans, and what it overlaps with."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from shuyuan.catalog.guide import Cycle, MethodType
from shuyuan.studies.wording import HOSTINGS, NETWORKS, RELATIONS, VERDICTS


class Study(models.Model):
    """The study of one project: where it would run and what it needs there; lists hang on it.

    `revision` grows with every write of these fields and guards against two people editing at once.
    """

    project = models.OneToOneField("projects.Project", models.CASCADE, related_name="study")
    network = models.CharField(_("network"), max_length=20, choices=NETWORKS, blank=True)
    hosting = models.CharField(_("hosting"), max_length=20, choices=HOSTINGS, blank=True)
    cpu_cores = models.PositiveIntegerField(_("processor cores"), null=True, blank=True)
    memory_gb = models.PositiveIntegerField(_("memory (GB)"), null=True, blank=True)
    storage_gb = models.PositiveIntegerField(_("storage (GB)"), null=True, blank=True)
    bandwidth_mbps = models.PositiveIntegerField(_("bandwidth (Mbit/s)"), null=True, blank=True)
    resources_from = models.DateField(_("needed from"), null=True, blank=True)
    connection = models.TextField(_("how it joins the platform"), max_length=1000, blank=True)
    revision = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField(_("last saved"))
    overlaps_found_at = models.DateTimeField(_("overlaps looked for"), null=True, blank=True)

    def __str__(self) -> str:
        return str(self.project)


class PlannedEntry(models.Model):
    """An entry that the project will fill, written in the catalog's own editor, and how it is exchanged."""

    study = models.ForeignKey(Study, models.CASCADE, related_name="planned")
    entry = models.OneToOneField("catalog.Entry", models.CASCADE, related_name="planned_by")
    exchange_mode = models.CharField(_("way of exchange"), max_length=12, choices=MethodType, blank=True)
    exchange_cycle = models.CharField(_("how often"), max_length=12, choices=Cycle, blank=True)
    interface = models.CharField(_("interface"), max_length=400, blank=True)

    class Meta:
        ordering = ["study", "id"]

    def __str__(self) -> str:
        return str(self.entry)


class SharingLine(models.Model):
    """A line of the sharing list: with whom a planned entry is shared; without a department with all."""

    planned = models.ForeignKey(PlannedEntry, models.CASCADE, related_name="sharing")
    department = models.ForeignKey(
        "organizations.Department",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("shared with"),
    )
    items = models.JSONField(_("items"), default=list, blank=True)
    condition = models.CharField(_("condition"), max_length=400, blank=True)

    class Meta:
        ordering = ["planned", "id"]

    def __str__(self) -> str:
        return f"{self.planned} → {self.department or '*'}"


class Need(models.Model):
    """Data of others that the system needs, and what the catalog has of it.

    `found` holds ``{"entry", "score", "coverage", "items"}`` as `demand.matching` gave it; `entry` is what
    the unit takes, `reason` why it takes none of what was found.
    """

    study = models.ForeignKey(Study, models.CASCADE, related_name="needs")
    name = models.CharField(_("what is needed"), max_length=128)
    items = models.JSONField(_("items"), default=list)
    purpose = models.CharField(_("what for"), max_length=400, blank=True)
    found = models.JSONField(default=list)
    entry = models.ForeignKey("catalog.Entry", models.PROTECT, null=True, blank=True, related_name="+")
    reason = models.CharField(_("why none of them"), max_length=400, blank=True)

    class Meta:
        ordering = ["study", "id"]

    def __str__(self) -> str:
        return self.name


class SystemLink(models.Model):
    """A registered system that the project replaces, joins or extends."""

    study = models.ForeignKey(Study, models.CASCADE, related_name="systems")
    system = models.ForeignKey("systems.InformationSystem", models.PROTECT, related_name="+")
    relation = models.CharField(_("what happens to it"), max_length=12, choices=RELATIONS)
    note = models.CharField(_("note"), max_length=300, blank=True)

    class Meta:
        ordering = ["study", "id"]
        constraints = [models.UniqueConstraint(fields=["study", "system"], name="study_system_once")]

    def __str__(self) -> str:
        return f"{self.system} {self.relation}"


class Profile(models.Model):
    """The texts by which a filed project or a registered system is compared; its grams stand beside it."""

    project = models.OneToOneField("projects.Project", models.CASCADE, null=True, related_name="profile")
    system = models.OneToOneField(
        "systems.InformationSystem", models.CASCADE, null=True, related_name="profile"
    )
    name = models.CharField(max_length=120)
    text = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(project__isnull=False, system__isnull=True)
                | models.Q(project__isnull=True, system__isnull=False),
                name="profile_of_one_thing",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Gram(models.Model):
    """Two neighboring characters of a profile, as a number; candidates for a comparison are found by them."""

    profile = models.ForeignKey(Profile, models.CASCADE, related_name="grams", db_index=False)
    gram = models.BigIntegerField()

    class Meta:
        indexes = [models.Index(fields=["gram", "profile"], name="gram_of_profile")]
        constraints = [models.UniqueConstraint(fields=["profile", "gram"], name="gram_once")]

    def __str__(self) -> str:
        return str(self.gram)


class Datum(models.Model):
    """An item of a planned entry as others are compared with it: by its data element, or by its name.

    `key` is ``e:`` with the number of an element or ``l:`` with the plain name; with an element both.
    """

    project = models.ForeignKey("projects.Project", models.CASCADE, related_name="data", db_index=False)
    entry = models.ForeignKey("catalog.Entry", models.CASCADE, related_name="+")
    key = models.CharField(max_length=110)
    label = models.CharField(max_length=100)

    class Meta:
        indexes = [models.Index(fields=["key", "project"], name="datum_key")]
        constraints = [models.UniqueConstraint(fields=["project", "entry", "key"], name="datum_once")]

    def __str__(self) -> str:
        return self.key


class Overlap(models.Model):
    """What a project resembles: another project, a system, or an entry whose items it would collect again.

    Scores go from 0 to 100, the greater of `text_score` and `data_score` counts. `words` are what the texts
    have in common, `items` the same data: ``{"planned", "label", "theirs", "entry", "code", "element"}``.
    """

    project = models.ForeignKey("projects.Project", models.CASCADE, related_name="overlaps")
    other = models.ForeignKey("projects.Project", models.CASCADE, null=True, related_name="+")
    system = models.ForeignKey("systems.InformationSystem", models.CASCADE, null=True, related_name="+")
    entry = models.ForeignKey("catalog.Entry", models.CASCADE, null=True, related_name="+")
    score = models.PositiveSmallIntegerField(_("score"))
    text_score = models.PositiveSmallIntegerField(default=0)
    data_score = models.PositiveSmallIntegerField(default=0)
    words = models.JSONField(default=list)
    items = models.JSONField(default=list)
    found_at = models.DateTimeField(_("found"))
    verdict = models.CharField(_("judgement"), max_length=12, choices=VERDICTS, blank=True)
    opinion = models.CharField(_("opinion"), max_length=1000, blank=True)
    judged_at = models.DateTimeField(null=True)
    judged_by = models.ForeignKey("organizations.Post", models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["project", "-score", "id"]

    def __str__(self) -> str:
        return f"{self.project_id} {self.target}"

    @property
    def target(self) -> object:
        """What it resembles."""
        return self.other or self.system or self.entry
