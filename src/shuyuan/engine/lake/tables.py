"""One Delta table as the lake sees it: opening, creating, files of a version, the one way to commit."""

import os
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
from deltalake import CommitProperties, DeltaTable, Field, Transaction
from deltalake.exceptions import CommitFailedError, DeltaError, TableNotFoundError
from deltalake.transaction import AddAction, RemoveAction

from shuyuan.engine.lake.layout import BUCKET
from shuyuan.engine.lake.schema import added_fields, arrow_schema
from shuyuan.engine.spec import EntrySpec
from shuyuan.kernel.errors import Conflict, NotFound

_KEYS = "shuyuan.keys"
_PROPERTIES = {
    "delta.enableChangeDataFeed": "true",
    "delta.enableDeletionVectors": "false",
    # Commits say which batch made a version; they stay as long as the table.
    "delta.logRetentionDuration": "interval 36500 days",
    "delta.deletedFileRetentionDuration": "interval 30 days",
    # Least and greatest values would put personal data into the log.
    "delta.dataSkippingNumIndexedCols": "0",
}


class LostRace(Exception):
    """Somebody else committed a version first."""


@dataclass(frozen=True)
class DataFile:
    """A file of a version: its path below the table, its bucket of how many, its rows and bytes."""

    path: str
    bucket: int
    buckets: int
    rows: int
    size: int


@dataclass(frozen=True)
class Snapshot:
    """One version of a table."""

    folder: Path
    delta: DeltaTable
    files: tuple[DataFile, ...]

    @property
    def version(self) -> int:
        """The number of the version."""
        return int(self.delta.version())

    @property
    def buckets(self) -> int:
        """Over how many buckets the rows are spread; 0 for an empty table."""
        return self.files[0].buckets if self.files else 0

    @property
    def columns(self) -> frozenset[str]:
        """The columns that the table has in this version."""
        return frozenset(field.name for field in self.delta.schema().fields)

    @property
    def rows(self) -> int:
        """How many rows the version has."""
        return sum(file.rows for file in self.files)

    def paths(self, files: Iterable[DataFile] | None = None) -> list[str]:
        """The full paths of some files, by default of all."""
        return [str(self.folder / file.path) for file in (self.files if files is None else files)]

    def has_batch(self, batch_id: str) -> bool:
        """Whether this batch was committed."""
        return self.delta.transaction_version(_transaction_name(batch_id)) is not None


def open_snapshot(folder: Path, version: int | None = None) -> Snapshot | None:
    """A version of the table, None when there is no table; raises NotFound (`version_unknown`)."""
    try:
        delta = DeltaTable(folder, version=version)
    except TableNotFoundError:
        return None
    except DeltaError as error:
        raise NotFound(
            f"version {version} does not exist", code="version_unknown", version=version
        ) from error
    actions = pa.table(delta.get_add_actions(flatten=True))
    columns = (
        actions[name].to_pylist() for name in ("path", f"partition.{BUCKET}", "num_records", "size_bytes")
    )
    files = tuple(
        DataFile(path, bucket, _buckets_of(path), rows or 0, size)
        for path, bucket, rows, size in zip(*columns, strict=True)
    )
    return Snapshot(folder, delta, files)


def open_for_writing(folder: Path, spec: EntrySpec) -> Snapshot:
    """The newest version, able to hold rows of this version of the entry; creates or widens the table."""
    snapshot = open_snapshot(folder)
    if snapshot is None:
        folder.mkdir(parents=True, exist_ok=True)
        DeltaTable.create(
            folder,
            arrow_schema(spec),
            mode="ignore",
            partition_by=[BUCKET],
            name=spec.path,
            configuration={**_PROPERTIES, _KEYS: ",".join(item.name for item in spec.keys)},
            raise_if_key_not_exists=False,
        )
        snapshot = open_snapshot(folder)
        if snapshot is None:
            raise Conflict("the table was removed while it was made", code="lake_conflict")
    added = missing_columns(spec, snapshot)
    if not added:
        return snapshot
    try:
        snapshot.delta.alter.add_columns([Field.from_arrow(field) for field in added])
    except CommitFailedError as error:
        raise LostRace from error
    return open_for_writing(folder, spec)


def missing_columns(spec: EntrySpec, snapshot: Snapshot) -> list[pa.Field]:
    """The columns that the table lacks for this version of the entry; see `added_fields`."""
    keys = tuple(str(snapshot.delta.metadata().configuration[_KEYS]).split(","))
    return added_fields(spec, pa.schema(snapshot.delta.schema().to_arrow()), keys)


def name_pattern(buckets: int, batch_id: str) -> str:
    """How files are called: the number of buckets first, because every file of a version has the same."""
    safe = "".join(letter if letter.isalnum() else "-" for letter in batch_id)[:60]
    return f"{buckets}-{safe}-{{uuid}}"


def commit(
    snapshot: Snapshot,
    written: Sequence[DataFile],
    removed: Iterable[DataFile],
    *,
    batch_id: str | None,
    about: dict[str, Any],
    data_change: bool = True,
) -> int:
    """Make the next version, provided that `snapshot` is still the newest; gives its number.

    The files are on the disk before the commit is, and the batch is named in it, so that a repeat is known.
    Raises LostRace when another commit came first.
    """
    now = int(time.time() * 1000)
    _make_durable(snapshot.folder / file.path for file in written)
    adds = [
        AddAction(
            file.path,
            file.size,
            {BUCKET: str(file.bucket)},
            now,
            data_change,
            f'{{"numRecords":{file.rows}}}',
        )
        for file in written
    ]
    removes = [
        RemoveAction(file.path, data_change, now, file.size, {BUCKET: str(file.bucket)}) for file in removed
    ]
    transactions = [Transaction(_transaction_name(batch_id), 1, now)] if batch_id else None
    try:
        snapshot.delta.create_write_transaction(
            [*adds, *removes],
            "append",
            snapshot.delta.schema(),
            partition_by=[BUCKET],
            # No retry inside: it would append rows that another commit has already brought.
            commit_properties=CommitProperties(
                custom_metadata=about, max_commit_retries=0, app_transactions=transactions
            ),
        )
    except CommitFailedError as error:
        raise LostRace from error
    version = snapshot.version + 1
    _make_durable([snapshot.folder / "_delta_log" / f"{version:020d}.json"])
    return version


def _transaction_name(batch_id: str) -> str:
    return f"batch:{batch_id}"


def _buckets_of(path: str) -> int:
    return int(path.rpartition("/")[2].partition("-")[0])


def _make_durable(paths: Iterable[Path]) -> None:
    """Flush files and the folders that name them."""
    folders: set[Path] = set()
    for path in paths:
        _flush(path)
        folders.update((path.parent, path.parent.parent))
    for folder in folders:
        _flush(folder)


def _flush(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
