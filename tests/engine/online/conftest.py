"""An entry of invented residents, its keys, and a store on each database."""

import os
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pyarrow as pa
import pytest

from shuyuan.engine.crypto import KeyFolder, create
from shuyuan.engine.online import ClientSpec, OnlineStore
from shuyuan.engine.spec import (
    Check,
    CheckKind,
    DataType,
    EntrySpec,
    GrantedItem,
    GrantSpec,
    ItemSpec,
    Mask,
    MaskKind,
    Mode,
)

NOW = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)

SCHEMA = pa.schema(
    [
        ("_change_type", pa.string()),
        ("id_number", pa.string()),
        ("name", pa.string()),
        ("phone", pa.string()),
        ("born_on", pa.date32()),
        ("seen_at", pa.timestamp("us", tz="UTC")),
        ("fee", pa.decimal128(38, 2)),
        ("visits", pa.int64()),
        ("share", pa.float64()),
        ("alive", pa.bool_()),
    ]
)


@pytest.fixture(scope="session")
def keys(tmp_path_factory) -> KeyFolder:
    return create(tmp_path_factory.mktemp("keys"))


@pytest.fixture
def spec() -> EntrySpec:
    return EntrySpec(
        "307001/1",
        "居民基本信息",
        1,
        (
            ItemSpec(
                "id_number",
                "公民身份号码",
                DataType.CHARACTER,
                18,
                is_key=True,
                required=True,
                sensitive=True,
                checks=(Check(CheckKind.RESIDENT_ID),),
            ),
            ItemSpec("name", "姓名", DataType.CHARACTER, 50, sensitive=True),
            ItemSpec("phone", "电话", DataType.CHARACTER, 20),
            ItemSpec("born_on", "出生日期", DataType.DATE),
            ItemSpec("seen_at", "最近办理时间", DataType.DATETIME),
            ItemSpec("fee", "费用", DataType.NUMERIC, 38, scale=2),
            ItemSpec("visits", "办理次数", DataType.INTEGER),
            ItemSpec("share", "比例", DataType.DOUBLE),
            ItemSpec("alive", "在世", DataType.BOOLEAN),
        ),
    )


@pytest.fixture
def grant(spec) -> GrantSpec:
    return GrantSpec(
        grant="G-2026-0001",
        version=1,
        entry=spec.code,
        provider="419900-police",
        consumer="419900-housing",
        purpose="住房保障资格核验",
        items=(
            GrantedItem("name", Mask(MaskKind.KEEP, first=1)),
            GrantedItem("phone", Mask(MaskKind.KEEP, first=3, last=4)),
            GrantedItem("born_on"),
            GrantedItem("fee"),
        ),
        filters=(),
        modes=(Mode.API,),
        clients=("housing-app",),
        valid_from=date(2026, 1, 1),
        valid_until=date(2026, 12, 31),
    )


def make_client(id_="housing-app", **changes) -> ClientSpec:
    values = {
        "id": id_,
        "name": "住房保障系统",
        "system": "SYS-0001",
        "department": "419900-housing",
        "keys": (),
        "active": True,
    }
    return ClientSpec(**{**values, **changes})


def row(number: int, **changes) -> dict[str, object]:
    """One invented resident; the check digit is wrong on purpose."""
    values = {
        "_change_type": "insert",
        "id_number": f"41990019900101{number:03d}X",
        "name": f"张{number}",
        "phone": f"1380000{number:04d}",
        "born_on": date(1990, 1, 1),
        "seen_at": datetime(2026, 1, 2, 3, 4, 5, 600, tzinfo=UTC),
        "fee": Decimal("12.50"),
        "visits": number,
        "share": 0.25,
        "alive": True,
    }
    return {**values, **changes}


def batches(*rows: dict[str, object]) -> list[pa.RecordBatch]:
    return [pa.RecordBatch.from_pylist(list(rows), schema=SCHEMA)]


@pytest.fixture(scope="session")
def postgres_database() -> Iterator[str]:
    """A database of our own on the test server, dropped at the end."""
    server = os.environ.get("SHUYUAN_TEST_POSTGRES")
    if not server:
        pytest.skip("SHUYUAN_TEST_POSTGRES is not set")
    name = f"online_{os.getpid()}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"drop database if exists {name} with (force)")
        connection.execute(f"create database {name}")
        yield urlunsplit(urlsplit(server)._replace(path=f"/{name}"))
        connection.execute(f"drop database {name} with (force)")


def emptied(url: str) -> str:
    """The same database with nothing in it."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("drop schema public cascade")
        connection.execute("create schema public")
    return url


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def url(request, tmp_path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'online.sqlite3'}"
    return emptied(request.getfixturevalue("postgres_database"))


@pytest.fixture
def store(url, keys) -> Iterator[OnlineStore]:
    with OnlineStore.open(url, keys) as opened:
        yield opened
