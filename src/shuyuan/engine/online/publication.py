"""Publication: the rows of an entry reach the online store, whole versions only."""

from collections.abc import Iterable
from dataclasses import dataclass

import orjson
import pyarrow as pa

from shuyuan.engine.crypto import DataKey, KeyFolder
from shuyuan.engine.online import layout
from shuyuan.engine.online.database import Database
from shuyuan.engine.online.rows import RowWriter
from shuyuan.engine.spec import EntrySpec
from shuyuan.kernel.errors import BadInput, Conflict


@dataclass(frozen=True)
class Published:
    """What one publication did; `version` is the lake version that the store serves since."""

    version: int
    upserts: int
    deletes: int
    rebuilt: bool = False  # loaded into a new table: the first time, or because the entry's shape changed


@dataclass(frozen=True)
class Served:
    """The line of `entries` for one entry."""

    table: str
    generation: int
    version: int
    shape: bytes
    spec: bytes


class Publisher:
    """Writes rows through one database connection."""

    def __init__(self, database: Database, keys: KeyFolder) -> None:
        self._database = database
        self._keys = keys

    def served(self, entry: str, *, lock: bool = False) -> Served | None:
        """What is served of an entry; with `lock` nobody else changes it until the transaction ends."""
        statement = "select table_name, generation, served_version, shape, spec from entries where entry = ?"
        if lock and self._database.dialect == "postgres":
            statement += " for update"
        rows = self._database.query(statement, (entry,))
        if not rows:
            return None
        table, generation, version, shape, spec = rows[0]
        return Served(table, generation, version, bytes(shape), bytes(spec))

    def apply(
        self, spec: EntrySpec, changes: Iterable[pa.RecordBatch], *, since: int, lake_version: int
    ) -> Published:
        """Bring the rows there are to the new version, in one transaction."""
        writer = RowWriter(spec, self._data_key(spec.code))
        upserts = deletes = 0
        with self._database.writing():
            served = self.served(spec.code, lock=True)
            if served is None or served.version != since or served.shape != layout.shape(spec):
                raise _not_served(spec, since, served)
            for rows, gone in writer.split(changes):
                if gone:
                    self._database.delete(served.table, gone)
                if rows:
                    self._database.upsert(served.table, writer.columns, rows)
                upserts += len(rows)
                deletes += len(gone)
            self._serve(spec, served.table, served.generation, lake_version, before=served)
        return Published(lake_version, upserts, deletes)

    def load(self, spec: EntrySpec, changes: Iterable[pa.RecordBatch], *, lake_version: int) -> Published:
        """Fill a new table in short transactions that nobody sees, then put it in place of the old one."""
        writer = RowWriter(spec, self._data_key(spec.code))
        before, table, generation = self._start_load(spec)
        upserts = 0
        for rows, _ in writer.split(changes):
            with self._database.writing():
                self._database.bulk_insert(table, writer.columns, rows)
            upserts += len(rows)
        name, key_index = layout.quoted(table), layout.quoted(f"{table}_key")
        with self._database.writing():
            ours = self._database.query(
                "delete from loads where entry = ? returning table_name", (spec.code,)
            )
            if ours != [(table,)] or self.served(spec.code, lock=True) != before:
                raise _not_served(spec, None, before)
            self._refuse_repeated_keys(table, spec)
            self._database.query(f"create unique index {key_index} on {name} ({layout.KEY})")
            self._serve(spec, table, generation, lake_version, before=before)
            if before:
                self._database.query(f"drop table if exists {layout.quoted(before.table)}")
        return Published(lake_version, upserts, 0, rebuilt=True)

    def withdraw(self, entry: str) -> bool:
        """Stop serving an entry and drop its rows; whether there was anything."""
        with self._database.writing():
            served = self.served(entry, lock=True)
            if served is None:
                return False
            self._database.query("delete from entries where entry = ?", (entry,))
            self._database.query(f"drop table if exists {layout.quoted(served.table)}")
            self._database.query("update pulse set layouts = layouts + 1")
        return True

    def _start_load(self, spec: EntrySpec) -> tuple[Served | None, str, int]:
        """A new empty table; what an earlier load left behind when it was killed is dropped."""
        with self._database.writing():
            before = self.served(spec.code, lock=True)
            left = self._database.query(
                "select table_name, generation from loads where entry = ?", (spec.code,)
            )
            generation = max(before.generation if before else 0, left[0][1] if left else 0) + 1
            table = layout.table_name(spec, generation)
            if left:
                self._database.query(f"drop table if exists {layout.quoted(left[0][0])}")
            self._database.query(
                "insert into loads (entry, table_name, generation) values (?, ?, ?) on conflict (entry)"
                " do update set table_name = excluded.table_name, generation = excluded.generation",
                (spec.code, table, generation),
            )
            columns = layout.columns_sql(spec, self._database.dialect)
            self._database.query(f"create table {layout.quoted(table)} ({columns})")
        return before, table, generation

    def _refuse_repeated_keys(self, table: str, spec: EntrySpec) -> None:
        twice = self._database.query(
            f"select count(*) from (select {layout.KEY} from {layout.quoted(table)}"  # noqa: S608
            f" group by {layout.KEY} having count(*) > 1) as repeated"
        )
        if twice[0][0]:
            raise BadInput(
                "keys stand twice in a full load", code="duplicate_key", entry=spec.code, keys=twice[0][0]
            )

    def _serve(
        self, spec: EntrySpec, table: str, generation: int, version: int, *, before: Served | None
    ) -> None:
        """Say what is served from now on; gateways are told to look again when more than the version
        changed.
        """
        body = orjson.dumps(spec.to_json())
        self._database.query(
            "insert into entries (entry, table_name, generation, served_version, shape, spec)"
            " values (?, ?, ?, ?, ?, ?) on conflict (entry) do update set table_name = excluded.table_name,"
            " generation = excluded.generation, served_version = excluded.served_version,"
            " shape = excluded.shape, spec = excluded.spec",
            (spec.code, table, generation, version, layout.shape(spec), body),
        )
        if before is None or before.table != table or before.spec != body:
            self._database.query("update pulse set layouts = layouts + 1")

    def _data_key(self, entry: str) -> DataKey:
        """The entry's newest data key, made the first time."""
        statement = "select version, wrapped from data_keys where entry = ? order by version desc limit 1"
        rows = self._database.query(statement, (entry,))
        if not rows:
            _, wrapped = self._keys.new_data_key(entry)
            suite, master = self._keys.suite.name, self._keys.master_id
            self._database.query(
                "insert into data_keys (entry, version, suite, master_id, wrapped) values (?, 1, ?, ?, ?)"
                " on conflict do nothing",
                (entry, suite, master, wrapped),
            )
            self._database.query("update pulse set layouts = layouts + 1")
            rows = self._database.query(statement, (entry,))
        return self._keys.data_key(entry, rows[0][0], bytes(rows[0][1]))


def _not_served(spec: EntrySpec, since: int | None, served: Served | None) -> Conflict:
    return Conflict(
        f"{spec.code} is not served at version {since} in this shape; ask for the served version again",
        code="not_the_served_version",
        entry=spec.code,
        since=since,
        served=served.version if served else None,
    )
