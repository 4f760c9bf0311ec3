"""The class tree (类 项 目 细目) and the sequence numbers that were given out under a class."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ClassNode(models.Model):
    """A class of the catalog; `code` joins the segments down to it (1, 2, 3 digits, then any number)."""

    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    level = models.PositiveSmallIntegerField(_("level"))
    segment = models.CharField(_("segment"), max_length=12)
    code = models.CharField(_("class code"), max_length=30, unique=True)
    name = models.CharField(_("name"), max_length=80)
    name_en = models.CharField(_("English name"), max_length=120, blank=True)
    national_code = models.CharField(_("national class code"), max_length=30, blank=True)
    department = models.OneToOneField(
        "organizations.Department", models.PROTECT, null=True, blank=True, related_name="catalog_class"
    )

    class Meta:
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(fields=["parent", "segment"], name="class_segment_once"),
            models.CheckConstraint(condition=models.Q(level__gte=1), name="class_level_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class EntryCode(models.Model):
    """The code of an entry in one of its further classes; it stays the entry's when the class is left."""

    entry = models.ForeignKey("catalog.Entry", models.PROTECT, related_name="codes")
    node = models.ForeignKey(ClassNode, models.PROTECT, related_name="+")
    code = models.CharField(_("code"), max_length=64, unique=True)

    class Meta:
        ordering = ["entry", "node__code"]
        constraints = [models.UniqueConstraint(fields=["entry", "node"], name="entry_code_per_class")]

    def __str__(self) -> str:
        return self.code


class CodeSequence(models.Model):
    """The last sequence number given out under a class; it only grows, so no code comes back."""

    node = models.OneToOneField(ClassNode, models.PROTECT, related_name="sequence")
    last = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.node.code}/{self.last}"
