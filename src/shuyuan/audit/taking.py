"""Takes batches of read records out of the online store into the trail: each verified, each exactly once."""

from collections.abc import Mapping
from pathlib import Path

import orjson
from django.conf import settings
from django.db import transaction
from django.db.models import Max

from shuyuan.audit.events import Event
from shuyuan.audit.models import Entry, ReadBatch, ReadKey, ReadRecord
from shuyuan.audit.read_record import at_of, columns_of, digests_of, milliseconds_of
from shuyuan.audit.steps import lock_trail, record
from shuyuan.engine.crypto import KeyFolder, PublicKey, suite_named
from shuyuan.engine.online import Batch, BatchHeader, OnlineStore, verify_batches
from shuyuan.kernel.actor import PLATFORM

#: So many batches are taken in one transaction.
BATCHES_AT_ONCE = 50
#: So many taken batches of each chain stay in the online store.
KEPT_IN_STORE = 100
_ROWS_AT_ONCE = 500


def is_behind() -> bool:
    """Whether the online store holds batches that the trail does not; writes nothing."""
    if not _store_exists():
        return False
    with _open() as store:
        newest = store.chains()
    taken = taken_through()
    return any(seq > taken.get(chain, -1) for chain, seq in newest.items())


def take_read_records() -> dict[str, int]:
    """Take everything that is there; gives how many batches and records came, and how many were refused.

    A batch that does not follow its chain or is not what the gateway signed stays where it is, its
    chain with it, and leaves one refusal in the trail.
    """
    counts = {"batches": 0, "records": 0, "refused": 0}
    if not _store_exists():
        return counts
    stuck: set[str] = set()
    with _open() as store:
        while batches := _next(store, stuck):
            taken, refused = _take(batches, gateway_keys())
            stuck |= refused
            counts["batches"] += len(taken)
            counts["records"] += sum(batch.header.count for batch in taken)
            counts["refused"] += len(refused)
        if counts["batches"]:
            store.drop_batches({chain: seq - KEPT_IN_STORE for chain, seq in taken_through().items()})
    return counts


def taken_through() -> dict[str, int]:
    """Chain → number of the newest batch in the trail."""
    return dict(ReadBatch.objects.order_by().values_list("chain").annotate(newest=Max("seq")))


def header_of(batch: ReadBatch) -> BatchHeader:
    """The header that the gateway signed, from the columns; ValueError when they were tampered with."""
    return BatchHeader(
        chain=batch.chain,
        seq=batch.seq,
        at=milliseconds_of(batch.at),
        count=batch.count,
        root=bytes.fromhex(batch.root),
        previous=bytes.fromhex(batch.previous),
        suite=batch.suite,
    )


def header_hash(header: BatchHeader) -> str:
    """What the anchor in the trail says of a batch, in hex."""
    return header.hash(suite_named(header.suite)).hex()


def gateway_keys() -> Mapping[str, PublicKey]:
    """The public keys of gateways by their id."""
    key = KeyFolder(Path(settings.KEYS)).public("gateway")
    return {key.id: key}


def _next(store: OnlineStore, stuck: set[str]) -> list[Batch]:
    """The next batches of chains that are in order."""
    after = taken_through()
    newest = store.chains()
    for chain in stuck:
        after[chain] = newest.get(chain, 0)
    return store.take_batches(after, BATCHES_AT_ONCE)


@transaction.atomic(durable=True)
def _take(batches: list[Batch], keys: Mapping[str, PublicKey]) -> tuple[list[Batch], set[str]]:
    """Write the batches that are in order, anchored by one entry; gives them and the chains refused."""
    lock_trail()
    last = {batch.chain: header_of(batch) for batch in _newest({batch.header.chain for batch in batches})}
    good: list[Batch] = []
    refused: dict[str, str] = {}
    for batch in batches:
        chain = batch.header.chain
        if chain in refused or (chain in last and batch.header.seq <= last[chain].seq):
            continue
        faults = verify_batches([batch], keys, after={chain: last[chain]} if chain in last else None)
        if faults:
            refused[chain] = "; ".join(faults)
        else:
            good.append(batch)
            last[chain] = batch.header
    for chain, faults in refused.items():
        _tell_refused(chain, faults)
    if good:
        _write(good)
    return good, set(refused)


def _newest(chains: set[str]) -> list[ReadBatch]:
    ids = ReadBatch.objects.filter(chain__in=chains).order_by().values("chain").annotate(newest=Max("id"))
    return list(ReadBatch.objects.filter(pk__in=[row["newest"] for row in ids]))


def _write(batches: list[Batch]) -> None:
    named = [[b.header.chain, b.header.seq, b.header.count, header_hash(b.header)] for b in batches]
    anchor = record(
        Event.READS_TAKEN,
        actor=PLATFORM,
        subject_kind="read_batches",
        subject_id=f"{named[0][0]}/{named[0][1]}",
        cites="jz-data-2020/25.1",
        facts={"batches": named},
    )
    for batch in batches:
        _write_batch(batch, anchor)


def _write_batch(batch: Batch, anchor: Entry) -> None:
    header = batch.header
    row = ReadBatch.objects.create(
        chain=header.chain,
        seq=header.seq,
        at=at_of(header.at),
        count=header.count,
        root=header.root.hex(),
        previous=header.previous.hex(),
        suite=header.suite,
        signature=batch.signature.hex(),
        key_id=batch.key_id,
        anchor=anchor,
    )
    lines = [line.decode() for line in batch.lines()]
    parsed = [orjson.loads(line) for line in lines]
    records = ReadRecord.objects.bulk_create(
        (
            ReadRecord(batch=row, position=position, record_json=line, **columns_of(data))
            for position, (line, data) in enumerate(zip(lines, parsed, strict=True))
        ),
        batch_size=_ROWS_AT_ONCE,
    )
    several = (
        ReadKey(record=read, digest=digest)
        for read, data in zip(records, parsed, strict=True)
        if not read.key_digest
        for digest in digests_of(data)
    )
    ReadKey.objects.bulk_create(several, batch_size=_ROWS_AT_ONCE)


def _tell_refused(chain: str, faults: str) -> None:
    """One entry per fault: a chain that stays broken is not told of again and again."""
    last = Entry.objects.filter(event=Event.READS_REFUSED, subject_id=chain).first()
    if last is not None and last.facts.get("faults") == faults:
        return
    record(
        Event.READS_REFUSED,
        actor=PLATFORM,
        subject_kind="read_batches",
        subject_id=chain,
        facts={"faults": faults},
        outcome=Entry.Outcome.REFUSED,
    )


def _open() -> OnlineStore:
    return OnlineStore.open(settings.ONLINE_URL, KeyFolder(Path(settings.KEYS)))


def _store_exists() -> bool:
    """Whether a store was ever laid out; looking must not make one."""
    scheme, _, rest = settings.ONLINE_URL.partition("://")
    return scheme != "sqlite" or Path("/" + rest.lstrip("/")).exists()
