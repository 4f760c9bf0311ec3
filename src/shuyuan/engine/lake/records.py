"""What the lake tells: merges, versions, changes."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import pyarrow as pa


@dataclass(frozen=True)
class Merged:
    """What a merge did; `version` is the version that holds the rows afterwards, None if there is no table.

    `repeated`: this batch was committed before, and the counts are those of that commit.
    """

    version: int | None
    new: int
    changed: int
    unchanged: int
    deleted: int
    repeated: bool = False


@dataclass(frozen=True)
class Version:
    """One version of a table: when it was committed and by which batch; None for upkeep.

    `note` is what the committer left with it.
    """

    number: int
    committed_at: datetime
    operation: str
    batch_id: str | None
    new: int
    changed: int
    unchanged: int
    deleted: int
    note: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Changes:
    """Net changes up to `version`, one row per key.

    The batches have `_change_type` (insert, update_postimage, delete) and the items; a deleted row has only
    its key. They can be read once, and read the files of the lake while they are read.
    """

    version: int
    schema: pa.Schema
    batches: Iterator[pa.RecordBatch]
