"""
All measurements in one run, and docs/benchmarks.md from them: `make bench`.

With `SHUYUAN_BENCH_POSTGRES=postgresql://…` (a server where a database may be made) the gateway is
measured on PostgreSQL too. Absolute numbers are those of the machine; read the ratios.
"""

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

FOLDER = Path(__file__).parent
PAGE = FOLDER.parent / "docs" / "benchmarks.md"
_STORE = {"sqlite": "SQLite", "postgresql": "PostgreSQL", "postgres": "PostgreSQL"}


def main() -> None:
    options = _options()
    with tempfile.TemporaryDirectory(prefix="shuyuan-bench-") as folder:
        work = Path(folder)
        gateway = _run("gateway", work, f"--rounds={options.rounds}", f"--seconds={options.seconds}")
        batch = _run("ingest", work, f"--rows={options.rows}", f"--rounds={options.rounds}")
        correction = _run(
            "ingest", work, "--correction", f"--table-rows={4 * options.rows}", f"--rounds={options.rounds}"
        )
    page = "\n".join([_head(), _gateway_part(gateway), _batch_part(batch), _correction_part(correction)])
    PAGE.write_text(page, encoding="utf-8")
    print(page)


def _run(name: str, work: Path, *options: str) -> dict:
    """One measurement in a process of its own; a missed target is in its report, not in its exit code."""
    report = work / f"{name}-{len(options)}.json"
    command = [sys.executable, "-m", f"bench.{name}", f"--json={report}", *options]
    environment = {**os.environ, "PYTHONPATH": str(FOLDER)}
    subprocess.run(command, check=False, cwd=FOLDER.parent, env=environment)
    return json.loads(report.read_text(encoding="utf-8"))


def _head() -> str:
    processor = platform.processor() or platform.machine()
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1024**3
    return (
        "# Benchmarks\n\n<!-- Written by `make bench`. -->\n\n"
        f"Measured on {datetime.now(UTC):%Y-%m-%d} with {os.cpu_count()} cores ({processor}), "
        f"{memory:.0f} GiB of memory, Python {platform.python_version()}. Baseline and product run on the "
        "same machine in the same run, interleaved, medians of several rounds. Read the ratios; absolute "
        "numbers are the machine's.\n"
    )


def _gateway_part(report: dict) -> str:
    rows = [
        f"| {_STORE.get(one['store'].lower(), one['store'])} | {one['connections']} "
        f"| {one['bare_per_second']:,.0f} | {one['governed_per_second']:,.0f} | **{one['ratio']:.2f}** "
        f"| {one['bare_p99_ms']:.1f} | {one['governed_p99_ms']:.1f} "
        f"| {one['bare_rss_mb']:.0f} | {one['governed_rss_mb']:.0f} |"
        for one in report["results"]
    ]
    text = (
        "Token check, grant, decryption, masks, receipt and durable record, against a bare ASGI program "
        "that does the same SELECT with nothing else, on the same server. An entry of 16 items, 3 of them "
        f"encrypted, keyed by an encrypted identity number; {report['rows']:,} rows. "
        f"Target: at least {report['target']} times the requests per second.\n"
    )
    head = (
        "| store | connections | bare req/s | governed req/s | ratio | bare p99 ms | governed p99 ms "
        "| bare MB | governed MB |"
    )
    rule = "|---|---:|---:|---:|---:|---:|---:|---:|---:|"
    return "\n".join(["## A governed lookup\n", text, head, rule, *rows, ""])


def _batch_part(report: dict) -> str:
    seconds = report["seconds"]
    text = (
        f"{report['rows']:,} rows × {report['columns']} columns ({report['bytes'] / 1e6:,.0f} MB of CSV) "
        "from the file to a merged Delta version: read, cleaned, every cell checked, compared with the pool, "
        f"merged. Target: at most {report['target_ratio']} times the sum of the two baselines, "
        f"under {report['target_memory_mb']:,} MB.\n"
    )
    rows = [
        f"| bare DuckDB statement that parses and checks the same rows | {seconds['bare_check']:.1f} |",
        f"| `deltalake` writing them | {seconds['bare_write']:.1f} |",
        f"| the batch | {seconds['ingest']:.1f} |",
        f"| **ratio** | **{report['ratio']:.2f}** |",
        f"| memory of the batch, MB | {report['memory_mb']:,} |",
    ]
    return "\n".join(["## A batch\n", text, "| what | seconds |", "|---|---:|", *rows, ""])


def _correction_part(report: dict) -> str:
    text = (
        f"{report['corrected_rows']} rows corrected in a table of {report['table_rows']:,} rows, from the "
        "file to the committed version. Only the hash buckets of those rows are rewritten.\n"
    )
    rows = [
        f"| first load of the table | {report['first_load']['seconds']:.1f} |",
        f"| the correction | {report['seconds']:.1f} |",
    ]
    return "\n".join(["## A correction\n", text, "| what | seconds |", "|---|---:|", *rows, ""])


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000, help="rows of the batch (default 1000000)")
    parser.add_argument(
        "--rounds", type=int, default=3, help="rounds, of which medians are taken (default 3)"
    )
    parser.add_argument("--seconds", type=float, default=3.0, help="length of a gateway round (default 3)")
    return parser.parse_args()


if __name__ == "__main__":
    main()
