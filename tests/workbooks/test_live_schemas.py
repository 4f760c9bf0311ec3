"""Entries proposed from a live database that the operator has configured for a department."""

import logging
import os
import secrets
import sqlite3

import pytest
from django.urls import reverse
from sqlalchemy import create_engine, make_url, text

from shuyuan.audit.models import Entry as AuditEntry
from shuyuan.config.environment import database as django_database
from shuyuan.jobs.models import Job
from shuyuan.kernel.errors import BadInput, NotFound, NotPermitted, TooLarge, Unavailable
from shuyuan.workbooks import connections, inspection, live_readings, schema_views
from shuyuan.workbooks.configured import parse_sources
from shuyuan.workbooks.models import CatalogImport
from shuyuan.workbooks.readings import tables_of
from shuyuan.workbooks.schema_proposals import entry_name, item_label
from workbooks.conftest import Run
from workbooks.test_pages import as_actor  # noqa: F401 a fixture
from workbooks.test_schemas import shape

PASSWORD = "Not-For-Anybody-1"
COLUMNS = """n numeric(8), je numeric(10,2) NOT NULL,
  born timestamptz, d double precision, j jsonb, z bytea, u uuid, k bigint"""
STRUCTURE = """
CREATE TABLE t_dbdx (
  sfzh varchar(18) NOT NULL PRIMARY KEY, -- 身份证号
  xm varchar(50),
  je decimal(10,2), -- 保障金额（元）
  bz text, csrq date, ok boolean, zp blob
);
CREATE VIEW v_dbdx AS SELECT sfzh FROM t_dbdx;
"""


@pytest.fixture
def file(tmp_path):
    """A database of civil affairs as a file."""
    path = tmp_path / "业务.db"
    connection = sqlite3.connect(path)
    connection.executescript(STRUCTURE)
    connection.close()
    return path


@pytest.fixture
def configure(settings):
    """`configure(url)`: the database “affairs” of civil affairs."""

    def put(url, departments="civil-affairs"):
        settings.SOURCES = parse_sources(f"affairs@{departments}={url}")

    return put


@pytest.fixture
def read(officer, legal, factories):
    """Ask for the database and run the job."""

    def ask_and_run():
        reading = live_readings.request_reading("affairs", actor=officer, legal=legal)
        live_readings.run_reading(reading.pk, run=Run({}, officer))
        Job.objects.filter(pk=reading.job_id).update(state=Job.State.DONE)
        reading.refresh_from_db()
        return reading

    return ask_and_run


@pytest.mark.parametrize(
    "given",
    [
        "affairs",
        f"affairs=postgresql://u:{PASSWORD}@h/d",
        f"a@b=sqlite:///x a@b=mysql://u:{PASSWORD}@h/d",
        "@b=x",
    ],
)
def test_a_malformed_configuration_is_refused_without_repeating_it(given):
    with pytest.raises(ValueError, match="SHUYUAN_SOURCES: entry") as refused:
        parse_sources(given)
    assert PASSWORD not in str(refused.value)


def test_several_databases_and_departments_are_configured():
    found = parse_sources(f" 低保@civil-affairs,tax=mysql://u:{PASSWORD}@h/d ;b@tax=sqlite:////srv/b.db\n")
    assert {name: sorted(one.departments) for name, one in found.items()} == {
        "低保": ["civil-affairs", "tax"],
        "b": ["tax"],
    }
    assert PASSWORD not in repr(found)
    assert parse_sources("") == {}


def test_another_department_and_a_wrong_role_may_not_read(
    configure, stranger, organizations, civil_affairs, legal, as_actor  # noqa: F811
):  # fmt: skip
    configure("sqlite:////nowhere.db")
    with pytest.raises(NotFound) as refused:
        live_readings.request_reading("affairs", actor=stranger, legal=legal)
    assert refused.value.code == "unknown_source"
    answer = as_actor(stranger).post(reverse("workbooks:ask_database"), {"source": "affairs"})
    assert answer.status_code == 400
    assert "您的部门不能读取这个数据库" in answer.content.decode()
    auditor = organizations.make_actor("audit_administrator", civil_affairs)
    with pytest.raises(NotPermitted):
        live_readings.request_reading("affairs", actor=auditor, legal=legal)
    assert not Job.objects.exists()


def test_a_path_with_a_blank_is_escaped_in_the_configuration(tmp_path, file):
    file.rename(tmp_path / "业务 库.db")
    source = parse_sources(f"a@tax=sqlite:///{tmp_path}/业务%20库.db")["a"]
    with connections.opened(source) as database:
        assert len(inspection.read_tables(database, lambda done, total: None)) == 2


def test_a_permission_that_was_taken_away_counts_when_the_job_runs(configure, file, officer, legal):
    configure(f"sqlite:///{file}")
    reading = live_readings.request_reading("affairs", actor=officer, legal=legal)
    assert live_readings.request_reading("affairs", actor=officer, legal=legal) == reading
    configure(f"sqlite:///{file}", departments="tax")
    live_readings.run_reading(reading.pk, run=Run({}, officer))
    reading.refresh_from_db()
    assert (reading.problem["code"], reading.tables) == ("unknown_source", [])


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("sqlite:////nowhere/at-all.db", "source_unreachable"),
        (f"postgresql://shuyuan:{PASSWORD}@127.0.0.1:9/nothing", "source_unreachable"),
        (f"oracle://shuyuan:{PASSWORD}@127.0.0.1:9/nothing", "source_driver"),
        (f"postgresql+unheard://shuyuan:{PASSWORD}@127.0.0.1:9/nothing", "source_driver"),
        (f"ftp://shuyuan:{PASSWORD}@127.0.0.1:9/nothing", "source_address"),
        (f"shuyuan:{PASSWORD}", "source_address"),
    ],
)
def test_what_cannot_be_read_says_why_and_never_the_password(
    url, code, configure, read, as_actor, officer, caplog  # noqa: F811
):  # fmt: skip
    caplog.set_level(logging.DEBUG)
    configure(url)
    reading = read()
    assert reading.problem["code"] == code
    page = as_actor(officer).get(reading.get_absolute_url()).content.decode()
    assert "重新读取" in page
    trail = "".join(AuditEntry.objects.values_list("facts_json", flat=True))
    kept = str(reading.problem) + str(list(Job.objects.values_list("params", "error_detail", "result")))
    assert code in trail
    for place in (page, trail, kept, caplog.text):
        assert PASSWORD not in place


def test_a_missing_driver_names_its_package(configure, read):
    configure("oracle://u:p@127.0.0.1:9/nothing")
    assert read().problem["facts"] == {"source": "affairs", "package": "oracledb"}


def test_a_refused_sign_in_is_told_from_a_silent_server():
    class Engine:
        def connect(self):
            raise ValueError('FATAL: password authentication failed for user "shuyuan"')

    source = parse_sources("affairs@tax=postgresql://u:p@h/d")["affairs"]
    with pytest.raises(BadInput) as refused:
        connections._connected(source, Engine())
    assert refused.value.code == "source_sign_in"


def test_a_database_without_tables_and_one_with_too_many_are_refused(tmp_path, configure, read, file):
    empty = tmp_path / "empty.db"
    sqlite3.connect(empty).close()
    configure(f"sqlite:///{empty}")
    assert read().problem["code"] == "source_empty"
    source = parse_sources(f"a@tax=sqlite:///{file}")["a"]
    with pytest.raises(TooLarge) as refused, connections.opened(source) as database:
        inspection.read_tables(database, lambda done, total: None, limit=1)
    assert refused.value.facts == {"limit": 1, "count": 2}


def test_the_database_cannot_be_written(file):
    source = parse_sources(f"a@tax=sqlite:///{file}")["a"]
    with (
        pytest.raises(Unavailable, match="reading broke off"),
        connections.opened(source) as database,
    ):
        database.connection.execute(text("DELETE FROM t_dbdx"))


def test_tables_views_and_remarks_of_sqlite_become_drafts(
    file, configure, read, as_actor, officer, places, legal  # noqa: F811
):  # fmt: skip
    configure(f"sqlite:///{file}")
    client = as_actor(officer)
    page = client.get(reverse("workbooks:database")).content.decode()
    assert "affairs" in page
    client.post(reverse("workbooks:ask_database"), {"source": "affairs"})
    assert Job.objects.get().name == "workbooks.schema"
    Job.objects.update(state=Job.State.CANCELLED)
    reading = read()
    table, view = tables_of(reading)
    assert shape(table) == [
        ("sfzh", "C", 18, 0, True, True),
        ("xm", "C", 50, 0, False, False),
        ("je", "N", 10, 2, False, False),
        ("bz", "M", None, 0, False, False),
        ("csrq", "D", None, 0, False, False),
        ("ok", "L", None, 0, False, False),
        ("zp", "G", None, 0, False, False),
    ]
    assert [item_label(one) for one in table.columns][:3] == ["身份证号", "姓名", "保障金额"]
    assert (view.name, len(view.columns)) == ("v_dbdx", 1)
    progress = client.get(reverse("workbooks:reading_progress", args=[reading.pk]))
    assert progress.headers["HX-Refresh"] == "true"
    assert "已读取" in client.get(reverse("workbooks:database")).content.decode()
    client.post(reading.get_absolute_url(), {"tables": ["0"]})
    made = CatalogImport.objects.get()
    assert (made.kind, made.filename) == ("schema", "affairs.json")


def test_a_reading_under_way_shows_its_progress_and_a_stopped_one_says_so(
    file, configure, as_actor, officer, legal  # noqa: F811
):  # fmt: skip
    configure(f"sqlite:///{file}")
    client = as_actor(officer)
    address = client.post(reverse("workbooks:ask_database"), {"source": "affairs"}).headers["Location"]
    assert "hx-get" in client.get(address).content.decode()
    Job.objects.update(state=Job.State.CANCELLED)
    assert "没有结果" in client.get(address).content.decode()


def test_a_page_of_many_tables_shows_columns_when_one_is_opened(
    file, configure, read, as_actor, officer, stranger, monkeypatch  # noqa: F811
):  # fmt: skip
    configure(f"sqlite:///{file}")
    reading = read()
    monkeypatch.setattr(schema_views, "MOST_OPEN", 1)
    client = as_actor(officer)
    page = client.get(reading.get_absolute_url()).content.decode()
    assert "保障金额" not in page
    address = reverse("workbooks:columns", args=[reading.pk, 0])
    assert address in page
    assert "保障金额" in client.get(address).content.decode()
    assert client.get(reverse("workbooks:columns", args=[reading.pk, 9])).status_code == 404
    assert as_actor(stranger).get(address).status_code == 404


@pytest.fixture
def server():
    """A schema with comments on a PostgreSQL server, and its address."""
    address = os.environ.get("SHUYUAN_TEST_POSTGRES") or os.environ.get("SHUYUAN_POSTGRES", "")
    if not address.startswith("postgres"):
        pytest.skip("no PostgreSQL server is named")
    assert django_database(address)["NAME"]
    url = make_url(address).set(drivername="postgresql+psycopg")
    schema = f"live_{secrets.token_hex(4)}"
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text(f"CREATE SCHEMA {schema}"))
        for statement in (
            f"CREATE TABLE {schema}.dbdx (sfzh varchar(18) PRIMARY KEY, {COLUMNS})",
            f"COMMENT ON TABLE {schema}.dbdx IS '低保对象信息表；每月更新'",
            f"COMMENT ON COLUMN {schema}.dbdx.sfzh IS '身份证号'",
            f"CREATE VIEW {schema}.v AS SELECT sfzh FROM {schema}.dbdx",
            f"CREATE MATERIALIZED VIEW {schema}.w AS SELECT sfzh FROM {schema}.dbdx",
        ):
            connection.execute(text(statement))
    yield url.update_query_dict({"schema": schema}).set(drivername="postgresql")
    with engine.begin() as connection:
        connection.execute(text(f"DROP SCHEMA {schema} CASCADE"))
    engine.dispose()


def test_tables_views_and_comments_of_postgresql_are_read(server, configure, read):
    configure(server.render_as_string(hide_password=False))
    reading = read()
    assert (reading.problem, reading.dialect) == (None, "postgres")
    table, view, kept = tables_of(reading)
    assert (entry_name(table), table.columns[0].comment) == ("低保对象", "身份证号")
    assert [view.name, kept.name] == ["v", "w"]
    assert shape(table) == [
        ("sfzh", "C", 18, 0, True, True),
        ("n", "I", None, 0, False, False),
        ("je", "N", 10, 2, True, False),
        ("born", "T", None, 0, False, False),
        ("d", "B", None, 0, False, False),
        ("j", "M", None, 0, False, False),
        ("z", "G", None, 0, False, False),
        ("u", "C", 255, 0, False, False),
        ("k", "I", None, 0, False, False),
    ]


def test_postgresql_is_opened_read_only_and_says_who_may_not_sign_in(server, caplog):
    caplog.set_level(logging.DEBUG)
    wrong = server.set(username="nobody_here", password=PASSWORD).render_as_string(hide_password=False)
    source = parse_sources(f"a@tax={wrong}")["a"]
    with pytest.raises(BadInput) as refused, connections.opened(source):
        pass
    assert refused.value.code == "source_sign_in"
    assert "database source a was not read" in caplog.text
    assert PASSWORD not in caplog.text + repr(refused.getrepr(showlocals=False))
    source = parse_sources(f"a@tax={server.render_as_string(hide_password=False)}")["a"]
    with connections.opened(source) as database:
        assert database.connection.execute(text("SHOW transaction_read_only")).scalar() == "on"
