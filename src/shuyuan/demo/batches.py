"""Batches of the demonstration: good ones over the months, and the bad ones that departments send."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from duckdb import DuckDBPyConnection

from shuyuan.catalog.models import Entry
from shuyuan.catalog.selectors import entry_spec
from shuyuan.collection.models import Batch
from shuyuan.collection.services import map_batch, publish_entry, receive_file, run_batch
from shuyuan.demo.rows import write_rows
from shuyuan.kernel.actor import Actor
from shuyuan.regulations.context import LegalContext

#: How long before today the batches of an entry came, oldest first, and which share of the rows each had.
_HISTORY = ((timedelta(days=190), 0.7), (timedelta(days=63), 0.9), (timedelta(days=4), 1.0))


#: Files with fewer rows stay as they are: a few bad cells would be above their threshold.
_SPOILED_FROM = 400


class DirectRun:
    """A job that runs here and now, for a demonstration that nobody waits for."""

    job_id = 0

    def __init__(self, actor: Actor) -> None:
        self.actor = actor
        self.params: dict[str, Any] = {}

    def progress(self, done: int, total: int = 0, note: str = "") -> None:
        """Nobody looks."""

    def check_cancelled(self) -> None:
        """Nobody cancels."""


def earlier(legal: LegalContext, before: timedelta) -> LegalContext:
    """The context of an earlier moment."""
    now = legal.now - before
    return replace(legal, now=now, today=now.date())


def send_history(
    connection: DuckDBPyConnection,
    entry: Entry,
    *,
    folder: Path,
    actor: Actor,
    legal: LegalContext,
) -> None:
    """The batches of one entry over the months; the last one has a few bad cells."""
    spec = entry_spec(entry)
    for number, (before, share) in enumerate(_HISTORY, start=1):
        path = folder / f"{entry.path}-{number}.csv"
        write_rows(connection, spec, path, share=share)
        if number == len(_HISTORY):
            _spoil(path)
        send(entry, path, actor=actor, legal=earlier(legal, before))
    publish_entry(entry.code, run=DirectRun(actor), legal=legal)


def send(entry: Entry, path: Path, *, actor: Actor, legal: LegalContext) -> Batch:
    """Receive, map as proposed and run one file."""
    with path.open("rb") as stream:
        batch = receive_file(entry.code, stream=stream, filename=path.name, actor=actor, legal=legal)
    if batch.problem:
        return batch
    pairs = {match["item"]: match["column"] for match in batch.mapping["matches"]}
    map_batch(batch.pk, pairs=pairs, full_load=False, declared_rows=None, actor=actor, legal=legal)
    run_batch(batch.pk, run=DirectRun(actor), legal=legal)
    return batch


def send_troubles(entry: Entry, *, folder: Path, actor: Actor, legal: LegalContext) -> None:
    """What goes wrong every week: no rows, a broken workbook; and one file that waits to be mapped."""
    header = ",".join(item.label for item in entry_spec(entry).items)
    for name, content in _troubles(header):
        path = folder / name
        path.write_bytes(content)
        with path.open("rb") as stream:
            receive_file(entry.code, stream=stream, filename=name, actor=actor, legal=legal)


def _troubles(header: str) -> Iterator[tuple[str, bytes]]:
    yield "只有表头.csv", f"{header}\n".encode()
    yield "传输中断.xlsx", b"PK\x03\x04" + bytes(200)
    values = ",".join("示例" for _ in header.split(","))
    yield "待对应.csv", f"{header}\n{values}\n".encode("gb18030")


def _spoil(path: Path) -> None:
    """Break one key in a few rows, as a hand that types does."""
    lines = path.read_text(encoding="utf-8").splitlines()
    if len(lines) < _SPOILED_FROM:
        return
    step = max(len(lines) // 12, 40)
    for index in range(7, len(lines), step):
        first, _, rest = lines[index].partition(",")
        lines[index] = f"{first[:-2]},{rest}"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
