"""Rounds: lookups that wait at the same moment are read, recorded and answered together.

What costs most, the query, the signature and the durable write, is then paid once for all of them. A round
begins
when as many wait as were under way together before, or a moment later: those whose answers have just left ask
again at once.
"""

import asyncio
import logging
import os
from dataclasses import dataclass
from typing import Any, Final

import orjson

from shuyuan.engine.crypto import Suite
from shuyuan.gateway.control import Feed, Plan
from shuyuan.gateway.metrics import Metrics
from shuyuan.gateway.records import Recorder
from shuyuan.gateway.store import Line, Store, TableGone
from shuyuan.kernel.errors import BadInput, NotFound, ShuyuanError, Unavailable

logger = logging.getLogger(__name__)

Answer = asyncio.Future[bytes]

_MOST_JOBS: Final = 256
_MOST_KEYS: Final = 1000
#: A lookup of more keys than this would hold up the others of its round.
_MOST_TOGETHER: Final = 64
#: A round waits this long at most for those that it expects.
_GATHER_SECONDS: Final = 0.001
#: Turns of the event loop without a newcomer after which a round begins.
_QUIET_TURNS: Final = 3
#: How slowly the expectation falls when fewer come.
_DECAY: Final = 0.9


@dataclass(slots=True)
class Job:
    """A lookup that may be answered. `record` is its read record up to what only the answer tells.

    `given` are the keys as the client wrote them, `keys` as the table has them.
    """

    plan: Plan
    given: list[Any]
    keys: list[bytes | str]
    request_id: str
    record: bytes
    done: Answer


@dataclass(slots=True)
class Refusal:
    """A refusal to be recorded: nothing is read, and `done` gets the receipt."""

    record: bytes
    done: Answer


class Rounds:
    """Gathers what waits, one round being read at a time."""

    def __init__(
        self, *, store: Store, feed: Feed, recorder: Recorder, suite: Suite, metrics: Metrics
    ) -> None:
        self._store = store
        self._feed = feed
        self._recorder = recorder
        self._digest = suite.digest
        self._metrics = metrics
        self._loop = asyncio.get_running_loop()
        self._waiting: list[Job | Refusal] = []
        self._reading = False
        self._settling = False
        self._expected = 1.0
        self._timer: asyncio.TimerHandle | None = None
        self._tasks: set[asyncio.Task[None]] = set()

    def submit(self, job: Job | Refusal) -> Answer:
        """Take part in the next round; the future is the job's own. A lookup of many keys has a round
        of its own.
        """
        if isinstance(job, Job) and len(job.keys) > _MOST_TOGETHER:
            self._start([job], alone=True)
            return job.done
        self._waiting.append(job)
        if not self._reading:
            self._gather()
        return job.done

    async def close(self) -> None:
        """Finish what waits."""
        while self._waiting or self._tasks:
            await asyncio.wait(self._tasks or [self._loop.create_task(asyncio.sleep(_GATHER_SECONDS))])

    def _gather(self) -> None:
        """Wait for as many as are expected, then for those that are just coming in, but never long."""
        if len(self._waiting) >= self._expected:
            if not self._settling:
                self._settling = True
                self._loop.call_soon(self._settle, len(self._waiting), 0)
        elif self._timer is None:
            self._timer = self._loop.call_later(_GATHER_SECONDS, self._begin_late)

    def _settle(self, seen: int, quiet: int) -> None:
        """Begin when nobody came during a few turns of the event loop."""
        if self._reading:
            self._settling = False
            return
        quiet = quiet + 1 if len(self._waiting) == seen else 0
        if quiet < _QUIET_TURNS and len(self._waiting) < _MOST_JOBS:
            self._loop.call_soon(self._settle, len(self._waiting), quiet)
        else:
            self._settling = False
            self._begin()

    def _begin_late(self) -> None:
        self._timer = None
        if self._waiting and not self._reading:
            self._begin()

    def _begin(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        self._reading = True
        jobs, self._waiting = self._waiting[:_MOST_JOBS], self._waiting[_MOST_JOBS:]
        self._start(jobs, alone=False)

    def _start(self, jobs: list[Job | Refusal], *, alone: bool) -> None:
        task = self._loop.create_task(self._run(jobs, alone=alone))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _run(self, jobs: list[Job | Refusal], *, alone: bool) -> None:
        """One round. Whatever goes wrong, everyone who waits hears of it."""
        try:
            await self._answer(jobs, alone=alone)
        except ShuyuanError as error:
            _fail(jobs, error)
        except Exception as error:  # noqa: BLE001  nobody else would wake those who wait
            logger.error("a round of lookups failed: %s", type(error).__name__)  # noqa: TRY400
            _fail(jobs, ShuyuanError(code="incident"))

    async def _answer(self, jobs: list[Job | Refusal], *, alone: bool) -> None:
        try:
            written = await self._read([job for job in jobs if isinstance(job, Job)])
        finally:
            if not alone:
                self._next(len(jobs))
        written += [(job, job.record, b"") for job in jobs if isinstance(job, Refusal)]
        if not written:
            return
        receipts = await self._recorder.write([record for _, record, _ in written])
        for (job, _, answer), receipt in zip(written, receipts, strict=True):
            if not job.done.done():
                whole = b"".join((answer[:-1], b',"receipt":', receipt, b"}")) if answer else receipt
                job.done.set_result(whole)

    def _next(self, count: int) -> None:
        """A round of so many has been read: the next may begin."""
        self._reading = False
        self._expected = max(float(count + len(self._waiting)), self._expected * _DECAY)
        if self._waiting:
            self._gather()

    async def _read(self, jobs: list[Job]) -> list[tuple[Job | Refusal, bytes, bytes]]:
        """Job, record and answer of every lookup that could be read; the others are told why not."""
        groups: dict[int, list[Job]] = {}
        for job in jobs:
            groups.setdefault(id(job.plan), []).append(job)
        parts = [part for group in groups.values() for part in _parts(group)]
        if len(parts) == 1:
            return await self._read_part(parts[0])
        found = await asyncio.gather(*(self._read_part(part) for part in parts))
        return [one for part in found for one in part]

    async def _read_part(self, jobs: list[Job]) -> list[tuple[Job | Refusal, bytes, bytes]]:
        """Lookups under one grant, in one query."""
        try:
            rows, version = await self._query(jobs)
        except ShuyuanError as error:
            _fail(jobs, error)
            return []
        written: list[tuple[Job | Refusal, bytes, bytes]] = []
        for job in jobs:
            try:
                answer, found = self._compose(job, rows, version)
            except BadInput as error:  # not the client's fault: a stored value fails its seal
                logger.error("incident %s: %s in %s", job.request_id, error.code, job.plan.grant.entry)  # noqa: TRY400
                _fail([job], ShuyuanError(error.detail, code=error.code))
                continue
            self._metrics.keys_asked += len(job.keys)
            self._metrics.keys_found += found
            record = b'%s"found":%d,"served_version":%d,"answer":"%s"}' % (
                job.record,
                found,
                version,
                self._digest(answer).hex().encode(),
            )
            written.append((job, record, answer))
        return written

    async def _query(self, jobs: list[Job]) -> tuple[dict[bytes | str, Line], int]:
        """The found lines by key, and the version that they are of."""
        plan = jobs[0].plan
        keys = [key for job in jobs for key in job.keys]
        try:
            lines = await self._store.read(plan.lookup, keys)
        except TableGone:
            self._feed.forget_layouts()
            await self._feed.refresh()
            plan = self._feed.state().plan(plan.grant)
            for job in jobs:
                job.plan = plan
            try:
                lines = await self._store.read(plan.lookup, keys)
            except TableGone:
                raise Unavailable("the rows are being replaced", code="entry_not_served") from None
        if not lines:
            raise NotFound(f"{plan.grant.entry} is not served any more", entry=plan.grant.entry)
        return {line[1]: line for line in lines if line[1] is not None}, lines[0][0]

    def _compose(self, job: Job, rows: dict[bytes | str, Line], version: int) -> tuple[bytes, int]:
        """The answer without its receipt, and how many keys were found. The salt keeps its digest from
        being guessed.
        """
        finish = job.plan.lookup.finish
        results, found = [], 0
        for given, key in zip(job.given, job.keys, strict=True):
            line = rows.get(key)
            if line is None:
                results.append({"key": given, "found": False, "data": None})
            else:
                found += 1
                results.append({"key": given, "found": True, "data": finish(line)})
        answer = b'%s,"served_version":%d,"request_id":"%s","salt":"%s","results":%s}' % (
            job.plan.answer_head,
            version,
            job.request_id.encode(),
            os.urandom(8).hex().encode(),
            orjson.dumps(results),
        )
        return answer, found


def _parts(jobs: list[Job]) -> list[list[Job]]:
    """Jobs of one grant in parts of at most so many keys."""
    parts: list[list[Job]] = [[]]
    size = 0
    for job in jobs:
        if parts[-1] and size + len(job.keys) > _MOST_KEYS:
            parts.append([])
            size = 0
        parts[-1].append(job)
        size += len(job.keys)
    return parts


def _fail(jobs: "list[Job] | list[Job | Refusal]", error: ShuyuanError) -> None:
    for job in jobs:
        if not job.done.done():
            job.done.set_exception(error)
