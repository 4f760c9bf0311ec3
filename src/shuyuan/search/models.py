"""Tables of the search: documents as they are found, the index over them, saved searches."""

from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Document(models.Model):
    """An entry of the master catalog as it is found and shown in results.

    `stamp` is new at each change. A document is pending until a segment of the index holds its present
    text; pending ones are few and are looked through in memory. `claimed_by` is the segment being built
    with it; a change takes the claim away. `removed` ones left the master catalog.
    """

    entry = models.OneToOneField("catalog.Entry", models.CASCADE, primary_key=True, related_name="document")
    name = models.CharField(max_length=128)
    code = models.CharField(max_length=64)
    codes = models.JSONField(default=list)
    abstract = models.TextField(blank=True)
    provider = models.CharField(max_length=32)
    provider_name = models.CharField(max_length=120)
    provider_short = models.CharField(max_length=120, blank=True)
    labels = models.JSONField(default=list)
    columns = models.JSONField(default=list)
    facets = models.JSONField(default=dict)
    found_since = models.DateTimeField()
    stamp = models.UUIDField(default=uuid4)
    pending = models.BooleanField(default=True)
    claimed_by = models.UUIDField(null=True)
    removed = models.BooleanField(default=False)

    class Meta:
        indexes = [
            models.Index(fields=["entry"], condition=Q(pending=True), name="document_pending"),
            models.Index(fields=["found_since"], name="document_found_since"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class Segment(models.Model):
    """One building of the whole index; the newest ready one is searched.

    `entries` holds the ids of its entries in the order of their numbers, packed.
    """

    key = models.UUIDField(default=uuid4, unique=True)
    begun_at = models.DateTimeField()
    ready_at = models.DateTimeField(null=True)
    documents = models.PositiveIntegerField(default=0)
    items = models.PositiveIntegerField(default=0)
    entries = models.BinaryField(default=bytes)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return str(self.key)


class Posting(models.Model):
    """In which documents of a segment a key stands, packed; facets are read when a segment is opened."""

    segment = models.ForeignKey(Segment, models.CASCADE, related_name="postings")
    key = models.CharField(max_length=80)
    is_facet = models.BooleanField(default=False)
    body = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["segment", "key"], name="posting_once")]
        indexes = [models.Index(fields=["segment"], condition=Q(is_facet=True), name="posting_facets")]

    def __str__(self) -> str:
        return self.key


class SavedSearch(models.Model):
    """A search that somebody comes back to; a shared one is seen by the whole department.

    Who saved it is told once a day of entries that are new in it, found since `looked_at`.
    """

    name = models.CharField(_("name"), max_length=80)
    query = models.CharField(_("query"), max_length=400)
    post = models.ForeignKey("organizations.Post", models.PROTECT, related_name="saved_searches")
    department = models.CharField(max_length=32, blank=True)
    shared = models.BooleanField(_("shared with the department"), default=False)
    tells = models.BooleanField(_("tell me of new entries"), default=True)
    saved_at = models.DateTimeField(_("saved"))
    looked_at = models.DateTimeField()

    class Meta:
        ordering = ["name", "id"]
        constraints = [models.UniqueConstraint(fields=["post", "name"], name="saved_search_name_once")]
        indexes = [models.Index(fields=["department", "shared"], name="saved_search_shared")]

    def __str__(self) -> str:
        return self.name
