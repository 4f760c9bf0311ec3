"""How long a batch takes from CSV to a merged version, against the bare statement and a bare Delta write.

Every measurement runs in a child process of its own, the three kinds in turns; medians of the rounds count.

    python bench/ingest.py                      # 1,000,000 rows, 3 rounds
    python bench/ingest.py --rows 100000 --rounds 1
    python bench/ingest.py --correction         # 100 rows corrected in a table of 4,000,000
"""

import argparse
import json
import os
import platform
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

import duckdb
from deltalake import write_deltalake
from ingest_rows import SPEC, write_csv

from shuyuan.engine.ingest import Mapping, run
from shuyuan.engine.ingest.statement import FAULTS, CheckedRows
from shuyuan.engine.lake import Lake
from shuyuan.engine.landing import Landed, land
from shuyuan.engine.readers.source import BROKEN_COLUMN, ROW_COLUMN, column_name
from shuyuan.engine.sql.fragments import render

TARGET_RATIO = 2.0
TARGET_MEMORY_MB = 1536
KINDS = ("ingest", "bare_check", "bare_write")


def main() -> None:
    arguments = _arguments()
    if arguments.child:
        print(json.dumps(CHILDREN[arguments.child](arguments)))
        return
    folder = Path(tempfile.mkdtemp(prefix="bench-ingest-", dir=arguments.folder))
    try:
        report = _correction(arguments, folder) if arguments.correction else _batch(arguments, folder)
    finally:
        shutil.rmtree(folder)
    if arguments.json:
        arguments.json.write_text(json.dumps(report, indent=2) + "\n", encoding="utf-8")


def _batch(arguments: argparse.Namespace, folder: Path) -> dict:
    csv = folder / "rows.csv"
    write_csv(csv, arguments.rows, bad=arguments.bad)
    rounds: dict[str, list[dict]] = {kind: [] for kind in KINDS}
    for _ in range(arguments.rounds):
        for kind in KINDS:
            rounds[kind].append(_child(kind, folder))
    seconds = {kind: statistics.median(one["seconds"] for one in rounds[kind]) for kind in KINDS}
    memory = max(one["memory_mb"] for one in rounds["ingest"])
    ratio = seconds["ingest"] / (seconds["bare_check"] + seconds["bare_write"])
    print(
        f"{arguments.rows:,} rows x {len(SPEC.items)} columns,"
        f" {csv.stat().st_size / 1e6:.0f} MB, {_machine()}"
    )
    for kind in KINDS:
        every = ", ".join(f"{one['seconds']:.2f}" for one in rounds[kind])
        most = max(one["memory_mb"] for one in rounds[kind])
        cpu = statistics.median(one["cpu_seconds"] for one in rounds[kind])
        print(f"  {kind:<11} {seconds[kind]:7.2f} s   ({every})   CPU {cpu:.1f} s, {most} MB")
    for stage, taken in rounds["ingest"][-1]["stages"].items():
        print(f"      {stage:<10} {taken:6.2f} s")
    print(f"  ratio {ratio:.2f} (target {TARGET_RATIO}), memory {memory} MB (target {TARGET_MEMORY_MB})")
    return {
        "what": "ingest",
        "rows": arguments.rows,
        "columns": len(SPEC.items),
        "bytes": csv.stat().st_size,
        "seconds": seconds,
        "rounds": rounds,
        "ratio": ratio,
        "target_ratio": TARGET_RATIO,
        "memory_mb": memory,
        "target_memory_mb": TARGET_MEMORY_MB,
        **_about(),
    }


def _correction(arguments: argparse.Namespace, folder: Path) -> dict:
    csv = folder / "rows.csv"
    write_csv(csv, arguments.table_rows, bad=0)
    loading = _child("ingest", folder)
    csv.unlink()
    rounds = []
    for number in range(arguments.rounds):
        write_csv(
            csv,
            arguments.corrected_rows,
            bad=0,
            every=arguments.table_rows // arguments.corrected_rows,
            changed=number + 1,
        )
        rounds.append(_child("ingest", folder, "--keep", f"--batch=correction-{number}"))
    seconds = statistics.median(one["seconds"] for one in rounds)
    every = ", ".join(f"{one['seconds']:.2f}" for one in rounds)
    print(f"{arguments.corrected_rows} rows corrected in {arguments.table_rows:,}, {_machine()}")
    print(f"  first load  {loading['seconds']:7.2f} s   {loading['memory_mb']} MB")
    print(f"  correction  {seconds:7.2f} s   ({every})   {max(one['memory_mb'] for one in rounds)} MB")
    return {
        "what": "correction",
        "table_rows": arguments.table_rows,
        "corrected_rows": arguments.corrected_rows,
        "seconds": seconds,
        "rounds": rounds,
        "first_load": loading,
        **_about(),
    }


def _child(kind: str, folder: Path, *more: str) -> dict:
    command = [sys.executable, __file__, f"--child={kind}", f"--folder={folder}", *more]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return json.loads(done.stdout)


def _ingest(arguments: argparse.Namespace) -> dict:
    folder = arguments.folder
    lake = folder / "lake"
    if not arguments.keep:
        shutil.rmtree(lake, ignore_errors=True)
    stages: dict[str, float] = {}
    begun = last = time.perf_counter()
    current = "land"

    def progress(_done: int, _total: int, stage: str) -> None:
        nonlocal last, current
        now = time.perf_counter()
        stages[current] = round(stages.get(current, 0) + now - last, 3)
        last, current = now, stage

    landed = _landed(folder)
    mapping = _same_names()
    outcome = run(
        landed,
        SPEC,
        mapping,
        lake=Lake(lake),
        work=folder / "work",
        batch_id=arguments.batch,
        progress=progress,
        references={("307001/9", "code"): [f"4199{number:02d}" for number in range(1, 100)]},
    )
    progress(0, 0, "")
    taken = time.perf_counter() - begun
    return {**_measured(taken), "stages": stages, "outcome": outcome.to_json()}


def _bare_check(arguments: argparse.Namespace) -> dict:
    """DuckDB alone: parse the CSV and apply the same checks; nothing is kept."""
    path = arguments.folder / "rows.csv"
    mapping = _same_names()
    query = render(CheckedRows(SPEC, mapping, workbook=False).select("source"))
    cells = ", ".join(f'"{name}" AS {column_name(place)}' for place, name in enumerate(mapping.columns))
    begun = time.perf_counter()
    connection = duckdb.connect(config={"threads": os.cpu_count()})
    connection.execute("SET TimeZone = 'UTC'")
    connection.execute(
        "CREATE TABLE reference_region_0 AS SELECT '4199' || lpad(CAST(i AS VARCHAR), 2, '0') AS value"
        " FROM range(1, 100) AS t(i)"
    )
    connection.execute(
        f"CREATE VIEW source AS SELECT 0 AS {ROW_COLUMN}, CAST(NULL AS VARCHAR) AS {BROKEN_COLUMN}, {cells}"
        f" FROM read_csv('{path}', all_varchar = true, header = true)"
    )
    counts = connection.execute(f"SELECT count(*), count({FAULTS}) FROM ({query})").fetchone()
    return {**_measured(time.perf_counter() - begun), "counts": counts}


def _bare_write(arguments: argparse.Namespace) -> dict:
    """Deltalake alone: write the typed rows, which are in memory, as a table without partitions."""
    lake = Lake(arguments.folder / "lake")
    with lake.session(memory="4GB") as connection:
        rows = lake.relation(connection, SPEC).to_arrow_table()
    target = arguments.folder / "bare"
    shutil.rmtree(target, ignore_errors=True)
    begun = time.perf_counter()
    write_deltalake(target, rows)
    return _measured(time.perf_counter() - begun)


CHILDREN = {"ingest": _ingest, "bare_check": _bare_check, "bare_write": _bare_write}


def _same_names() -> Mapping:
    """What a person confirmed before the batch runs."""
    columns = [item.name for item in SPEC.items]
    return Mapping.chosen(columns, dict(zip(columns, columns, strict=True)))


def _landed(folder: Path) -> Landed:
    with (folder / "rows.csv").open("rb") as stream:
        return land(stream, folder / "landing", filename="rows.csv", limit_bytes=1 << 40)


def _measured(seconds: float) -> dict:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return {
        "seconds": round(seconds, 3),
        "cpu_seconds": round(used.ru_utime + used.ru_stime, 3),
        "memory_mb": used.ru_maxrss // 1024,
    }


def _machine() -> str:
    return f"{os.cpu_count()} cores, Python {platform.python_version()}, DuckDB {duckdb.__version__}"


def _about() -> dict:
    return {"machine": _machine(), "measured_at": datetime.now(UTC).isoformat(timespec="seconds")}


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--bad", type=int, default=100, help="every so many rows one is bad; 0 for none")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--correction", action="store_true")
    parser.add_argument("--table-rows", type=int, default=4_000_000)
    parser.add_argument("--corrected-rows", type=int, default=100)
    parser.add_argument("--folder", type=Path, help="where to work; a temporary folder by default")
    parser.add_argument("--json", type=Path, help="write the report here too")
    parser.add_argument("--child", choices=KINDS, help=argparse.SUPPRESS)
    parser.add_argument("--keep", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--batch", default="bench", help=argparse.SUPPRESS)
    return parser.parse_args()


if __name__ == "__main__":
    main()
