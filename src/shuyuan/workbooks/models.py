"""Imports: a file that somebody brings, what the dry run said of each of its entries, and what came of it."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from shuyuan.workbooks.states import TONES, Outcome, State

STATE_LABELS = [
    (State.CHECKING.value, _("Being checked")),
    (State.UNREADABLE.value, _("Cannot be read")),
    (State.CHECKED.value, _("Dry run done")),
    (State.APPLYING.value, _("Being written")),
    (State.APPLIED.value, _("Written as drafts")),
    (State.WITHDRAWN.value, _("Given up")),
]
OUTCOME_LABELS = [
    (Outcome.NEW.value, _("New")),
    (Outcome.CHANGED.value, _("Changed")),
    (Outcome.UNCHANGED.value, _("Unchanged")),
    (Outcome.REFUSED.value, _("Not passed")),
]


class CatalogImport(models.Model):
    """One file for the catalog of one department: kept as sent, checked first, then written as drafts.

    With a `home` its entries go to the plan of that kind with `home_id` (`workbooks.homes`).
    """

    class Kind(models.TextChoices):
        """What the file is."""

        SHEET = "sheet", _("Spreadsheet")
        DOCUMENT = "document", _("JSON document")
        SCHEMA = "schema", _("Database schema")

    class Mode(models.TextChoices):
        """How much of the file is written."""

        ALL = "all", _("All or nothing")
        VALID = "valid", _("What was accepted")

    department = models.ForeignKey("organizations.Department", models.PROTECT, related_name="catalog_imports")
    sent_by = models.ForeignKey("organizations.Post", models.PROTECT, related_name="+")
    sent_at = models.DateTimeField(_("sent"))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    filename = models.CharField(_("file"), max_length=200)
    size = models.BigIntegerField(_("size"))
    digest = models.CharField(_("digest"), max_length=64)
    digest_algorithm = models.CharField(max_length=10)
    landed_path = models.CharField(max_length=400)

    home = models.CharField(max_length=20, blank=True)
    home_id = models.PositiveBigIntegerField(null=True, blank=True)
    state = models.CharField(_("state"), max_length=12, choices=STATE_LABELS, default=State.CHECKING.value)
    job = models.ForeignKey("jobs.Job", models.SET_NULL, null=True, blank=True, related_name="+")
    problem = models.JSONField(null=True, blank=True)
    notes = models.JSONField(default=list)
    mode = models.CharField(_("what is written"), max_length=8, choices=Mode, blank=True)
    change = models.JSONField(default=dict)

    row_count = models.PositiveIntegerField(_("rows"), default=0)
    new_count = models.PositiveIntegerField(_("new"), default=0)
    changed_count = models.PositiveIntegerField(_("changed"), default=0)
    unchanged_count = models.PositiveIntegerField(_("unchanged"), default=0)
    refused_count = models.PositiveIntegerField(_("not passed"), default=0)
    revision_count = models.PositiveIntegerField(default=0)
    remark_count = models.PositiveIntegerField(default=0)
    written_count = models.PositiveIntegerField(_("written"), default=0)
    checked_at = models.DateTimeField(_("checked"), null=True, blank=True)
    applied_at = models.DateTimeField(_("written at"), null=True, blank=True)

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["department", "-id"], name="import_of_department")]

    def __str__(self) -> str:
        return self.filename

    def get_absolute_url(self) -> str:
        """The page of the import."""
        return reverse("workbooks:import", args=[self.pk])

    @property
    def tone(self) -> str:
        """The tone of the state's badge."""
        return TONES[State(self.state)]

    @property
    def state_shown(self) -> str:
        """The state in words; what goes to a study becomes no drafts of the department."""
        if self.home and self.state == State.APPLIED:
            return gettext("Written into the study")
        return self.get_state_display()

    @property
    def is_moving(self) -> bool:
        """Whether a worker has it or will take it."""
        return self.state in {State.CHECKING, State.APPLYING}

    @property
    def entry_count(self) -> int:
        """How many entries the file has."""
        return self.new_count + self.changed_count + self.unchanged_count + self.refused_count

    @property
    def is_all_accepted(self) -> bool:
        """Whether nothing in the file was refused, rows without an entry included."""
        return not self.refused_count and not self.remarks.filter(refuses=True).exists()

    @property
    def to_write(self) -> int:
        """How many entries would become drafts."""
        return self.new_count + self.changed_count


class ImportLine(models.Model):
    """One entry of the file, and what the import does with it."""

    source = models.ForeignKey(CatalogImport, models.CASCADE, related_name="lines")
    position = models.PositiveIntegerField(_("number"))
    row = models.PositiveIntegerField(_("row"), default=0)
    pointer = models.CharField(_("place"), max_length=60, blank=True)
    name = models.CharField(_("name"), max_length=200)
    code = models.CharField(_("code"), max_length=64, blank=True)
    outcome = models.CharField(_("what happens"), max_length=10, choices=OUTCOME_LABELS)
    item_count = models.PositiveIntegerField(_("items"), default=0)
    changes = models.JSONField(default=dict)
    refusal_count = models.PositiveIntegerField(default=0)
    warning_count = models.PositiveIntegerField(default=0)
    entry = models.ForeignKey(
        "catalog.Entry", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("entry")
    )

    class Meta:
        ordering = ["source", "position"]
        constraints = [models.UniqueConstraint(fields=["source", "position"], name="import_line_once")]

    def __str__(self) -> str:
        return f"{self.position} {self.name}"


class ImportRemark(models.Model):
    """Something that the dry run found, with its place; what `refuses` keeps the whole entry out."""

    source = models.ForeignKey(CatalogImport, models.CASCADE, related_name="remarks")
    position = models.PositiveIntegerField(_("number"))
    line = models.PositiveIntegerField(default=0)
    refuses = models.BooleanField(_("kind"), default=True)
    row = models.PositiveIntegerField(_("row"), default=0)
    column = models.CharField(_("column"), max_length=60, blank=True)
    pointer = models.CharField(_("place"), max_length=120, blank=True)
    value = models.CharField(_("value"), max_length=200, blank=True)
    code = models.CharField(max_length=60)
    facts = models.JSONField(default=dict)

    class Meta:
        ordering = ["source", "position"]
        indexes = [models.Index(fields=["source", "code"], name="import_remark_code")]
        constraints = [models.UniqueConstraint(fields=["source", "position"], name="import_remark_once")]

    def __str__(self) -> str:
        return f"{self.row} {self.column} {self.code}"


class SchemaReading(models.Model):
    """The tables of a database as its SQL or the database itself told them, for somebody to tick.

    `source` names the configured database when a job asked it; a file leaves `source` and `job` empty.
    """

    department = models.ForeignKey("organizations.Department", models.PROTECT, related_name="+")
    read_by = models.ForeignKey("organizations.Post", models.PROTECT, related_name="+")
    read_at = models.DateTimeField(_("read at"))
    filename = models.CharField(_("database or file"), max_length=200)
    dialect = models.CharField(max_length=12)
    source = models.CharField(max_length=60, blank=True)
    job = models.ForeignKey("jobs.Job", models.SET_NULL, null=True, blank=True, related_name="+")
    problem = models.JSONField(null=True, blank=True)
    table_count = models.PositiveIntegerField(_("tables"), default=0)
    tables = models.JSONField(default=list)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.filename

    def get_absolute_url(self) -> str:
        """The page on which tables are ticked."""
        return reverse("workbooks:tables", args=[self.pk])

    @property
    def is_moving(self) -> bool:
        """Whether a worker has it or will take it."""
        return bool(self.job and not self.job.has_ended and not self.table_count and not self.problem)

    @property
    def has_failed(self) -> bool:
        """Whether its job ended without tables and without saying why."""
        return bool(self.source) and not (self.table_count or self.problem or self.is_moving)
