"""
All measurements in one run, and docs/benchmarks.md from them: `make bench`.

With `SHUYUAN_BENCH_POSTGRES=postgresql://…` (a server where a database may be made) the gateway and the
search are measured on PostgreSQL too. Absolute numbers are those of the machine; read the ratios.
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
from typing import Any

from bench import sections

FOLDER = Path(__file__).parent
PAGE = FOLDER.parent / "docs" / "benchmarks.md"


def main() -> None:
    options = _options()
    rounds = f"--rounds={options.rounds}"
    parts: list[tuple[Any, str, list[str]]] = [
        (sections.gateway, "gateway", [rounds, f"--seconds={options.seconds}"]),
        (sections.batch, "ingest", [f"--rows={options.rows}", rounds]),
        (sections.correction, "ingest", ["--correction", f"--table-rows={4 * options.rows}", rounds]),
        (sections.workbooks, "workbooks", [rounds]),
        (sections.search, "search", [f"--entries={options.entries}"]),
        (sections.pages, "pages", [f"--scale={options.scale}"]),
        (sections.projects, "projects", [f"--count={options.projects}"]),
    ]
    with tempfile.TemporaryDirectory(prefix="shuyuan-bench-") as folder:
        texts = [
            section(_run(name, Path(folder) / f"{number}.json", *given))
            for number, (section, name, given) in enumerate(parts)
        ]
    page = "\n".join([_head(), *texts])
    PAGE.write_text(page, encoding="utf-8")
    print(page)


def _run(name: str, report: Path, *options: str) -> Any:
    """One measurement in a process of its own; a missed target is in its report, not in its exit code."""
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


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000, help="rows of the batch (default 1000000)")
    parser.add_argument(
        "--rounds", type=int, default=3, help="rounds, of which medians are taken (default 3)"
    )
    parser.add_argument("--entries", type=int, default=100_000, help="entries of the search (default 100000)")
    parser.add_argument(
        "--scale",
        type=float,
        default=1.0,
        help="size of the city behind the pages (default 1: 1,000,000 tasks)",
    )
    parser.add_argument("--projects", type=int, default=100_000, help="IT projects (default 100000)")
    parser.add_argument("--seconds", type=float, default=3.0, help="length of a gateway round (default 3)")
    return parser.parse_args()


if __name__ == "__main__":
    main()
