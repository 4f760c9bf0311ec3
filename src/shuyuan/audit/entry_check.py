"""Checks the trail of entries from the first to the last in constant memory."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

from django.db.models import TextField
from django.db.models.functions import Cast

from shuyuan.audit import seal
from shuyuan.audit.chain import FIELDS, GENESIS, entry_hash
from shuyuan.audit.findings import Report
from shuyuan.audit.models import Entry
from shuyuan.engine.crypto import PublicKey
from shuyuan.kernel.errors import ShuyuanError

#: Is told how many entries of how many are looked through.
Tell = Callable[[int, int], None]

_CHUNK = 2000


def check_entries(report: Report, tell: Tell) -> None:
    """Find changed, missing, added and reordered entries, and an end that was cut off."""
    key = _key(report)
    head = _head(report, key)
    previous, last = GENESIS, 0
    total = Entry.objects.values_list("seq", flat=True).order_by("-seq").first() or 0
    for row in _rows():
        seq = row["seq"]
        report.entries += 1
        if report.entries % _CHUNK == 0:
            tell(report.entries, total)
        if seq != last + 1:
            report.add("entries", f"{last + 1}..{seq - 1}", "missing", "these entries are not there")
        elif row["previous_hash"] != previous:
            report.add("entries", seq, "broken_link", "does not continue the entry before it")
        if row["at"] is None or entry_hash(row) != row["hash"]:
            report.add("entries", seq, "changed", "the content is not what its hash was taken over")
        if key is not None and not seal.Head(seq, row["hash"], row["signature"]).is_signed_by(key):
            report.add("entries", seq, "not_signed", "the platform did not sign this entry")
        if head is not None and seq == head.seq and row["hash"] != head.hash:
            report.add("entries", seq, "replaced", "not the entry whose seal lies outside the database")
        previous, last = row["hash"], seq
    if head is not None and last < head.seq:
        report.add("entries", f"{last + 1}..{head.seq}", "cut_off", "the end of the trail is not there")
    report.head = f"{last}:{previous}"


def _rows() -> Iterator[dict[str, Any]]:
    """All entries in order, each with `at` as a time or, if somebody put something else there, as None."""
    plain = [name for name in FIELDS if name != "at"]
    rows = (
        Entry.objects.order_by("seq")
        .annotate(at_text=Cast("at", TextField()))
        .values(*plain, "hash", "signature", "at_text")
    )
    for row in rows.iterator(chunk_size=_CHUNK):
        yield {**row, "at": moment(row["at_text"])}


def moment(text: object) -> datetime | None:
    """The time in a database's text form, UTC where it names no zone; None for anything else."""
    try:
        found = datetime.fromisoformat(str(text))
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _key(report: Report) -> PublicKey | None:
    try:
        return seal.public_key()
    except ShuyuanError as error:
        report.add("entries", "-", "no_key", f"signatures cannot be checked: {error}")
        return None


def _head(report: Report, key: PublicKey | None) -> seal.Head | None:
    try:
        head = seal.read_head()
    except ValueError:
        report.add("entries", "-", "bad_head", "the seal outside the database cannot be read")
        return None
    if head is None:
        if Entry.objects.exists():
            report.add("entries", "-", "no_head", "there is no seal outside the database")
        return None
    if key is not None and not head.is_signed_by(key):
        report.add("entries", head.seq, "bad_head", "the seal outside the database is not the platform's")
    return head
