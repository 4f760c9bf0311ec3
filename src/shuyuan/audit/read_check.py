"""Checks the trail of read records: chains, signatures, records, and their anchors among the entries."""

from typing import Any

import orjson
from django.db.models import Exists, Max, OuterRef, TextField
from django.db.models.functions import Cast

from shuyuan.audit.entry_check import moment
from shuyuan.audit.events import Event
from shuyuan.audit.findings import KEPT, Report
from shuyuan.audit.models import Entry, ReadBatch, ReadKey, ReadRecord
from shuyuan.audit.read_record import columns_of, digests_of
from shuyuan.audit.taking import gateway_keys, header_hash, header_of
from shuyuan.engine.crypto import suite_named
from shuyuan.engine.online import Batch, BatchHeader, verify_batches
from shuyuan.kernel.errors import ShuyuanError

_CHUNK = 200


def check_reads(report: Report) -> None:
    """Find changed, missing, added and reordered batches and records."""
    try:
        known = dict(gateway_keys())
    except ShuyuanError as error:
        if ReadBatch.objects.exists():
            report.add("reads", "-", "no_key", f"signatures cannot be checked: {error}")
        return
    limit = Entry.objects.filter(event=Event.READS_TAKEN).aggregate(newest=Max("seq"))["newest"] or 0
    _check_anchors(report, limit)
    _check_strays(report)
    last: dict[str, BatchHeader] = {}
    for row in _batches(anchor_id__lte=limit):
        report.batches += 1
        place = f"{row.chain}/{row.seq}"
        header = _header(row)
        if header is None:
            report.add("reads", place, "changed", "the header cannot be read")
            continue
        records = list(_records(row))
        report.records += len(records)
        blob = b"\n".join(record.record_json.encode() for record in records)
        batch = Batch(header, row.key_id, _bytes(row.signature), blob)
        for fault in verify_batches([batch], known, after=_after(last, header)):
            report.add("reads", place, "not_as_signed", fault.partition(": ")[2])
        last = {header.chain: header}
        keys_of = _keys(row)
        for position, record in enumerate(records):
            _check_record(report, f"{place}/{position}", position, record, keys_of.get(record.pk, []))


def _check_anchors(report: Report, limit: int) -> None:
    """What the entries up to `limit` say was taken is there, and nothing else under their name."""
    anchors = (
        Entry.objects.filter(event=Event.READS_TAKEN, seq__lte=limit)
        .order_by("seq")
        .values_list("seq", "facts_json")
    )
    for seq, facts in anchors.iterator(chunk_size=_CHUNK):
        said = _said(facts)
        there = [_named(row) for row in _batches(anchor_id=seq, order=("id",))]
        for named in said:
            if named not in there:
                report.add("reads", f"{named[0]}/{named[1]}", "missing", f"entry {seq} says it was taken")
        for named in there:
            if named not in said:
                report.add("reads", f"{named[0]}/{named[1]}", "added", f"entry {seq} does not name it")
        if sorted(there) == sorted(said) and there != said:
            report.add("reads", f"entry {seq}", "reordered", "the batches stand in another order")


def _check_strays(report: Report) -> None:
    """No batch without its entry, no record without its batch, no key without its record."""
    anchors = Entry.objects.filter(seq=OuterRef("anchor_id"), event=Event.READS_TAKEN)
    for chain, seq in ReadBatch.objects.filter(~Exists(anchors)).values_list("chain", "seq")[:KEPT]:
        report.add("reads", f"{chain}/{seq}", "added", "no entry names this batch")
    batches = ReadBatch.objects.filter(pk=OuterRef("batch_id"))
    for pk in ReadRecord.objects.filter(~Exists(batches)).values_list("pk", flat=True)[:KEPT]:
        report.add("reads", f"record {pk}", "added", "a record of no batch")
    records = ReadRecord.objects.filter(pk=OuterRef("record_id"))
    for pk in ReadKey.objects.filter(~Exists(records)).values_list("pk", flat=True)[:KEPT]:
        report.add("reads", f"key {pk}", "added", "a key of no record")


def _check_record(report: Report, place: str, position: int, record: ReadRecord, keys: list[str]) -> None:
    """The columns say what the signed text says."""
    try:
        data = orjson.loads(record.record_json)
        expected = columns_of(data)
    except (orjson.JSONDecodeError, TypeError, ValueError, AttributeError):
        report.add("reads", place, "changed", "the record cannot be read")
        return
    actual = {name: getattr(record, name) for name in expected if name != "at"}
    actual["at"] = moment(record.at_text)
    differing = sorted(name for name, value in expected.items() if actual[name] != value)
    if record.position != position:
        differing.append("position")
    if keys != ([] if expected["key_digest"] else digests_of(data)):
        differing.append("keys")
    if differing:
        report.add("reads", place, "changed", f"{', '.join(differing)}: not what the signed record says")


def _batches(order: tuple[str, ...] = ("chain", "seq"), **where: Any) -> Any:
    rows = ReadBatch.objects.filter(**where).order_by(*order).defer("at")
    return rows.annotate(at_text=Cast("at", TextField())).iterator(chunk_size=_CHUNK)


def _records(row: ReadBatch) -> Any:
    records = ReadRecord.objects.filter(batch_id=row.pk).order_by("position", "id").defer("at")
    return records.annotate(at_text=Cast("at", TextField())).iterator(chunk_size=_CHUNK)


def _keys(row: ReadBatch) -> dict[int, list[str]]:
    """The digests of bulk lookups in a batch, by record."""
    found: dict[int, list[str]] = {}
    rows = ReadKey.objects.filter(record__batch_id=row.pk).order_by("id").values_list("record_id", "digest")
    for record, digest in rows.iterator(chunk_size=_CHUNK):
        found.setdefault(record, []).append(digest)
    return found


def _header(row: ReadBatch) -> BatchHeader | None:
    at = moment(row.at_text)
    if at is None:
        return None
    row.at = at
    try:
        header = header_of(row)
        suite_named(header.suite)
    except (ShuyuanError, TypeError, ValueError):
        return None
    return header


def _after(last: dict[str, BatchHeader], header: BatchHeader) -> dict[str, BatchHeader] | None:
    return last if header.chain in last else None


def _named(row: ReadBatch) -> list[Any]:
    header = _header(row)
    return [row.chain, row.seq, row.count, header_hash(header) if header else ""]


def _said(facts: str) -> list[list[Any]]:
    try:
        return list(orjson.loads(facts)["batches"])
    except (orjson.JSONDecodeError, KeyError, TypeError):
        return []


def _bytes(text: str) -> bytes:
    try:
        return bytes.fromhex(text)
    except (TypeError, ValueError):
        return b""
