"""Numbered editions of the master catalog, and the responsibility lists that follow from them."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from shuyuan.catalog.guide import SHARING_TYPES


class EditionYear(models.Model):
    """The last number given out in a year; locked while an edition is published, so that none is skipped."""

    year = models.PositiveSmallIntegerField(unique=True)
    last = models.PositiveSmallIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.year}-{self.last}"


class Edition(models.Model):
    """The master catalog as it was on one day, under a number such as 2027-1; never changed afterwards."""

    year = models.PositiveSmallIntegerField(_("year"))
    number = models.PositiveSmallIntegerField(_("number"))
    name = models.CharField(_("edition"), max_length=12, unique=True)
    campaign = models.ForeignKey(
        "campaigns.Campaign", models.PROTECT, null=True, blank=True, related_name="editions"
    )
    catalog_revision = models.BigIntegerField(_("catalog revision"))
    entries = models.PositiveIntegerField(_("entries"))
    items = models.PositiveIntegerField(_("items"))
    note = models.CharField(_("note"), max_length=1000, blank=True)
    published_at = models.DateTimeField(_("published"))
    published_by = models.ForeignKey("organizations.Post", models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-year", "-number"]
        constraints = [models.UniqueConstraint(fields=["year", "number"], name="edition_number_once")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The page of the edition."""
        return reverse("campaigns:edition", args=[self.name])


class EditionLine(models.Model):
    """Which version of which entry the edition holds, with what lists and filters need of it."""

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="lines")
    entry = models.ForeignKey("catalog.Entry", models.PROTECT, related_name="+")
    version = models.ForeignKey("catalog.EntryVersion", models.PROTECT, related_name="+")
    provider = models.ForeignKey("organizations.Department", models.PROTECT, related_name="+")
    code = models.CharField(_("code"), max_length=64)
    name = models.CharField(_("name"), max_length=128)
    sharing_type = models.CharField(_("sharing type"), max_length=16, choices=SHARING_TYPES)
    update_cycle = models.CharField(_("update cycle"), max_length=12)
    is_open = models.BooleanField(_("open to the public"), default=False)
    is_suspended = models.BooleanField(_("suspended"), default=False)
    item_count = models.PositiveIntegerField(_("items"))

    class Meta:
        ordering = ["edition", "code"]
        indexes = [models.Index(fields=["edition", "provider"], name="edition_provider")]
        constraints = [models.UniqueConstraint(fields=["edition", "entry"], name="edition_line_once")]

    def __str__(self) -> str:
        return f"{self.edition_id} {self.code}"


class ResponsibilityList(models.Model):
    """A department's responsibility list (采集责任清单) of an edition: computed from it, never edited.

    The row holds the paper in which it was handed over, and who took note of it; the duties follow from the
    edition.
    """

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="responsibility_lists")
    department = models.ForeignKey("organizations.Department", models.PROTECT, related_name="+")
    entries = models.PositiveIntegerField(_("entries"))
    items = models.PositiveIntegerField(_("items"))
    paper = models.OneToOneField(
        "papers.IssuedPaper", models.PROTECT, null=True, blank=True, related_name="+"
    )
    handed_over_at = models.DateTimeField(_("handed over"), null=True, blank=True)
    acknowledged_at = models.DateTimeField(_("acknowledged"), null=True, blank=True)
    acknowledged_by = models.ForeignKey("organizations.Post", models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["edition", "department__code"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "department"], name="responsibility_list_once"),
        ]

    def __str__(self) -> str:
        return f"{self.edition} {self.department}"

    def get_absolute_url(self) -> str:
        """The page of the list."""
        return reverse("campaigns:responsibility", args=[self.pk])
