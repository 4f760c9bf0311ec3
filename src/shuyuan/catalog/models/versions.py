"""What was published when: snapshots of entries, and the count of changes of the whole catalog."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class EntryVersion(models.Model):
    """A published version: everything that readers saw, frozen as JSON; never changed afterwards."""

    entry = models.ForeignKey("catalog.Entry", models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField(_("version"))
    snapshot = models.JSONField()
    published_at = models.DateTimeField(_("published"))
    published_by = models.ForeignKey("organizations.Post", models.PROTECT, null=True, related_name="+")
    opinion = models.TextField(_("opinion"), max_length=1000, blank=True)

    class Meta:
        ordering = ["entry", "-number"]
        constraints = [models.UniqueConstraint(fields=["entry", "number"], name="entry_version_once")]

    def __str__(self) -> str:
        return f"{self.entry_id} v{self.number}"


class CatalogRevision(models.Model):
    """One change of the master catalog; its id is the revision that the computed lists carry."""

    class Kind(models.TextChoices):
        """What happened to the entry."""

        PUBLISHED = "published", _("Published")
        SUSPENDED = "suspended", _("Suspended")
        RESUMED = "resumed", _("Resumed")

    at = models.DateTimeField(_("time"))
    kind = models.CharField(max_length=12, choices=Kind)
    entry = models.ForeignKey("catalog.Entry", models.PROTECT, related_name="catalog_revisions")
    version = models.ForeignKey(EntryVersion, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.pk} {self.kind}"
