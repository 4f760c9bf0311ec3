"""A governed lookup against a bare ASGI program with the same SELECT, on SQLite and PostgreSQL.

Both run under the same server with one worker on the same store, one after the other in short rounds, so
that a
noisy machine is noisy for both; the table shows medians. The target is half of the bare program's requests
per second.

`python -m bench.gateway [--rows N] [--rounds N] [--seconds S] [--json FILE]`; PostgreSQL takes part when
SHUYUAN_BENCH_POSTGRES names a server (`postgresql://user@host:port/postgres`).
"""

import argparse
import contextlib
import json
import os
import secrets
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit, urlunsplit
from urllib.request import Request, urlopen

import orjson
import psycopg
import pyarrow as pa

from shuyuan.engine.crypto import KeyFolder, Signer, create
from shuyuan.engine.online import ClientSpec, OnlineStore
from shuyuan.engine.online.lookup import Lookup
from shuyuan.engine.spec import DataType, EntrySpec, GrantedItem, GrantSpec, ItemSpec, Mask, MaskKind, Mode
from shuyuan.gateway.assertions import ASSERTION_TYPE

TARGET = 0.5
CONNECTIONS = (8, 32)
_BATCH = 50_000
_REQUESTS = 5_000

TEXT = DataType.CHARACTER
SPEC = EntrySpec(
    "309900/1",
    "基准条目",
    1,
    (
        ItemSpec("id_number", "公民身份号码", TEXT, 18, required=True, is_key=True, sensitive=True),
        ItemSpec("name", "姓名", TEXT, 50, sensitive=True),
        ItemSpec("phone", "联系电话", TEXT, 20, sensitive=True),
        ItemSpec("address", "住址", TEXT, 200),
        ItemSpec("street", "街道", TEXT, 60),
        ItemSpec("born_on", "出生日期", DataType.DATE),
        ItemSpec("sex", "性别", TEXT, 1),
        ItemSpec("nation", "民族", TEXT, 2),
        ItemSpec("household", "户号", TEXT, 20),
        ItemSpec("relation", "与户主关系", TEXT, 10),
        ItemSpec("status", "状态", TEXT, 10),
        ItemSpec("changed_on", "变更日期", DataType.DATE),
        ItemSpec("fee", "费用", DataType.CURRENCY),
        ItemSpec("visits", "次数", DataType.INTEGER),
        ItemSpec("alive", "在世", DataType.BOOLEAN),
        ItemSpec("note", "备注", TEXT, 200),
    ),
)
MASKS = {"name": Mask(MaskKind.KEEP, first=1), "address": Mask(MaskKind.KEEP, first=6)}


@dataclass
class Result:
    """The medians of one setting."""

    store: str
    connections: int
    bare_per_second: float
    governed_per_second: float
    ratio: float
    bare_p50_ms: float
    bare_p99_ms: float
    governed_p50_ms: float
    governed_p99_ms: float
    bare_cpu_us: float
    governed_cpu_us: float
    bare_rss_mb: float
    governed_rss_mb: float
    errors: int


def main(arguments: list[str] | None = None) -> int:
    options = _options(arguments)
    results: list[Result] = []
    with tempfile.TemporaryDirectory(prefix="shuyuan-bench-") as folder:
        results += measure(f"sqlite:///{folder}/online.sqlite3", Path(folder), options)
    server = os.environ.get("SHUYUAN_BENCH_POSTGRES")
    if server:
        with tempfile.TemporaryDirectory(prefix="shuyuan-bench-") as folder, _database(server) as url:
            results += measure(url, Path(folder), options)
    print(table(results))
    if options.json:
        when = datetime.now(UTC).isoformat(timespec="seconds")
        found = {
            "at": when,
            "target": TARGET,
            "rows": options.rows,
            "results": [asdict(one) for one in results],
        }
        Path(options.json).write_bytes(orjson.dumps(found, option=orjson.OPT_INDENT_2))
    return 0 if all(one.ratio >= TARGET and not one.errors for one in results) else 1


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rows", type=int, default=100_000, help="rows of the entry (default 100000)")
    parser.add_argument(
        "--rounds", type=int, default=5, help="rounds, of which medians are taken (default 5)"
    )
    parser.add_argument("--seconds", type=float, default=3.0, help="length of a round (default 3)")
    parser.add_argument("--json", help="write the results to this file")
    return parser.parse_args(arguments)


def table(results: list[Result]) -> str:
    """The results as a Markdown table."""
    names = ["store", "connections", "bare req/s", "governed req/s", "ratio"]
    for what in ("p50 / p99 ms", "CPU µs", "RSS MB"):
        names += [f"bare {what}", f"governed {what}"]
    lines = [f"| {' | '.join(names)} |", f"|---|{'---:|' * (len(names) - 1)}"]
    for one in results:
        cells = [
            one.store,
            str(one.connections),
            f"{one.bare_per_second:,.0f}",
            f"{one.governed_per_second:,.0f}",
            f"{one.ratio:.2f}",
            f"{one.bare_p50_ms:.2f} / {one.bare_p99_ms:.2f}",
            f"{one.governed_p50_ms:.2f} / {one.governed_p99_ms:.2f}",
            f"{one.bare_cpu_us:.0f}",
            f"{one.governed_cpu_us:.0f}",
            f"{one.bare_rss_mb:.0f}",
            f"{one.governed_rss_mb:.0f}",
        ]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def measure(url: str, folder: Path, options: argparse.Namespace) -> list[Result]:
    """Both programs on one store, at every number of connections."""
    keys = create(folder / "keys")
    client_key, grant = Signer.create(), _grant()
    numbers = [f"4199{i:014d}" for i in range(options.rows)]
    with OnlineStore.open(url, keys) as store:
        store.publish(SPEC, _rows(numbers), since=None, lake_version=1)
        client = ClientSpec("bench", "bench", "bench", "bench", (client_key.public.jwk(),))
        store.write_snapshot(grants=[grant], clients=[client], entries=[SPEC], at=datetime.now(UTC))
        lookup = _lookup(store, grant, keys)
    governed, bare = _free_port(), _free_port()
    environment = {
        **os.environ,
        "SHUYUAN_ONLINE_URL": url,
        "SHUYUAN_KEYS": str(folder / "keys"),
        "SHUYUAN_GATEWAY_PORT": str(governed),
        "SHUYUAN_GATEWAY_URL": f"http://127.0.0.1:{governed}",
        "SHUYUAN_GATEWAY_RATE": "1000000000",
        "BENCH_URL": url,
        "BENCH_SQL": lookup.sql(),
        "BENCH_ENTRY": SPEC.code,
    }
    command = [sys.executable, "-m", "granian", "--interface", "asgi", "--port", str(bare), "--workers", "1"]
    command += ["--loop", "uvloop", "--no-ws", "--log-level", "warning", "--backpressure", "512", "--factory"]
    command += ["bench.gateway_bare:create_app"]
    with (
        _process([sys.executable, "-m", "shuyuan.gateway"], environment, governed) as gateway,
        _process(command, environment, bare) as yardstick,
    ):
        token = _token(governed, client_key)
        asked = [numbers[secrets.randbelow(len(numbers))] for _ in range(_REQUESTS)]
        governed_file, bare_file = folder / "governed.jsonl", folder / "bare.jsonl"
        _write_requests(governed_file, governed, f"/v1/data/{SPEC.path}/lookup", token, _bodies(asked))
        indexes = [{"key": lookup.digest(number).hex()} for number in asked]
        _write_requests(bare_file, bare, "/", token, [orjson.dumps(one) for one in indexes])
        for port, file in ((bare, bare_file), (governed, governed_file)):
            _load(port, 8, 1.0, file)
        return [
            _compare(
                url, connections, options, (bare, bare_file, yardstick), (governed, governed_file, gateway)
            )
            for connections in CONNECTIONS
        ]


def _compare(
    url: str,
    connections: int,
    options: argparse.Namespace,
    bare: tuple[int, Path, int],
    governed: tuple[int, Path, int],
) -> Result:
    rounds: dict[str, list[dict[str, float]]] = {"bare": [], "governed": []}
    for _ in range(options.rounds):
        for who, (port, requests, pid) in (("bare", bare), ("governed", governed)):
            before = _cpu_seconds(pid)
            found = _load(port, connections, options.seconds, requests)
            found["cpu_us"] = (_cpu_seconds(pid) - before) / found["answers"] * 1e6
            rounds[who].append(found)

    def median(who: str, what: str) -> float:
        return statistics.median(one[what] for one in rounds[who])

    ratios = [
        g["per_second"] / b["per_second"] for b, g in zip(rounds["bare"], rounds["governed"], strict=True)
    ]
    return Result(
        store="SQLite" if url.startswith("sqlite") else "PostgreSQL",
        connections=connections,
        bare_per_second=median("bare", "per_second"),
        governed_per_second=median("governed", "per_second"),
        ratio=statistics.median(ratios),
        bare_p50_ms=median("bare", "p50_ms"),
        bare_p99_ms=median("bare", "p99_ms"),
        governed_p50_ms=median("governed", "p50_ms"),
        governed_p99_ms=median("governed", "p99_ms"),
        bare_cpu_us=median("bare", "cpu_us"),
        governed_cpu_us=median("governed", "cpu_us"),
        bare_rss_mb=_rss_mb(bare[2]),
        governed_rss_mb=_rss_mb(governed[2]),
        errors=int(sum(one["errors"] for who in rounds.values() for one in who)),
    )


def _grant() -> GrantSpec:
    today = datetime.now(UTC).date()
    return GrantSpec(
        grant="G-BENCH",
        version=1,
        entry=SPEC.code,
        provider="provider",
        consumer="bench",
        purpose="基准测试",
        items=tuple(GrantedItem(item.name, MASKS.get(item.name)) for item in SPEC.items),
        filters=(),
        modes=(Mode.API,),
        clients=("bench",),
        valid_from=today - timedelta(days=2),
        valid_until=today + timedelta(days=2),
    )


def _rows(numbers: list[str]) -> Iterator[pa.RecordBatch]:
    """Invented people under the unassigned region 4199."""
    for start in range(0, len(numbers), _BATCH):
        part = range(start, min(start + _BATCH, len(numbers)))
        columns: dict[str, Any] = {
            "_change_type": ["insert"] * len(part),
            "id_number": numbers[start : start + _BATCH],
            "name": [f"张{i}" for i in part],
            "phone": [f"138{i:08d}" for i in part],
            "address": [f"四一九九市第一区示例路{i}号" for i in part],
            "street": [f"示例街道{i % 100}" for i in part],
            "born_on": [date(1950, 1, 1) + timedelta(days=i % 20_000) for i in part],
            "sex": [str(1 + i % 2) for i in part],
            "nation": ["01"] * len(part),
            "household": [f"H{i // 3:010d}" for i in part],
            "relation": ["本人"] * len(part),
            "status": ["正常"] * len(part),
            "changed_on": [date(2026, 1, 1)] * len(part),
            "fee": pa.array([Decimal(i % 1000) for i in part], pa.decimal128(20, 2)),
            "visits": list(part),
            "alive": [True] * len(part),
            "note": ["示例备注"] * len(part),
        }
        yield pa.RecordBatch.from_pydict(columns)


def _lookup(store: OnlineStore, grant: GrantSpec, keys: KeyFolder) -> Lookup:
    """The statement and the key of the gateway's lookup, for the bare program."""
    database = store._database  # noqa: SLF001  the yardstick must run the very same statement
    table = database.query("select table_name from entries")[0][0]
    version, wrapped = database.query("select version, wrapped from data_keys")[0]
    key = keys.data_key(SPEC.code, version, bytes(wrapped))
    return Lookup(grant, SPEC, table=table, dialect=database.dialect, key=key)


def _bodies(asked: list[str]) -> list[bytes]:
    return [
        orjson.dumps(
            {"grant": "G-BENCH", "purpose": "基准测试", "business_number": f"YW-{number[-6:]}", "key": number}
        )
        for number in asked
    ]


def _write_requests(path: Path, port: int, address: str, token: str, bodies: list[bytes]) -> None:
    head = f"POST {address} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Type: application/json\r\n"
    head += f"Authorization: Bearer {token}\r\n"
    lines = [json.dumps(f"{head}Content-Length: {len(body)}\r\n\r\n{body.decode()}") for body in bodies]
    path.write_text("\n".join(lines), encoding="utf-8")


def _token(port: int, key: Signer) -> str:
    endpoint, now = f"http://127.0.0.1:{port}/oauth/token", int(time.time())
    claims = {"iss": "bench", "sub": "bench", "aud": endpoint, "jti": secrets.token_hex(8), "exp": now + 60}
    form = {
        "grant_type": "client_credentials",
        "client_assertion_type": ASSERTION_TYPE,
        "client_assertion": key.jwt(claims),
    }
    with urlopen(Request(endpoint, data=urlencode(form).encode())) as answer:
        return str(orjson.loads(answer.read())["access_token"])


def _load(port: int, connections: int, seconds: float, requests: Path) -> dict[str, float]:
    command = [
        sys.executable,
        "-m",
        "bench.gateway_load",
        str(port),
        str(connections),
        str(seconds),
        str(requests),
    ]
    done = subprocess.run(command, check=True, capture_output=True)
    found: dict[str, float] = orjson.loads(done.stdout)
    return found


@contextlib.contextmanager
def _process(command: list[str], environment: dict[str, str], port: int) -> Iterator[int]:
    """A server that listens; gives the process id of its parent."""
    child = subprocess.Popen(command, env=environment)
    try:
        for _ in range(200):
            if child.poll() is not None:
                msg = f"{command[2]} ended with {child.returncode}"
                raise RuntimeError(msg)
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.05)
        yield child.pid
    finally:
        child.terminate()
        child.wait(15)


def _family(parent: int) -> list[int]:
    """A server's parent process and its workers."""
    children = Path(f"/proc/{parent}/task/{parent}/children").read_text(encoding="ascii").split()
    return [parent, *map(int, children)]


def _rss_mb(parent: int) -> float:
    """The resident memory of a server's largest process, which is its worker."""
    statuses = [Path(f"/proc/{pid}/status").read_text(encoding="ascii") for pid in _family(parent)]
    return max(int(status.split("VmRSS:")[1].split()[0]) / 1024 for status in statuses)


def _cpu_seconds(parent: int) -> float:
    """Processor time of a server so far, without the database."""
    ticks = 0
    for pid in _family(parent):
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def _database(server: str) -> Iterator[str]:
    name = f"shuyuan_bench_{os.getpid()}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"create database {name}")  # type: ignore[arg-type]
        try:
            yield urlunsplit(urlsplit(server)._replace(path=f"/{name}"))
        finally:
            connection.execute(f"drop database {name} with (force)")  # type: ignore[arg-type]


if __name__ == "__main__":
    sys.exit(main())
