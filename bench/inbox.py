"""
The four tabs of the inbox over a million tasks, on SQLite and PostgreSQL: medians of whole pages.

`python -m bench.inbox [--tasks N] [--rounds N] [--json FILE]`; PostgreSQL is measured too with
`SHUYUAN_BENCH_POSTGRES=postgresql://…` (a server where a database may be made). A tenth of the tasks waits in
one inbox, far more than any person has. The measure beside it is a page without any task.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import timedelta
from importlib import import_module
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

LIMIT_MS = 100
DATABASE = "shuyuan_bench_inbox"
_AT_ONCE = 5_000
_DOUBLINGS = 6
_BARE = "/casework/phrases/"
PAGES = (
    _BARE,
    "/casework/",
    "/casework/?page=100",
    "/casework/?light=overdue",
    "/casework/?light=normal&sort=-deadline",
    "/casework/?kind=catalog:entry:review",
    "/casework/?kind=catalog:entry:amend",
    "/casework/?sort=-received",
    "/casework/done/",
    "/casework/done/?page=50",
    "/casework/started/",
    "/casework/supervised/",
)


def run(tasks: int, rounds: int, url: str = "") -> dict:
    """Seed a scratch installation and time its pages."""
    with tempfile.TemporaryDirectory(prefix="shuyuan-inbox-") as folder:
        environment = {
            **os.environ, "SHUYUAN_HOME": folder, "DJANGO_SETTINGS_MODULE": "shuyuan.config.settings",
        }  # fmt: skip
        if url:
            environment["SHUYUAN_DATABASE_URL"] = url
        subprocess.run([sys.executable, "-m", "shuyuan.cli", "setup"], check=True, env=environment)
        report = Path(folder) / "inbox.json"
        inside = [sys.executable, "-m", "bench.inbox", f"--tasks={tasks}", f"--rounds={rounds}"]
        subprocess.run([*inside, f"--inside={report}"], check=True, env=environment)
        return json.loads(report.read_text(encoding="utf-8"))


def _inside(tasks: int, rounds: int, report: str) -> None:
    import_module("django").setup()
    person = _person()
    _seed(tasks, person)
    connection = import_module("django.db").connection
    with connection.cursor() as cursor:
        cursor.execute("analyze")
    pages = _measure(rounds, person)
    Path(report).write_text(json.dumps({"engine": connection.vendor, "tasks": tasks, "pages": pages}))


def _person():
    """Somebody with a post, whose inbox is measured."""
    models = import_module("shuyuan.organizations.models")
    person = models.Person.objects.create_user("bench", password="bench-bench", full_name="测量")
    department = models.Department.objects.get(code="civil-affairs")
    today = import_module("django.utils.timezone").localdate()
    return models.Post.objects.create(
        person=person, department=department, role="data_officer", started_on=today
    )


def _seed(tasks: int, post) -> None:
    """A part by hand, then doubled in the database until there are enough."""
    model = import_module("shuyuan.casework.models").Task
    connection = import_module("django.db").connection
    now = import_module("django.utils.timezone").now()
    today = import_module("django.utils.timezone").localdate()
    part = max(1, tasks >> _DOUBLINGS)
    model.objects.bulk_create((_task(model, number, post, now, today) for number in range(part)), _AT_ONCE)
    columns = [field.column for field in model._meta.concrete_fields if not field.primary_key]  # noqa: SLF001
    names = ", ".join(columns)
    values = ", ".join("subject_id || '-' || %s" if name == "subject_id" else name for name in columns)
    while (there := model.objects.count()) < tasks:
        statement = f"insert into casework_task ({names}) select {values} from casework_task limit %s"
        with connection.cursor() as cursor:
            cursor.execute(statement, [str(there), tasks - there])


def _task(model, number: int, post, now, today):
    """A tenth waits for the person, four tenths elsewhere; a tenth each is done and started by the person."""
    part = number % 10
    is_done = part >= 5
    due_on = today + timedelta(days=number // 10 % 500 - 200)
    return model(
        kind="catalog:entry:amend" if number % 70 == 0 else "sharing:request:decide",
        subject_kind="bench", subject_id=str(number), title=f"任务 {number}", url="/",
        addressee="civil-affairs/data_officer" if part == 0 else f"department-{number % 70}/data_officer",
        role="data_officer", received_on=due_on - timedelta(days=14), due_on=due_on, sort_on=due_on,
        opened_at=now, opened_by="测量", opened_department="data-administration",
        opened_by_post=post.pk if part in {1, 6} else None,
        done_at=now - timedelta(seconds=number) if is_done else None,
        done_on=today if is_done else None,
        done_by_post=post.pk if part == 5 else None,
    )  # fmt: skip


def _measure(rounds: int, post) -> list[dict]:
    client = import_module("django.test").Client()
    client.force_login(post.person, backend="django.contrib.auth.backends.ModelBackend")
    found = []
    for page in PAGES:
        times = []
        for _ in range(rounds + 1):
            started = time.perf_counter()
            status = client.get(page, headers={"host": "localhost"}).status_code
            times.append((time.perf_counter() - started) * 1000)
        if status != 200:
            raise RuntimeError(f"{page}: {status}")
        found.append({"page": page, "ms": statistics.median(times[1:]), "most_ms": max(times[1:])})
    return found


def _on_postgres(tasks: int, rounds: int, server: str) -> dict:
    """The same on a database of its own, dropped afterwards."""
    psycopg = import_module("psycopg")
    url = urlunsplit(urlsplit(server)._replace(path=f"/{DATABASE}"))
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"drop database if exists {DATABASE}")
        connection.execute(f"create database {DATABASE}")
        try:
            return run(tasks, rounds, url)
        finally:
            connection.execute(f"drop database if exists {DATABASE} with (force)")


def table(result: dict) -> str:
    """The result as Markdown; the ratio is to a page without tasks."""
    bare = next(one["ms"] for one in result["pages"] if one["page"] == _BARE)
    lines = [
        f"{result['tasks']:,} tasks on {result['engine']}:", "",
        "| page | median ms | most ms | ratio |", "|---|---:|---:|---:|",
    ]  # fmt: skip
    lines += [
        f"| `{one['page']}` | {one['ms']:.0f} | {one['most_ms']:.0f} | {one['ms'] / bare:.1f} |"
        for one in result["pages"]
    ]
    return "\n".join([*lines, ""])


def main() -> int:
    """Print the tables; 1 when a page took longer than it may."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--tasks", type=int, default=1_000_000)
    options.add_argument("--rounds", type=int, default=10)
    options.add_argument("--json", default="")
    options.add_argument("--inside", default="", help=argparse.SUPPRESS)
    given = options.parse_args()
    if given.inside:
        _inside(given.tasks, given.rounds, given.inside)
        return 0
    results = [run(given.tasks, given.rounds)]
    if server := os.environ.get("SHUYUAN_BENCH_POSTGRES"):
        results.append(_on_postgres(given.tasks, given.rounds, server))
    if given.json:
        Path(given.json).write_text(json.dumps(results), encoding="utf-8")
    print("\n".join(table(result) for result in results))
    return int(any(one["ms"] > LIMIT_MS for result in results for one in result["pages"]))


if __name__ == "__main__":
    sys.exit(main())
