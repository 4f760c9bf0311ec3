"""Publishing rows, writing snapshots, taking read records."""

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.engine.online.conftest import NOW, batches, make_client, row

from shuyuan.engine.online import ClientSpec, OnlineStore, Snapshot
from shuyuan.engine.online.control import Head
from shuyuan.engine.spec import DataType, ItemSpec
from shuyuan.kernel.errors import BadInput, Conflict, NotFound, Unavailable


def table_of(store, spec):
    return store._publisher.served(spec.code).table


def count_rows(store, spec):
    return store._database.query(f'select count(*) from "{table_of(store, spec)}"')[0][0]


def tables(store):
    catalog = {
        "sqlite": "select name from sqlite_master where type = 'table' and name like 'rows%' order by 1",
        "postgres": "select relname from pg_class where relkind = 'r' and relname like 'rows%' order by 1",
    }
    return [name for (name,) in store._database.query(catalog[store._database.dialect])]


class TestPublishing:
    def test_an_address_of_another_kind_is_refused(self, keys):
        with pytest.raises(BadInput) as refused:
            OnlineStore.open("mysql://somewhere/x", keys)
        assert refused.value.code == "bad_online_url"

    def test_a_database_that_is_not_there_is_unavailable(self, keys):
        with pytest.raises(Unavailable) as refused:
            OnlineStore.open("postgresql://nobody:secret@127.0.0.1:1/none", keys)
        assert refused.value.retryable
        assert "secret" not in str(refused.value)

    def test_nothing_is_served_before_the_first_load(self, store, spec):
        assert store.served_version(spec) is None

    def test_the_first_load_serves_its_version(self, store, spec):
        done = store.publish(spec, batches(row(1), row(2)), since=None, lake_version=4)
        assert (done.version, done.upserts, done.rebuilt) == (4, 2, True)
        assert store.served_version(spec) == 4
        assert count_rows(store, spec) == 2

    def test_changes_bring_the_rows_to_the_next_version(self, store, spec):
        store.publish(spec, batches(row(1), row(2)), since=None, lake_version=1)
        changes = batches(
            row(1, _change_type="update_postimage", visits=9), row(2, _change_type="delete"), row(3)
        )
        done = store.publish(spec, changes, since=1, lake_version=2)
        assert (done.upserts, done.deletes, done.rebuilt) == (2, 1, False)
        visits = store._database.query(f'select visits from "{table_of(store, spec)}" order by visits')
        assert visits == [(3,), (9,)]
        assert store.served_version(spec) == 2

    def test_changes_from_another_version_are_a_conflict(self, store, spec):
        store.publish(spec, batches(row(1)), since=None, lake_version=1)
        with pytest.raises(Conflict) as refused:
            store.publish(spec, batches(row(2)), since=7, lake_version=8)
        assert refused.value.code == "not_the_served_version"
        assert count_rows(store, spec) == 1

    def test_a_broken_stream_leaves_the_old_version_whole(self, store, spec):
        store.publish(spec, batches(row(1)), since=None, lake_version=1)

        def broken():
            yield from batches(row(2))
            raise RuntimeError

        with pytest.raises(RuntimeError):
            store.publish(spec, broken(), since=1, lake_version=2)
        assert store.served_version(spec) == 1
        assert count_rows(store, spec) == 1

    def test_a_broken_first_load_can_be_repeated_and_leaves_nothing_behind(self, store, spec):
        def broken():
            yield from batches(row(1))
            raise RuntimeError

        with pytest.raises(RuntimeError):
            store.publish(spec, broken(), since=None, lake_version=1)
        assert store.served_version(spec) is None
        store.publish(spec, batches(row(1)), since=None, lake_version=1)
        assert count_rows(store, spec) == 1
        assert tables(store) == [table_of(store, spec)]

    def test_a_repeated_key_in_a_first_load_is_refused(self, store, spec):
        with pytest.raises(BadInput) as refused:
            store.publish(spec, batches(row(1), row(1)), since=None, lake_version=1)
        assert refused.value.code == "duplicate_key"
        assert store.served_version(spec) is None

    def test_two_first_loads_at_once_end_with_one(self, store, spec, url, keys):
        with OnlineStore.open(url, keys) as other:

            def interrupted():
                other.publish(spec, batches(row(1), row(2)), since=None, lake_version=2)
                yield from batches(row(9))

            with pytest.raises((Conflict, Unavailable)):
                store.publish(spec, interrupted(), since=None, lake_version=1)
        assert store.served_version(spec) == 2
        assert count_rows(store, spec) == 2

    def test_another_shape_wants_a_full_load_which_replaces_the_table(self, store, spec):
        store.publish(spec, batches(row(1)), since=None, lake_version=1)
        old = table_of(store, spec)
        wider = replace(spec, version=2, items=tuple(i for i in spec.items if i.name != "share"))
        assert store.served_version(wider) is None
        store.publish(wider, batches(row(1), row(2)), since=None, lake_version=2)
        assert tables(store) == [table_of(store, spec)]
        assert table_of(store, spec) != old

    def test_another_label_keeps_the_table(self, store, spec):
        store.publish(spec, batches(row(1)), since=None, lake_version=1)
        renamed = replace(spec, name="别名")
        assert store.served_version(renamed) == 1

    def test_gateways_hear_of_a_new_table_but_not_of_new_rows(self, store, spec):
        def pulse():
            return store._database.query("select layouts from pulse")[0][0]

        store.publish(spec, batches(row(1)), since=None, lake_version=1)
        before = pulse()
        store.publish(spec, batches(row(2)), since=1, lake_version=2)
        assert pulse() == before
        store.publish(replace(spec, version=2), batches(row(3)), since=2, lake_version=3)
        assert pulse() == before + 1

    def test_sensitive_values_do_not_lie_in_the_store(self, store, spec):
        store.publish(spec, batches(row(1, name="欧阳独一")), since=None, lake_version=1)
        line = store._database.query(f'select * from "{table_of(store, spec)}"')[0]
        flat = b"".join(bytes(v) if isinstance(v, bytes | memoryview) else str(v).encode() for v in line)
        assert "欧阳独一".encode() not in flat
        assert b"41990019900101001X" not in flat
        assert b"13800000001" in flat

    def test_a_plain_key_stays_readable(self, store, spec):
        items = tuple(replace(item, sensitive=False) for item in spec.items)
        plain = replace(spec, code="307001/2", items=items)
        store.publish(plain, batches(row(1)), since=None, lake_version=1)
        assert store._database.query(f'select _key from "{table_of(store, plain)}"') == [
            ("41990019900101001X",)
        ]

    def test_several_keys_are_joined(self, store, spec):
        items = tuple(
            replace(item, sensitive=False, is_key=item.name in {"phone", "visits"}) for item in spec.items
        )
        composite = replace(spec, code="307001/3", items=items)
        store.publish(composite, batches(row(1)), since=None, lake_version=1)
        assert store._database.query(f'select _key from "{table_of(store, composite)}"') == [
            ('["13800000001","1"]',)
        ]

    @pytest.mark.parametrize(
        ("bad", "code"),
        [
            (row(1, id_number=None), "key_missing"),
            (row(1, _change_type="update_preimage"), "unknown_change_type"),
        ],
    )
    def test_rows_that_make_no_sense_are_refused(self, store, spec, bad, code):
        with pytest.raises(BadInput) as refused:
            store.publish(spec, batches(bad), since=None, lake_version=1)
        assert refused.value.code == code

    def test_a_missing_column_is_refused(self, store, spec):
        wider = replace(spec, items=(*spec.items, ItemSpec("more", "更多", DataType.CHARACTER)))
        with pytest.raises(BadInput) as refused:
            store.publish(wider, batches(row(1)), since=None, lake_version=1)
        assert refused.value.code == "column_missing"

    def test_a_withdrawn_entry_is_gone(self, store, spec):
        store.publish(spec, batches(row(1)), since=None, lake_version=1)
        assert store.withdraw(spec.code)
        assert store.served_version(spec) is None
        assert tables(store) == []
        assert not store.withdraw(spec.code)


class TestSnapshots:
    def test_the_state_comes_back_as_written(self, store, spec, grant):
        assert store.write_snapshot(grants=[grant], clients=[make_client()], entries=[spec], at=NOW) == 1
        version, snapshot = store.snapshot()
        assert version == 1
        assert snapshot.grants() == {grant.grant: grant}
        assert snapshot.entries() == {spec.code: spec}
        assert snapshot.clients() == {"housing-app": make_client()}

    def test_writing_the_same_state_again_changes_nothing(self, store, spec, grant):
        for _ in range(2):
            version = store.write_snapshot(grants=[grant], clients=[], entries=[spec], at=NOW)
        assert version == 1

    def test_only_what_changed_is_written(self, store, spec, grant):
        other = replace(grant, grant="G-2")
        store.write_snapshot(grants=[grant, other], clients=[], entries=[spec], at=NOW)
        store.write_snapshot(grants=[grant, replace(other, version=2)], clients=[], entries=[spec], at=NOW)
        changed = store._database.control("select kind, id from snapshot_items where version = 2")
        assert changed == [("grant", "G-2")]

    def test_what_is_left_out_is_gone(self, store, spec, grant):
        store.write_snapshot(grants=[grant], clients=[make_client()], entries=[spec], at=NOW)
        assert store.write_snapshot(grants=[], clients=[], entries=[spec], at=NOW) == 2
        assert store.snapshot()[1].grants() == {}

    def test_revoking_one_grant_leaves_the_others(self, store, spec, grant):
        other = replace(grant, grant="G-2")
        store.write_snapshot(grants=[grant, other], clients=[], entries=[spec], at=NOW)
        assert store.revoke("G-2", at=NOW + timedelta(seconds=1)) == 2
        grants = store.snapshot()[1].grants()
        assert (grants["G-2"].revoked, grants[grant.grant].revoked) == (True, False)

    def test_revoking_twice_changes_nothing_more(self, store, spec, grant):
        store.write_snapshot(grants=[grant], clients=[], entries=[spec], at=NOW)
        assert store.revoke(grant.grant, at=NOW) == store.revoke(grant.grant, at=NOW) == 2

    def test_an_unknown_grant_cannot_be_revoked(self, store):
        with pytest.raises(NotFound):
            store.revoke("G-none", at=NOW)

    def test_the_head_is_signed_over_all_items(self, store, spec, grant, keys):
        store.write_snapshot(grants=[grant], clients=[make_client()], entries=[spec], at=NOW)
        columns = "version, at, items_hash, suite, key_id, signature"
        version, at, items_hash, suite, key_id, signature = store._database.control(
            f"select {columns} from head"
        )[0]
        head = Head(version, at, bytes(items_hash), suite, key_id, bytes(signature))
        assert head.is_signed_by(keys.public("control"))
        assert head.items_hash == store.snapshot()[1].items_hash(keys.suite)
        assert not replace(head, version=2).is_signed_by(keys.public("control"))

    def test_an_id_cannot_stand_twice(self, grant, keys):
        with pytest.raises(BadInput) as refused:
            Snapshot.of(grants=[grant, grant], clients=[], entries=[], suite=keys.suite)
        assert refused.value.code == "snapshot_twice"

    def test_a_private_key_is_not_a_clients_key(self):
        with pytest.raises(BadInput) as refused:
            make_client(keys=({"kty": "OKP", "d": "secret"},))
        assert refused.value.code == "private_key_given"

    def test_a_client_survives_json(self):
        client = make_client(keys=({"kty": "OKP", "crv": "Ed25519", "x": "AA"},))
        assert ClientSpec.from_json(client.to_json()) == client

    @pytest.mark.parametrize("url", ["sqlite"], indirect=True)
    def test_a_long_publication_does_not_hold_up_a_revocation(self, store, spec, grant, url, keys):
        store.write_snapshot(grants=[grant], clients=[], entries=[spec], at=NOW)
        store.publish(spec, batches(row(1)), since=None, lake_version=1)
        with OnlineStore.open(url, keys) as other:

            def slow():
                yield from batches(row(2))
                assert other.revoke(grant.grant, at=NOW) == 2

            store.publish(spec, slow(), since=1, lake_version=2)
        assert store.served_version(spec) == 2
