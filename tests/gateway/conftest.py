"""A platform side that publishes and grants, a client with a key, and the gateway in this process."""

import asyncio
import os
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode, urlsplit, urlunsplit

import orjson
import psycopg
import pyarrow as pa
import pytest

from shuyuan.engine.crypto import KeyFolder, Signer, create
from shuyuan.engine.online import PORTAL, ClientSpec, OnlineStore
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
from shuyuan.gateway.app import Gateway, create_app
from shuyuan.gateway.assertions import ASSERTION_TYPE
from shuyuan.gateway.settings import Settings

NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC).timestamp()
ENTRY = "307001/1"
LOOKUP = "/v1/data/307001-1/lookup"
PURPOSE = "住房保障资格核验"
TOKEN_ENDPOINT = "http://127.0.0.1:8010/oauth/token"

SCHEMA = pa.schema(
    [
        ("_change_type", pa.string()),
        ("id_number", pa.string()),
        ("name", pa.string()),
        ("phone", pa.string()),
        ("born_on", pa.date32()),
        ("fee", pa.decimal128(20, 2)),
        ("visits", pa.int64()),
        ("alive", pa.bool_()),
    ]
)

SPEC = EntrySpec(
    ENTRY,
    "居民基本信息",
    1,
    (
        ItemSpec(
            "id_number",
            "公民身份号码",
            DataType.CHARACTER,
            18,
            required=True,
            is_key=True,
            sensitive=True,
            checks=(Check(CheckKind.RESIDENT_ID),),
        ),
        ItemSpec("name", "姓名", DataType.CHARACTER, 50, sensitive=True),
        ItemSpec("phone", "电话", DataType.CHARACTER, 20),
        ItemSpec("born_on", "出生日期", DataType.DATE),
        ItemSpec("fee", "费用", DataType.CURRENCY),
        ItemSpec("visits", "办理次数", DataType.INTEGER),
        ItemSpec("alive", "在世", DataType.BOOLEAN),
    ),
)

GRANT = GrantSpec(
    grant="G-2026-0001",
    version=1,
    entry=ENTRY,
    provider="419900-police",
    consumer="419900-housing",
    purpose=PURPOSE,
    items=(
        GrantedItem("name", Mask(MaskKind.KEEP, first=1)),
        GrantedItem("phone", Mask(MaskKind.KEEP, first=3, last=4)),
        GrantedItem("born_on"),
        GrantedItem("fee"),
        GrantedItem("alive"),
    ),
    filters=(),
    modes=(Mode.API,),
    clients=("housing-app",),
    valid_from=date(2026, 1, 1),
    valid_until=date(2026, 12, 31),
)


class FakeClock:
    """Time stands still until a test moves it."""

    def __init__(self) -> None:
        self.wall = NOON
        self.steady = 1000.0

    def now(self) -> float:
        return self.wall

    def monotonic(self) -> float:
        return self.steady

    def pass_(self, seconds: float) -> None:
        self.wall += seconds
        self.steady += seconds


@dataclass
class Answer:
    """What came back: status, headers by lower-case name, raw body."""

    status: int
    headers: dict[str, str]
    body: bytes

    def json(self) -> Any:
        return orjson.loads(self.body)

    def codes(self) -> list[str]:
        return [reason["code"] for reason in self.json()["reasons"]]


async def call(
    app: Gateway,
    method: str,
    path: str,
    *,
    headers: dict[str, str] | None = None,
    body: bytes | list[bytes] = b"",
    query: bytes = b"",
    messages: list[dict[str, Any]] | None = None,
) -> Answer:
    """One request through ASGI; `messages` replaces what the server would say of the body."""
    chunks = [body] if isinstance(body, bytes) else body
    inbox = messages or [
        {"type": "http.request", "body": chunk, "more_body": number < len(chunks) - 1}
        for number, chunk in enumerate(chunks)
    ]
    inbox = list(inbox)
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        if inbox:
            return inbox.pop(0)
        await asyncio.Event().wait()
        raise AssertionError

    async def send(message: Any) -> None:
        sent.append(message)

    scope = {
        "type": "http",
        "method": method,
        "path": path,
        "query_string": query,
        "headers": [(name.lower().encode(), value.encode()) for name, value in (headers or {}).items()],
    }
    await app(scope, receive, send)
    if not sent:
        return Answer(0, {}, b"")
    start, *parts = sent
    names = {name.decode(): value.decode() for name, value in start["headers"]}
    return Answer(start["status"], names, b"".join(part["body"] for part in parts))


@dataclass
class City:
    """The platform's side, and what a client system needs."""

    url: str
    keys: KeyFolder
    store: OnlineStore
    clock: FakeClock = field(default_factory=FakeClock)
    client_key: Signer = field(default_factory=Signer.create)
    grants: list[GrantSpec] = field(default_factory=lambda: [GRANT])
    clients: list[ClientSpec] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.clients = [
            self.client("housing-app", self.client_key),
            self.client(PORTAL, self.keys.signer("portal"), department="419900-data"),
        ]

    @staticmethod
    def client(id_: str, key: Signer, department: str = "419900-housing") -> ClientSpec:
        return ClientSpec(id_, "住房保障系统", "SYS-0001", department, (key.public.jwk(),))

    def settings(self, **changes: Any) -> Settings:
        values = {
            "online_url": self.url,
            "keys": self.keys.folder,
            "poll_seconds": 3600.0,
            "rate_per_second": 1e6,
        }
        return Settings(**{**values, **changes})

    def publish(self, *rows: dict[str, Any], since: int | None = None, version: int = 1) -> None:
        batches = [pa.RecordBatch.from_pylist(list(rows), schema=SCHEMA)]
        self.store.publish(SPEC, batches, since=since, lake_version=version)

    def tell(self) -> int:
        at = datetime.fromtimestamp(self.clock.now(), UTC)
        return self.store.write_snapshot(grants=self.grants, clients=self.clients, entries=[SPEC], at=at)

    def change_grant(self, **changes: Any) -> None:
        self.grants = [replace(self.grants[0], **changes)]
        self.tell()

    def assertion(self, key: Signer | None = None, **changes: Any) -> str:
        now = int(self.clock.now())
        claims = {
            "iss": "housing-app",
            "sub": "housing-app",
            "aud": TOKEN_ENDPOINT,
            "jti": os.urandom(8).hex(),
            "iat": now,
            "exp": now + 60,
        }
        merged = {**claims, **changes}
        return (key or self.client_key).jwt(
            {name: value for name, value in merged.items() if value is not None}
        )

    @asynccontextmanager
    async def gateway(self, **settings: Any) -> AsyncIterator["Door"]:
        app = create_app(self.settings(**settings), self.clock)
        await app.start()
        try:
            await app.parts.feed.refresh()
            yield Door(app, self)
        finally:
            await app.stop()


@dataclass
class Door:
    """A running gateway with the calls that tests make."""

    app: Gateway
    city: City
    token: str = ""

    async def refresh(self) -> None:
        await self.app.parts.feed.refresh()

    async def get_token(self, assertion: str | None = None, **form: str | None) -> Answer:
        members = {
            "grant_type": "client_credentials",
            "client_assertion_type": ASSERTION_TYPE,
            "client_assertion": assertion or self.city.assertion(),
            **form,
        }
        body = urlencode({name: value for name, value in members.items() if value is not None}).encode()
        headers = {"content-type": "application/x-www-form-urlencoded"}
        return await call(self.app, "POST", "/oauth/token", headers=headers, body=body)

    async def sign_in(self, assertion: str | None = None) -> str:
        answer = await self.get_token(assertion)
        assert answer.status == 200, answer.body
        self.token = answer.json()["access_token"]
        return self.token

    async def lookup(
        self,
        changes: dict[str, Any] | None = None,
        *,
        headers: dict[str, str] | None = None,
        path: str = LOOKUP,
        **raw: Any,
    ) -> Answer:
        """A good lookup of the first resident, with `changes` to its body; None takes a member out."""
        if not self.token:
            await self.sign_in()
        members = {
            "grant": GRANT.grant,
            "purpose": PURPOSE,
            "business_number": "YW-1",
            "key": key(1),
            **(changes or {}),
        }
        body = orjson.dumps({name: value for name, value in members.items() if value is not None})
        sent = {
            "authorization": f"Bearer {self.token}",
            "content-type": "application/json",
            **(headers or {}),
        }
        return await call(self.app, "POST", path, headers=sent, **{"body": body, **raw})

    async def get(self, path: str, *, query: bytes = b"", headers: dict[str, str] | None = None) -> Answer:
        sent = {"authorization": f"Bearer {self.token}"} if self.token else {}
        return await call(self.app, "GET", path, query=query, headers={**sent, **(headers or {})})


def key(number: int) -> str:
    """An invented identity number; its check digit is wrong on purpose."""
    return f"41990019900101{number:03d}X"


def resident(number: int, **changes: Any) -> dict[str, Any]:
    values = {
        "_change_type": "insert",
        "id_number": key(number),
        "name": f"张{number}丰",
        "phone": f"1380000{number:04d}",
        "born_on": date(1990, 1, 1),
        "fee": Decimal("12.50"),
        "visits": number,
        "alive": True,
    }
    return {**values, **changes}


def run(work: Callable[[], Any]) -> Any:
    """Run one asynchronous test body."""
    return asyncio.run(work())


@pytest.fixture(scope="session")
def postgres_database() -> Iterator[str]:
    """A database of our own on the test server, dropped at the end."""
    server = os.environ.get("SHUYUAN_TEST_POSTGRES")
    if not server:
        pytest.skip("SHUYUAN_TEST_POSTGRES is not set")
    name = f"gateway_{os.getpid()}"
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


@pytest.fixture(scope="session")
def keys(tmp_path_factory) -> KeyFolder:
    return create(tmp_path_factory.mktemp("gateway-keys"))


@contextmanager
def told_city(url: str, keys: KeyFolder) -> Iterator[City]:
    """Five residents, one grant, one client, told to the gateway."""
    with OnlineStore.open(url, keys) as store:
        made = City(url, keys, store)
        made.publish(*(resident(number) for number in range(1, 6)))
        made.tell()
        yield made


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def city(request, tmp_path, keys) -> Iterator[City]:
    url = f"sqlite:///{tmp_path / 'online.sqlite3'}"
    if request.param == "postgres":
        url = emptied(request.getfixturevalue("postgres_database"))
    with told_city(url, keys) as made:
        yield made


@pytest.fixture
def file_city(tmp_path, keys) -> Iterator[City]:
    """The same on SQLite only, where the kind of store makes no difference."""
    with told_city(f"sqlite:///{tmp_path / 'online.sqlite3'}", keys) as made:
        yield made
