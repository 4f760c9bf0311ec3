"""Numbers that were given out, files that were added to a subject, and papers that were issued."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class NumberSeries(models.Model):
    """The last number of one kind in one year; the row is locked while a number is given out."""

    kind = models.CharField(_("kind"), max_length=40)
    year = models.PositiveSmallIntegerField(_("year"))
    last = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["kind", "year"]
        constraints = [models.UniqueConstraint(fields=["kind", "year"], name="number_series_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.year}: {self.last}"


class IssuedNumber(models.Model):
    """One number that was given out, and to whom; numbers of a series follow each other without a gap."""

    series = models.ForeignKey(NumberSeries, models.PROTECT, related_name="numbers")
    number = models.PositiveIntegerField()
    text = models.CharField(_("number"), max_length=60, unique=True)
    at = models.DateTimeField(_("time"))
    by = models.ForeignKey("organizations.Post", models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["series", "number"]
        constraints = [models.UniqueConstraint(fields=["series", "number"], name="issued_number_once")]

    def __str__(self) -> str:
        return self.text


class Attachment(models.Model):
    """One version of a file that belongs to a subject; the bytes lie under the digest of their content.

    The same label again is the next version. A removed attachment keeps its row and its reason, and cannot
    be downloaded any more.
    """

    class Scan(models.TextChoices):
        """What the virus scanner said."""

        NOT_SCANNED = "not_scanned", _("Not scanned")
        CLEAN = "clean", _("Scanned")

    subject_kind = models.CharField(max_length=60)
    subject_id = models.CharField(max_length=60)
    label = models.CharField(_("name of the attachment"), max_length=80)
    version = models.PositiveIntegerField(_("version"), default=1)
    name = models.CharField(_("file name"), max_length=200)
    media_type = models.CharField(_("type"), max_length=100)
    size = models.PositiveBigIntegerField(_("size"))
    digest = models.CharField(_("digest"), max_length=64)
    stored_as = models.CharField(max_length=100)
    scan = models.CharField(_("virus scan"), max_length=12, choices=Scan, default=Scan.NOT_SCANNED)
    added_at = models.DateTimeField(_("added at"))
    added_by = models.ForeignKey(
        "organizations.Post", models.PROTECT, null=True, related_name="+", verbose_name=_("added by")
    )
    removed_at = models.DateTimeField(_("removed at"), null=True, blank=True)
    removed_by = models.ForeignKey("organizations.Post", models.PROTECT, null=True, related_name="+")
    removed_reason = models.CharField(_("reason"), max_length=1000, blank=True)

    class Meta:
        ordering = ["subject_kind", "subject_id", "label", "-version"]
        indexes = [models.Index(fields=["digest"], name="attachment_digest")]
        constraints = [
            models.UniqueConstraint(
                fields=["subject_kind", "subject_id", "label", "version"], name="attachment_version_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.label} v{self.version}: {self.name}"

    @property
    def dialog(self) -> str:
        """The name of the dialog that removes it."""
        return f"remove-{self.pk}"


class IssuedPaper(models.Model):
    """A paper as it was issued: its content as data, its number, and the two files with their digests."""

    kind = models.CharField(_("kind"), max_length=40)
    number = models.CharField(_("number"), max_length=60, unique=True)
    title = models.CharField(_("title of the paper"), max_length=200)
    day = models.DateField(_("day of issue"))
    content = models.JSONField()
    subject_kind = models.CharField(max_length=60, blank=True)
    subject_id = models.CharField(max_length=60, blank=True)
    department = models.ForeignKey(
        "organizations.Department", models.PROTECT, related_name="issued_papers", verbose_name=_("issued by")
    )
    recipients = models.ManyToManyField(
        "organizations.Department", related_name="received_papers", verbose_name=_("sent to")
    )
    pdf_digest = models.CharField(_("digest of the PDF"), max_length=64)
    pdf_size = models.PositiveBigIntegerField()
    pdf_stored_as = models.CharField(max_length=100)
    word_digest = models.CharField(_("digest of the Word file"), max_length=64)
    word_size = models.PositiveBigIntegerField()
    word_stored_as = models.CharField(max_length=100)
    issued_at = models.DateTimeField(_("issued at"))
    issued_by = models.ForeignKey("organizations.Post", models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["subject_kind", "subject_id"], name="issued_paper_subject")]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"
