"""One batch from a landed file to a version of the pool, safe to run again from any point."""

from collections.abc import Callable, Iterable
from collections.abc import Mapping as MappingOf
from pathlib import Path

from shuyuan.engine.ingest.mapping import Mapping
from shuyuan.engine.ingest.outcome import Outcome
from shuyuan.engine.lake import Lake
from shuyuan.engine.landing import Landed
from shuyuan.engine.spec import EntrySpec

#: Existing values by (code of the entry, name of the item), for CheckKind.REFERENCE.
References = MappingOf[tuple[str, str], Iterable[str]]


def run(
    landed: Landed,
    spec: EntrySpec,
    mapping: Mapping,
    *,
    lake: Lake,
    work: Path,
    batch_id: str,
    threshold_percent: float = 5.0,
    references: References | None = None,
    full_load: bool = False,
    progress: Callable[[int, int, str], None] = lambda _done, _total, _stage: None,
    check_cancelled: Callable[[], None] = lambda: None,
) -> Outcome:
    """Read, clean, check and merge one batch; the same `batch_id` merges at most once.

    `references` not given are read from the pools of the lake. Progress comes as (done, total, stage), stages are
    `read`, `check`, `compare`, `merge`, `finish`; `check_cancelled` raises to stop, and nothing is merged then.
    More than `threshold_percent` refused rows: nothing is merged (`outcome.merged` is False). With `full_load` the file is
    the whole of the entry: keys that it lacks are deleted in the same version (jz-data-2020/22.1).
    """
    raise NotImplementedError
