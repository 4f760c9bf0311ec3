"""Writing signed snapshots: only what changed, and nothing when nothing changed."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

import orjson

from shuyuan.engine.crypto import KeyFolder
from shuyuan.engine.online.control import ClientSpec, Head, ItemKey, Snapshot
from shuyuan.engine.online.database import Database
from shuyuan.engine.spec import EntrySpec, GrantSpec
from shuyuan.kernel.errors import NotFound


class SnapshotWriter:
    """Tells gateways about clients, grants and entries through one database connection."""

    def __init__(self, database: Database, keys: KeyFolder) -> None:
        self._database = database
        self._keys = keys

    def read(self) -> tuple[int, Snapshot]:
        """The version (0: none yet) and content as stored."""
        head = self._database.control("select version from head")
        snapshot = Snapshot()
        items = self._database.control("select kind, id, body from snapshot_items where body is not null")
        for kind, name, body in items:
            snapshot.put((kind, name), bytes(body), self._keys.suite)
        return (head[0][0] if head else 0), snapshot

    def write(
        self,
        *,
        grants: Iterable[GrantSpec],
        clients: Iterable[ClientSpec],
        entries: Iterable[EntrySpec],
        at: datetime,
    ) -> int:
        """Replace the whole state; the version it has then."""
        wanted = Snapshot.of(grants=grants, clients=clients, entries=entries, suite=self._keys.suite)
        with self._database.writing(control=True):
            version, stored = self.read()
            return self._write_changes(version, stored, wanted, at)

    def change(
        self,
        *,
        grants: Iterable[GrantSpec],
        clients: Iterable[ClientSpec],
        entries: Iterable[EntrySpec],
        without: Iterable[ItemKey],
        at: datetime,
    ) -> int:
        """Put these items in place of the stored ones and take those `without` out; the version then."""
        suite = self._keys.suite
        newer = Snapshot.of(grants=grants, clients=clients, entries=entries, suite=suite)
        with self._database.writing(control=True):
            version, stored = self.read()
            wanted = stored.copy()
            for key, body in newer.bodies.items():
                wanted.put(key, body, suite)
            for key in without:
                wanted.put(key, None, suite)
            return self._write_changes(version, stored, wanted, at)

    def revoke(self, grant: str, *, at: datetime) -> int:
        """Mark one grant revoked; NotFound `unknown_grant` when it is not in the snapshot."""
        with self._database.writing(control=True):
            version, stored = self.read()
            known = stored.grants().get(grant)
            if known is None:
                raise NotFound(f"no gateway knows the grant {grant}", code="unknown_grant", grant=grant)
            wanted = stored.copy()
            body = orjson.dumps(replace(known, revoked=True).to_json(), option=orjson.OPT_SORT_KEYS)
            wanted.put(("grant", grant), body, self._keys.suite)
            return self._write_changes(version, stored, wanted, at)

    def _write_changes(self, version: int, stored: Snapshot, wanted: Snapshot, at: datetime) -> int:
        """Write what differs, and the new signed head."""
        changed = [key for key, digest in wanted.digests.items() if stored.digests.get(key) != digest]
        gone = [key for key in stored.digests if key not in wanted.digests]
        if version and not changed and not gone:
            return version
        version += 1
        for kind, name in changed + gone:
            self._database.control(
                "insert into snapshot_items (kind, id, version, body) values (?, ?, ?, ?)"
                " on conflict (kind, id) do update set version = excluded.version, body = excluded.body",
                (kind, name, version, wanted.bodies.get((kind, name))),
            )
        suite = self._keys.suite
        milliseconds = round(at.timestamp() * 1000)
        head = Head.signed(
            version, milliseconds, wanted.items_hash(suite), suite, self._keys.signer("control")
        )
        self._database.control(
            "insert into head (id, version, at, items_hash, suite, key_id, signature)"
            " values (1, ?, ?, ?, ?, ?, ?)"
            " on conflict (id) do update set version = excluded.version, at = excluded.at,"
            " items_hash = excluded.items_hash, suite = excluded.suite, key_id = excluded.key_id,"
            " signature = excluded.signature",
            (head.version, head.at, head.items_hash, head.suite, head.key_id, head.signature),
        )
        return version
