"""The two trails: entries about acts on the platform, and read records that the gateway made durable.

Rows are only ever added. Database triggers (migration 0002) refuse every change and removal, and the
hash chain shows the changes of somebody who got around the triggers.
"""

import json
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Entry(models.Model):
    """One act or one refusal: who, in which post, did what to what, when, with which outcome.

    People, posts and departments are plain values, so that an entry says the same for ever.
    `facts_json` is the canonical text that the hash covers; read it through `facts`.
    """

    class Outcome(models.TextChoices):
        """Whether it was done."""

        DONE = "done", pgettext_lazy("audit outcome", "Done")
        REFUSED = "refused", pgettext_lazy("audit outcome", "Refused")
        FAILED = "failed", pgettext_lazy("audit outcome", "Failed")

    seq = models.BigIntegerField(_("number"), primary_key=True)
    at = models.DateTimeField(_("time"), db_index=True)
    person_id = models.BigIntegerField(_("person"))
    person_name = models.CharField(_("name"), max_length=60)
    post_id = models.BigIntegerField(_("post"))
    department = models.CharField(_("department"), max_length=32, blank=True)
    role = models.CharField(_("role"), max_length=30)
    event = models.CharField(_("event"), max_length=80)
    subject_kind = models.CharField(_("kind of object"), max_length=60)
    subject_id = models.CharField(_("object"), max_length=200)
    cites = models.CharField(_("provision"), max_length=120, blank=True)
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome, default=Outcome.DONE)
    facts_json = models.TextField(_("facts"), default="{}")
    previous_hash = models.CharField(_("previous hash"), max_length=64)
    hash = models.CharField(_("hash"), max_length=64)
    signature = models.CharField(_("signature"), max_length=128, blank=True)

    class Meta:
        ordering = ["-seq"]
        indexes = [
            models.Index(fields=["department", "-seq"], name="entry_department"),
            models.Index(fields=["event", "-seq"], name="entry_event"),
            models.Index(fields=["subject_kind", "subject_id", "-seq"], name="entry_subject"),
            models.Index(fields=["person_id", "-seq"], name="entry_person"),
        ]

    def __str__(self) -> str:
        return f"{self.seq} {self.event}"

    @property
    def facts(self) -> dict[str, Any]:
        """The facts as they were recorded."""
        return json.loads(self.facts_json)


class ReadBatch(models.Model):
    """The header of one batch of read records, as the gateway signed it.

    `chain` is the gateway worker's chain, `seq` counts from 0, `at` is exact to the millisecond; root,
    previous and signature are hex. `engine.receipts.BatchHeader` is made from these columns again. The
    entry `anchor` names the batch, and so puts it into the hash chain.
    """

    chain = models.CharField(_("chain"), max_length=64)
    seq = models.BigIntegerField(_("number"))
    at = models.DateTimeField(_("time"))
    count = models.PositiveIntegerField(_("records"))
    root = models.CharField(_("root"), max_length=64)
    previous = models.CharField(_("previous header"), max_length=64)
    suite = models.CharField(_("suite"), max_length=20)
    signature = models.CharField(_("signature"), max_length=200)
    key_id = models.CharField(_("signing key"), max_length=64)
    anchor = models.ForeignKey(Entry, models.PROTECT, related_name="batches", verbose_name=_("audit entry"))

    class Meta:
        ordering = ["-id"]
        constraints = [models.UniqueConstraint(fields=["chain", "seq"], name="read_batch_taken_once")]

    def __str__(self) -> str:
        return f"{self.chain}/{self.seq}"


class ReadRecord(models.Model):
    """One answered or refused read of a consumer: who asked for what under which grant. Never a value.

    `record_json` is the text that the batch's Merkle root covers; the columns repeat it for searching.
    `key_digest` is set when one key was asked for; several lie in `ReadKey`.
    """

    batch = models.ForeignKey(ReadBatch, models.PROTECT, related_name="records", verbose_name=_("batch"))
    position = models.PositiveIntegerField(_("position"))
    at = models.DateTimeField(_("time"), db_index=True)
    request_id = models.CharField(_("request number"), max_length=64, db_index=True)
    client = models.CharField(_("client"), max_length=64)
    department = models.CharField(_("department"), max_length=32)
    mode = models.CharField(_("exchange mode"), max_length=20)
    grant = models.CharField(_("grant"), max_length=64)
    entry = models.CharField(_("catalog entry"), max_length=64)
    purpose = models.CharField(_("purpose"), max_length=200)
    business_number = models.CharField(_("business number"), max_length=64, db_index=True)
    asked = models.PositiveIntegerField(_("keys asked"))
    found = models.PositiveIntegerField(_("keys found"))
    key_digest = models.CharField(_("key digest"), max_length=128, blank=True, db_index=True)
    person = models.CharField(_("person"), max_length=64, blank=True)
    post = models.CharField(_("post"), max_length=64, blank=True)
    outcome = models.CharField(_("outcome"), max_length=20)
    record_json = models.TextField(_("record"))

    class Meta:
        ordering = ["-id"]
        constraints = [models.UniqueConstraint(fields=["batch", "position"], name="read_record_stands_once")]
        indexes = [
            models.Index(fields=["client", "-id"], name="read_record_client"),
            models.Index(fields=["department", "-id"], name="read_record_department"),
            models.Index(fields=["entry", "-id"], name="read_record_entry"),
            models.Index(fields=["grant", "-id"], name="read_record_grant"),
        ]

    def __str__(self) -> str:
        return self.request_id

    @property
    def record(self) -> dict[str, Any]:
        """The record as it was signed."""
        return json.loads(self.record_json)


class ReadKey(models.Model):
    """One of several keys of a read record, so that a search by key digest finds bulk lookups too."""

    record = models.ForeignKey(ReadRecord, models.PROTECT, related_name="keys", verbose_name=_("record"))
    digest = models.CharField(_("key digest"), max_length=128, db_index=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.digest
