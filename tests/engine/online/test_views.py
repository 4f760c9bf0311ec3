"""Grant views: what they refuse, how they read in each dialect, and that all paths give the same rows."""

import sqlite3
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import duckdb
import psycopg
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.engine.online.conftest import SCHEMA, batches, row

from shuyuan.engine.online import OnlineStore
from shuyuan.engine.online.layout import json_value
from shuyuan.engine.online.lookup import LEAD, Lookup
from shuyuan.engine.online.publication import Publisher
from shuyuan.engine.spec import Comparison, Condition, GrantedItem, Mask, MaskKind
from shuyuan.engine.views import POOL, compile_view
from shuyuan.kernel.errors import BadInput

SNAPSHOTS = Path(__file__).parent / "views"

EVERY_FILTER = (
    Condition("born_on", Comparison.FROM, ("1980-01-01",)),
    Condition("seen_at", Comparison.UNTIL, ("2026-12-31T00:00:00+08:00",)),
    Condition("fee", Comparison.UNTIL, ("99.5",)),
    Condition("visits", Comparison.IN, ("1", "2", "3")),
    Condition("phone", Comparison.STARTS_WITH, ("138",)),
    Condition("phone", Comparison.FROM, ("13",)),
    Condition("alive", Comparison.EQUAL, ("true",)),
    Condition("share", Comparison.UNTIL, ("0.5",)),
)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"entry": "999999/1"}, "grant_of_other_entry"),
        ({"items": ()}, "no_granted_item"),
        ({"items": (GrantedItem("nothing"),)}, "unknown_item"),
        ({"items": (GrantedItem("fee"), GrantedItem("fee"))}, "duplicate_item"),
        ({"items": (GrantedItem("name", Mask(MaskKind.KEEP, -1)),)}, "bad_mask"),
        ({"items": (GrantedItem("fee", Mask(MaskKind.YEAR)),)}, "mask_not_for_type"),
        ({"items": (GrantedItem("share", Mask(MaskKind.KEEP, 1)),)}, "mask_not_for_type"),
        ({"filters": (Condition("name", Comparison.EQUAL, ("张三",)),)}, "filter_on_sensitive_item"),
        ({"filters": (Condition("nothing", Comparison.EQUAL, ("1",)),)}, "unknown_item"),
        ({"filters": (Condition("fee", Comparison.EQUAL, ()),)}, "bad_filter"),
        ({"filters": (Condition("fee", Comparison.EQUAL, ("1", "2")),)}, "bad_filter"),
        ({"filters": (Condition("fee", Comparison.EQUAL, ("1.005",)),)}, "bad_value"),
        ({"filters": (Condition("fee", Comparison.EQUAL, ("nan",)),)}, "bad_value"),
        ({"filters": (Condition("visits", Comparison.EQUAL, ("1; drop table",)),)}, "bad_value"),
        ({"filters": (Condition("born_on", Comparison.FROM, ("yesterday",)),)}, "bad_value"),
        ({"filters": (Condition("alive", Comparison.EQUAL, ("1",)),)}, "bad_value"),
        ({"filters": (Condition("alive", Comparison.FROM, ("true",)),)}, "bad_filter"),
        ({"filters": (Condition("visits", Comparison.STARTS_WITH, ("1",)),)}, "bad_filter"),
    ],
)
@pytest.mark.parametrize("dialect", ["sqlite", "postgres", "duckdb"])
def test_a_grant_that_does_not_fit_is_refused(grant, spec, change, code, dialect):
    with pytest.raises(BadInput) as refused:
        compile_view(replace(grant, **change), spec, dialect)
    assert refused.value.code == code


def test_an_unknown_dialect_is_refused(grant, spec):
    with pytest.raises(BadInput) as refused:
        compile_view(grant, spec, "oracle")
    assert refused.value.code == "unknown_dialect"


@pytest.mark.parametrize("dialect", ["sqlite", "postgres", "duckdb"])
def test_the_statement_is_the_one_that_was_reviewed(grant, spec, dialect):
    view = compile_view(replace(grant, filters=EVERY_FILTER), spec, dialect)
    text = f"{view.select.sql(dialect, pretty=True)}\n-- {view.parameters!r}\n"
    assert text == (SNAPSHOTS / f"{dialect}.sql").read_text(encoding="utf-8")


@pytest.mark.parametrize("dialect", ["sqlite", "postgres"])
def test_the_lookup_is_the_one_that_was_reviewed(grant, spec, keys, dialect):
    key, _ = keys.new_data_key(spec.code)
    lookup = Lookup(grant, spec, table="rows_307001-1_1", dialect=dialect, key=key)
    assert lookup.sql(2) + "\n" == (SNAPSHOTS / f"lookup_{dialect}.sql").read_text(encoding="utf-8")


def test_values_never_stand_in_the_statement(grant, spec):
    evil = "1' or '1'='1"
    filtered = replace(grant, filters=(Condition("phone", Comparison.EQUAL, (evil,)),))
    for dialect in ("sqlite", "postgres", "duckdb"):
        view = compile_view(filtered, spec, dialect)
        assert evil not in view.sql()
        assert evil in view.parameters


WORDS = st.text("张三李欧阳0123456789-* 'é👪", max_size=8)
ROWS = st.fixed_dictionaries(
    {
        "name": st.none() | WORDS,
        "phone": st.none() | WORDS | st.from_regex(r"13[0-9]{9}", fullmatch=True),
        "born_on": st.none() | st.dates(date(1900, 1, 1), date(2100, 1, 1)),
        "seen_at": st.none()
        | st.datetimes(datetime(1950, 1, 1), datetime(2090, 1, 1), timezones=st.just(UTC)),
        "fee": st.none() | st.decimals(-(10**20), 10**20, places=2),
        "visits": st.none() | st.integers(-(2**63), 2**63 - 1),
        "share": st.none() | st.floats(allow_nan=False, allow_infinity=False),
        "alive": st.none() | st.booleans(),
    }
)
CONDITIONS = st.one_of(
    st.builds(
        lambda c, v: Condition("phone", c, (v,)), st.sampled_from([Comparison.FROM, Comparison.UNTIL]), WORDS
    ),
    st.builds(lambda v: Condition("phone", Comparison.STARTS_WITH, (v,)), WORDS),
    st.builds(
        lambda c, v: Condition("fee", c, (str(v),)),
        st.sampled_from([Comparison.FROM, Comparison.UNTIL, Comparison.EQUAL]),
        st.decimals(-(10**20), 10**20, places=2),
    ),
    st.builds(
        lambda c, v: Condition("born_on", c, (v.isoformat(),)),
        st.sampled_from([Comparison.FROM, Comparison.UNTIL]),
        st.dates(date(1900, 1, 1), date(2100, 1, 1)),
    ),
    st.builds(
        lambda c, v: Condition("seen_at", c, (v.isoformat(),)),
        st.sampled_from([Comparison.FROM, Comparison.UNTIL]),
        st.datetimes(datetime(1950, 1, 1), datetime(2090, 1, 1), timezones=st.just(UTC)),
    ),
    st.builds(
        lambda v: Condition("visits", Comparison.IN, tuple(map(str, v))),
        st.lists(st.integers(-3, 3), min_size=1),
    ),
    st.builds(lambda v: Condition("alive", Comparison.EQUAL, (v,)), st.sampled_from(["true", "false"])),
    st.builds(lambda v: Condition("share", Comparison.UNTIL, (repr(v),)), st.floats(-1e9, 1e9)),
)
MASKED = st.tuples(
    st.sampled_from(["name", "phone", "born_on", "seen_at", "fee", "visits"]),
    st.none()
    | st.builds(Mask, st.just(MaskKind.KEEP), st.integers(0, 4), st.integers(0, 4))
    | st.just(Mask(MaskKind.HIDE)),
)


@given(
    values=st.lists(ROWS, min_size=1, max_size=4),
    conditions=st.lists(CONDITIONS, max_size=2),
    granted=st.lists(MASKED, min_size=1, max_size=6, unique_by=lambda pair: pair[0]),
)
@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_the_online_path_and_the_lake_give_the_same_rows(url, keys, spec, grant, values, conditions, granted):
    grant = replace(
        grant,
        items=(
            *(GrantedItem(name, mask) for name, mask in granted),
            GrantedItem("share"),
            GrantedItem("alive"),
        ),
        filters=tuple(conditions),
    )
    rows = [row(number, **value) for number, value in enumerate(values)]
    with OnlineStore.open(url, keys) as store:
        store.publish(spec, batches(*rows), since=None, lake_version=1)
    assert online_rows(url, keys, spec, grant, rows) == lake_rows(spec, grant, rows)


def lake_rows(spec, grant, rows):
    """Key → granted items by DuckDB over the plain rows; the key rides along outside the view."""
    found = {}
    view = compile_view(grant, spec, "duckdb")
    connection = duckdb.connect()
    for one in rows:
        connection.register(POOL, pa.Table.from_pylist([one], schema=SCHEMA))
        for line in connection.execute(view.sql(), list(view.parameters)).to_arrow_table().to_pylist():
            found[one["id_number"]] = {
                column.item.name: line[column.item.name]
                if column.mask
                else json_value(column.item, line[column.item.name])
                for column in view.columns
            }
    connection.close()
    return found


def online_rows(url, keys, spec, grant, rows):
    """Key → granted items by the lookup that the gateway runs."""
    found = {}
    with OnlineStore.open(url, keys) as store:
        publisher = store._publisher
        served = Publisher.served(publisher, spec.code)
        key = publisher._data_key(spec.code)
        lookup = Lookup(grant, spec, table=served.table, dialect=store._database.dialect, key=key)
        for one in rows:
            text = lookup.key_text(one["id_number"])
            parameters = lookup.parameters([lookup.row_key(text, lookup.digest(text))])
            line = fetch(store, lookup.sql(), parameters)
            assert line[0] == 1
            assert len(line) == LEAD + len(grant.items)
            if line[1] is not None:
                found[one["id_number"]] = lookup.finish(line)
    return found


def fetch(store, sql, parameters):
    database = store._database
    if database.dialect == "sqlite":
        return database.query(sql, parameters)[0]
    with psycopg.RawCursor(database._connection) as cursor:
        return cursor.execute(sql, parameters).fetchone()


def test_decimals_keep_their_order_beyond_the_precision_of_doubles(url, keys, spec, grant):
    big = Decimal("12345678901234567890.01")
    rows = [row(1, fee=big), row(2, fee=big + Decimal("0.01"))]
    filtered = replace(grant, filters=(Condition("fee", Comparison.UNTIL, (str(big),)),))
    with OnlineStore.open(url, keys) as store:
        store.publish(spec, batches(*rows), since=None, lake_version=1)
    assert list(online_rows(url, keys, spec, filtered, rows)) == [rows[0]["id_number"]]


def test_the_lookup_uses_the_key_index(tmp_path, keys, spec, grant):
    path = tmp_path / "online.sqlite3"
    with OnlineStore.open(f"sqlite:///{path}", keys) as store:
        store.publish(spec, batches(row(1)), since=None, lake_version=1)
        key = store._publisher._data_key(spec.code)
        lookup = Lookup(
            replace(grant, filters=EVERY_FILTER), spec, table="rows_307001-1_1", dialect="sqlite", key=key
        )
        plan = store._database.query(f"explain query plan {lookup.sql()}", lookup.parameters([b"x"]))
    assert any("rows_307001-1_1_key" in step[3] for step in plan)
    assert isinstance(sqlite3.sqlite_version, str)
