"""
How fast pages are over a large city: every list and form, warm, the median of several rounds.

Rows are put in with bulk inserts into an installation of its own: tasks, audit entries, batches, entries
with their items, requests. `python -m bench.pages [--rounds N] [--scale S] [--json FILE]`; a scale of 1 is
1,000,000 tasks, 200,000 audit entries, 20,000 batches, 5,000 entries × 10 items (all of them in a running
campaign of 74 departments), 20,000 requests, 5,000 demands.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from importlib import import_module
from pathlib import Path

from bench.pages_city import seed_city
from bench.rows import clone, copy, insert

SLOW_MS = 100
SIZES = {"tasks": 1_000_000, "acts": 200_000, "batches": 20_000, "entries": 5_000, "requests": 20_000}
SIZES["demands"] = 5_000
_ITEMS = 10
#: Who looks at what; the sign-ins of the demonstration.
PAGES = {
    "civil": (
        "/", "/casework/", "/casework/done/", "/catalog/", "/catalog/?q=条目", "/catalog/own/",
        "/catalog/sharing/", "/catalog/responsibilities/", "/catalog/classes/", "/catalog/new/",
        "/collection/", "/collection/new/", "/collection/pools/", "/sharing/requests/", "/sharing/grants/",
        "/systems/", "/organizations/", "/jobs/", "/catalog/entries/{entry}/", "/search/?q=信息项",
        "/search/?q=xinxi", "/demand/", "/demand/new/", "/demand/{demand}/", "/elements/", "/upkeep/",
        "/upkeep/scores/", "/catalog/entries/{entry}/?tab=upkeep", "/notices/",
    ),
    "bureau": (
        "/", "/casework/", "/catalog/reviews/", "/collection/", "/collection/?page=600",
        "/sharing/requests/", "/campaigns/", "/campaigns/{campaign}/", "/campaigns/lists/{list}/",
        "/campaigns/editions/", "/elements/worklist/", "/elements/conflicts/", "/demand/", "/upkeep/",
        "/upkeep/findings/?state=open", "/upkeep/scores/", "/upkeep/departments/",
    ),
    "auditadmin": ("/audit/", "/audit/?page=3000", "/audit/?department=civil-affairs", "/audit/reads/"),
}  # fmt: skip


def run(rounds: int, scale: float = 1.0) -> dict:
    """Seed a scratch installation and time its pages; milliseconds by person and address."""
    with tempfile.TemporaryDirectory(prefix="shuyuan-pages-") as folder:
        environment = {
            **os.environ, "SHUYUAN_HOME": folder, "DJANGO_SETTINGS_MODULE": "shuyuan.config.settings",
        }  # fmt: skip
        for command in (["setup"], ["demo", "--people", "200"]):
            subprocess.run([sys.executable, "-m", "shuyuan.cli", *command], check=True, env=environment)
        report = Path(folder) / "pages.json"
        measure = [sys.executable, "-m", "bench.pages", f"--rounds={rounds}", f"--scale={scale}"]
        subprocess.run([*measure, f"--inside={report}"], check=True, env=environment)
        return json.loads(report.read_text(encoding="utf-8"))


def table(result: dict) -> str:
    """The result as Markdown, slowest first."""
    sizes = ", ".join(f"{count:,} {name}" for name, count in result["sizes"].items())
    lines = [
        f"Over {sizes} (SQLite, in one process):",
        "",
        "| page | role | median ms | of it processor |",
        "|---|---|---:|---:|",
    ]
    lines += [
        f"| `{one['page']}` | {one['who']} | {one['ms']:.0f} | {one['cpu_ms']:.0f} |"
        for one in result["pages"]
    ]
    return "\n".join(lines)


def seed(sizes: dict[str, int]) -> dict[str, object]:
    """Copies of what the demonstration has, in bulk and without audit; what addresses stand for."""
    models = {
        name: import_module(f"shuyuan.{room}.models")
        for name, room in (
            ("casework", "casework"), ("audit", "audit"), ("collection", "collection"),
            ("catalog", "catalog"), ("sharing", "sharing"),
        )
    }  # fmt: skip
    entry = models["catalog"].Entry.objects.filter(state="published", provider__code="civil-affairs").first()
    copy(entry, sizes["entries"], _entry)
    copies = models["catalog"].Entry.objects.filter(code__startswith="999001/").order_by("pk")
    made = list(copies.values_list("pk", flat=True))
    first = entry.items.first()
    insert(type(first), (_item(first, pk, number) for pk in made for number in range(_ITEMS)))
    copy(models["collection"].Batch.objects.first(), sizes["batches"], lambda _row, _n: {})
    copy(models["sharing"].SharingRequest.objects.first(), sizes["requests"], _request)
    copy(models["audit"].Entry.objects.first(), sizes["acts"], lambda row, n: {"seq": row.seq + n})
    insert(models["casework"].Task, (_task(models["casework"].Task, n) for n in range(sizes["tasks"])))
    return seed_city(made, sizes["demands"])


def _entry(row, number: int) -> dict:
    text = f"{row.search_text} {number}"
    return {"code": f"999001/{number}", "name": f"{row.name}{number}", "search_text": text}


def _item(row, entry_id: int, number: int):
    return clone(row, entry_id=entry_id, position=number, name=f"i{number}", label=f"信息项{number}")


def _request(_row, number: int) -> dict:
    return {"number": f"SR-2000-{number:06d}"}


def _task(model, number: int):
    """One of a million tasks: a tenth is civil affairs' own, a tenth the bureau's."""
    addressee = {0: "civil-affairs/data_officer", 1: "*/data_administration"}.get(
        number % 10, f"department-{number % 70}/data_officer"
    )
    day = import_module("datetime").date(2026, 1, 1) + timedelta(days=number % 700)
    now = import_module("django.utils.timezone").now()
    is_done = number % 10 > 2  # three of ten are open
    return model(
        kind="catalog:entry:review", subject_kind="bench", subject_id=str(number), title=f"任务 {number}",
        url="/", addressee=addressee, role="data_officer", received_on=day, due_on=day, sort_on=day,
        opened_at=now, opened_by="bench", done_at=now if is_done else None,
        done_by_post=number % 50 if is_done else None,
    )  # fmt: skip


def measure(
    pages: dict[str, tuple[str, ...]], rounds: int, names: dict[str, object], bare: Callable | None = None
) -> list[dict]:
    """
    Every page once to warm up, then timed; raises for a page that does not answer with 200.

    `bare` is timed before each request, so that page and baseline meet the same machine.
    """
    person = import_module("shuyuan.organizations.models").Person
    client_class = import_module("django.test").Client
    found = []
    for who, addresses in pages.items():
        browser = client_class()
        browser.force_login(
            person.objects.get(username=who), backend="django.contrib.auth.backends.ModelBackend"
        )
        for page in addresses:
            times, besides = [], []
            for _ in range(rounds + 1):
                besides.append(_timed(bare)[1:] if bare else (0.0, 0.0))
                answer, *took = _timed(browser.get, page.format(**names), headers={"host": "localhost"})
                times.append(took)
            if answer.status_code != 200:
                raise RuntimeError(f"{page} as {who}: {answer.status_code}")
            found.append({"page": page, "who": who, **_medians(times[1:]), **_medians(besides[1:], "bare_")})
    return sorted(found, key=lambda one: -one["cpu_ms"])


def _timed(act: Callable, *given, **named) -> tuple:
    """What it gives, and its milliseconds by the clock and of the processor."""
    started, burned = time.perf_counter(), time.process_time()
    found = act(*given, **named)
    return found, (time.perf_counter() - started) * 1000, (time.process_time() - burned) * 1000


def _medians(times: list, start: str = "") -> dict[str, float]:
    wall, cpu = zip(*times, strict=True)
    worst = sorted(wall)[int(0.95 * (len(wall) - 1))]
    return {
        f"{start}ms": statistics.median(wall),
        f"{start}cpu_ms": statistics.median(cpu),
        f"{start}p95_ms": worst,
    }


def _inside(rounds: int, scale: float, report: str) -> None:
    import_module("django").setup()
    sizes = {name: max(1, round(count * scale)) for name, count in SIZES.items()}
    names = seed(sizes)
    connection = import_module("django.db").connection
    with connection.cursor() as cursor:
        cursor.execute("analyze")
    result = {"sizes": sizes, "pages": measure(PAGES, rounds, names)}
    Path(report).write_text(json.dumps(result), encoding="utf-8")


def main() -> int:
    """Print the table; 1 when a page took longer than it should."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rounds", type=int, default=10)
    options.add_argument("--scale", type=float, default=1.0)
    options.add_argument("--json", default="")
    options.add_argument("--inside", default="", help=argparse.SUPPRESS)
    given = options.parse_args()
    if given.inside:
        _inside(given.rounds, given.scale, given.inside)
        return 0
    result = run(given.rounds, given.scale)
    if given.json:
        Path(given.json).write_text(json.dumps(result), encoding="utf-8")
    print(table(result))
    return int(any(one["ms"] > SLOW_MS for one in result["pages"]))


if __name__ == "__main__":
    sys.exit(main())
