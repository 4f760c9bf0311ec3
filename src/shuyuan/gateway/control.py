"""What the gateway believes: clients, grants and tables, from signed snapshots that it polls.

A snapshot counts only with the control key's signature, the hash over all its items, and a version that
does not
go back. When the store has not confirmed the state for a second, nothing is answered: a revocation that
cannot be
heard must not keep a grant alive.
"""

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson

from shuyuan.engine.crypto import DataKey, KeyFolder, PublicKey, Suite
from shuyuan.engine.online.control import PORTAL, ClientSpec, Snapshot
from shuyuan.engine.online.lookup import Lookup
from shuyuan.engine.spec import EntrySpec, GrantSpec, Mode
from shuyuan.gateway.assertions import fingerprint
from shuyuan.gateway.clock import Clock
from shuyuan.gateway.store import Pulse, ServedEntry, Store
from shuyuan.kernel.errors import BadInput, Unavailable

logger = logging.getLogger(__name__)

_MOST_COMPILED = 20_000


@dataclass(frozen=True)
class Client:
    """A client with the fingerprints of its keys."""

    spec: ClientSpec
    fingerprints: frozenset[str]


@dataclass(frozen=True)
class Table:
    """An entry as it lies in the store: its table, the shape it was published in, its key."""

    name: str
    spec: EntrySpec
    key: DataKey


@dataclass
class Plan:
    """A grant compiled for one table: nothing is worked out twice."""

    grant: GrantSpec
    lookup: Lookup
    purpose: str
    record: dict[str, Any]
    answer_head: bytes
    heads: dict[tuple[str, str], bytes] = field(default_factory=dict)


class State:
    """One consistent belief; replaced as a whole."""

    def __init__(
        self,
        snapshot: Snapshot,
        version: int,
        tables: Mapping[str, Table],
        dialect: str,
        compiled: dict[bytes, "Plan"],
    ) -> None:
        self.version = version
        self._snapshot = snapshot
        self._tables = tables
        self._dialect = dialect
        self.clients = {name: _client(spec) for name, spec in snapshot.clients().items()}
        self._entries = {code.replace("/", "-"): code for kind, code in snapshot.bodies if kind == "entry"}
        self._specs: dict[str, EntrySpec] = {}
        self._grants: dict[str, GrantSpec] = {}
        self._plans: dict[str, Plan] = {}
        self._compiled = compiled
        self.allowed: dict[tuple[Any, ...], Plan] = {}

    def entry_code(self, path: str) -> str | None:
        """The code of a shared entry from its form in addresses."""
        return self._entries.get(path)

    def entry(self, code: str) -> EntrySpec | None:
        """A shared entry as the platform signed it."""
        if code not in self._specs:
            body = self._snapshot.bodies.get(("entry", code))
            if body is None:
                return None
            self._specs[code] = EntrySpec.from_json(orjson.loads(body))
        return self._specs[code]

    def grant(self, name: str) -> GrantSpec | None:
        """A grant by its id, whoever holds it; read when it is first asked for."""
        known = self._grants.get(name)
        if known is None:
            body = self._snapshot.bodies.get(("grant", name))
            if body is None:
                return None
            known = self._grants[name] = GrantSpec.from_json(orjson.loads(body))
        return known

    def held_grant(self, name: str, client: str) -> GrantSpec | None:
        """The grant if this client may use it: it is bound, or it is the pages process and may query
        online.
        """
        grant = self.grant(name)
        if grant is None:
            return None
        if client == PORTAL:
            return grant if Mode.ONLINE_QUERY in grant.modes else None
        return grant if client in grant.clients else None

    def grants_of(self, client: str) -> list[GrantSpec]:
        """All grants that this client holds, by id."""
        names = sorted(name for kind, name in self._snapshot.bodies if kind == "grant")
        held = (self.held_grant(name, client) for name in names)
        return [grant for grant in held if grant is not None]

    def plan(self, grant: GrantSpec) -> Plan:
        """The grant compiled; Unavailable `entry_not_served` while its rows are not in the store."""
        plan = self._plans.get(grant.grant)
        if plan is None:
            table = self._tables.get(grant.entry)
            if table is None:
                raise _not_served(grant)
            digest = self._snapshot.digests["grant", grant.grant]
            plan = self._compiled.get(digest)
            if plan is None:
                plan = self._compiled[digest] = _compile(grant, table, self._dialect)
            self._plans[grant.grant] = plan
        return plan


class Feed:
    """Polls the store and keeps the newest state that can be believed."""

    def __init__(
        self, store: Store, keys: KeyFolder, *, dialect: str, clock: Clock, stale_seconds: float
    ) -> None:
        self._store = store
        self._keys = keys
        self._suite: Suite = keys.suite
        self._control: PublicKey = keys.public("control")
        self._dialect = dialect
        self._clock = clock
        self._stale = stale_seconds
        self._snapshot = Snapshot()
        self._seen: Pulse | None = None
        self._tables: dict[str, Table] = {}
        self._compiled: dict[bytes, Plan] = {}
        self._state: State | None = None
        self._confirmed = -float("inf")

    @property
    def version(self) -> int:
        """The version of the snapshot in force, confirmed or not; 0 when there is none."""
        return self._state.version if self._state else 0

    def state(self) -> State:
        """The state, if it was confirmed within the last second; Unavailable `no_control` otherwise."""
        if self._state is None or self._clock.monotonic() - self._confirmed > self._stale:
            raise Unavailable("the state of grants cannot be confirmed", code="no_control")
        return self._state

    async def refresh(self) -> None:
        """Ask the store once. A snapshot that cannot be believed is refused and logged, and confirms
        nothing.
        """
        asked = self._clock.monotonic()
        pulse = await self._store.pulse()
        if pulse is None:
            return
        if self._seen is None or pulse.layouts != self._seen.layouts:
            self._tables = {row.entry: self._table(row) for row in await self._store.read_layouts()}
            self._compiled = {}
            self._state = None if self._state is None else self._new_state(self._state.version)
        if self._seen is None or (pulse.version, pulse.signature) != (
            self._seen.version,
            self._seen.signature,
        ):
            believed = await self._read_snapshot()
            if believed is None:
                return
            pulse = Pulse(*believed, pulse.layouts)
        self._seen = pulse
        self._confirmed = asked

    def forget_layouts(self) -> None:
        """Read the tables again at the next refresh: one of them is gone."""
        if self._seen is not None:
            self._seen = Pulse(self._seen.version, self._seen.signature, -1)

    async def _read_snapshot(self) -> tuple[int, bytes] | None:
        """Version and signature of the new snapshot, now in force; None when it is refused."""
        known = self._state.version if self._state else 0
        head, items = await self._store.read_control(known)
        if head.version < known or head.suite != self._suite.name or not head.is_signed_by(self._control):
            logger.error("snapshot %s refused: signature, suite or order is wrong", head.version)
            return None
        wanted = self._snapshot.copy()
        for item in items:
            wanted.put((item.kind, item.id), item.body, self._suite)
        if wanted.items_hash(self._suite) != head.items_hash:
            logger.error("snapshot %s refused: its items are not those that were signed", head.version)
            return None
        self._snapshot = wanted
        self._state = self._new_state(head.version)
        return head.version, head.signature

    def _new_state(self, version: int) -> State:
        if len(self._compiled) > _MOST_COMPILED:
            self._compiled = {}
        return State(self._snapshot, version, self._tables, self._dialect, self._compiled)

    def _table(self, row: ServedEntry) -> Table:
        spec = EntrySpec.from_json(orjson.loads(row.spec))
        return Table(row.table, spec, self._keys.data_key(row.entry, row.key_version, row.wrapped_key))


def _client(spec: ClientSpec) -> Client:
    return Client(spec, frozenset(fingerprint(key) for key in spec.keys))


def _compile(grant: GrantSpec, table: Table, dialect: str) -> Plan:
    try:
        lookup = Lookup(grant, table.spec, table=table.name, dialect=dialect, key=table.key)
    except BadInput as error:  # the entry is being published in a new shape
        raise _not_served(grant) from error
    record = {
        "grant": grant.grant,
        "grant_version": grant.version,
        "entry": grant.entry,
        "items": [item.name for item in grant.items],
    }
    return Plan(
        grant=grant,
        lookup=lookup,
        purpose=grant.purpose.strip(),
        record=record,
        answer_head=orjson.dumps({"entry": grant.entry})[:-1],
    )


def _not_served(grant: GrantSpec) -> Unavailable:
    return Unavailable(
        f"{grant.entry} is not in the online store yet", code="entry_not_served", entry=grant.entry
    )
