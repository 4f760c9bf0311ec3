"""Code tables (代码集) that data elements take their values from, each in numbered versions."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class CodeTable(models.Model):
    """A list of codes with its origin, such as a national standard."""

    code = models.CharField(_("code"), max_length=30, unique=True)
    name = models.CharField(_("name"), max_length=80)
    origin = models.CharField(_("origin"), max_length=120, blank=True)

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name

    @property
    def current(self) -> "CodeTableVersion | None":
        """The newest version."""
        return self.versions.first()


class CodeTableVersion(models.Model):
    """The values of a table from a day on, as pairs of code and meaning; never changed afterwards."""

    table = models.ForeignKey(CodeTable, models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField(_("version"))
    since = models.DateField(_("since"), null=True, blank=True)
    values = models.JSONField(_("values"), default=list)
    note = models.CharField(_("note"), max_length=200, blank=True)

    class Meta:
        ordering = ["table", "-number"]
        constraints = [models.UniqueConstraint(fields=["table", "number"], name="code_table_version_once")]

    def __str__(self) -> str:
        return f"{self.table_id} v{self.number}"
