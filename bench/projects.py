"""
How fast the pages of IT projects are over 100,000 of them: lists, pictures, plans, funds, oversight.

Rows are put in with bulk inserts into an installation of its own: projects in every stage of 74 units and
six plan years, the newest of them open, each with its facts, its study and two entries of its journal; a hold
and an order on every fifth, a request for payment on every fourth, an audit on every tenth. All stages are
equally full, which is harder on the desks than a city in which most projects are in operation. Before each
request a bare program is timed that signs the same session in and writes 20 projects into a table, with no
rights, filters, chips or layout: the ratio says what the platform adds on this machine at this moment.

`python -m bench.projects [--count N] [--rounds N] [--json FILE] [--postgres URL]`; the URL (or
`SHUYUAN_BENCH_POSTGRES`) names a server where a database may be made, which is measured after SQLite.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from importlib import import_module
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from bench.pages import measure
from bench.projects_city import seed

SLOW_MS = 100
COUNT = 100_000
#: Who looks at what; the sign-ins of the demonstration.
PAGES = {
    "bureau": (
        "/projects/", "/projects/?stage=building", "/projects/?stage=building&year=2026&held=any",
        "/projects/?held=construction", "/projects/?late=acceptance", "/projects/?sort=-planned",
        "/projects/?unit=civil-affairs&kind=new", "/projects/?q=项目99", "/projects/?page=3000",
        "/projects/{project}/", "/projects/{project}/?tab=documents", "/projects/{project}/?tab=journal",
        "/projects/portfolio/", "/projects/portfolio/?year=2026", "/projects/portfolio/?unit=civil-affairs",
        "/projects/portfolio/deadlines/", "/casework/", "/projects/plans/", "/projects/plans/{year}/",
        "/projects/plans/{year}/filings/", "/projects/plans/{year}/filings/?stage=filed",
        "/projects/plans/compiled/", "/projects/plans/library/",
        "/projects/approvals/reviews/", "/projects/approvals/plans/", "/projects/delivery/",
        "/projects/evaluation/", "/projects/experts/", "/projects/funds/year-end/", "/supervision/orders/",
        "/supervision/orders/?state=answered", "/supervision/orders/?late=overdue",
        "/supervision/orders/{order}/", "/supervision/audits/", "/supervision/inspections/",
    ),
    "civil": (
        "/projects/", "/projects/new/", "/projects/plans/{year}/", "/projects/portfolio/",
        "/projects/portfolio/deadlines/", "/supervision/orders/",
    ),
    "finance": (
        "/projects/", "/projects/funds/", "/projects/funds/holds/", "/projects/funds/holds/?standing=open",
        "/projects/funds/budgets/", "/projects/funds/payments/",
    ),
    "commission": ("/projects/approvals/commission/",),
    "leader": ("/projects/portfolio/", "/projects/{project}/"),
}  # fmt: skip
_ROWS = (
    "<!doctype html><title>{% now 'Y' %}</title><table>{% for one in rows %}<tr><td>{{ one.number }}</td>"
    "<td>{{ one.name }}</td><td>{{ one.unit.name }}</td><td>{{ one.planned_fen }}</td></tr>{% endfor %}"
    "</table>"
)


def run(engine: str, url: str, count: int, rounds: int) -> dict:
    """Seed a scratch installation on this engine and time its pages."""
    with tempfile.TemporaryDirectory(prefix="shuyuan-projects-") as folder:
        environment = {
            **os.environ, "SHUYUAN_HOME": folder, "DJANGO_SETTINGS_MODULE": "shuyuan.config.settings",
        }  # fmt: skip
        if url:
            environment["SHUYUAN_DATABASE_URL"] = url
        for command in (["setup"], ["demo", "--people", "20"]):
            subprocess.run([sys.executable, "-m", "shuyuan.cli", *command], check=True, env=environment)
        report = Path(folder) / "projects.json"
        inside = [sys.executable, "-m", "bench.projects", f"--rounds={rounds}", f"--count={count}"]
        subprocess.run([*inside, f"--inside={report}"], check=True, env=environment)
        return {"engine": engine, **json.loads(report.read_text(encoding="utf-8"))}


def table(results: list[dict]) -> str:
    """The results as Markdown, what costs the processor most first."""
    return "\n".join(line for one in results for line in _lines(one))


def missed(results: list[dict]) -> list[dict]:
    """The pages that cost the processor more than they should."""
    return [page for one in results for page in one["pages"] if page["cpu_ms"] > SLOW_MS]


def _lines(result: dict) -> list[str]:
    bare = sum(one["bare_cpu_ms"] for one in result["pages"]) / len(result["pages"])
    size = f"{result['engine']}: {result['projects']:,} projects"
    head = f"{size}, in one process; the bare program {bare:.1f} ms."
    return [
        head, "",
        "| page | role | processor ms | ÷ bare | clock ms | p95 ms |", "|---|---|---:|---:|---:|---:|",
        *(
            f"| `{one['page']}` | {one['who']} | {one['cpu_ms']:.0f} "
            f"| {one['cpu_ms'] / one['bare_cpu_ms']:.0f} | {one['ms']:.0f} | {one['p95_ms']:.0f} |"
            for one in result["pages"]
        ),
        "",
    ]  # fmt: skip


def _bare():
    """What the bare program does for one request."""
    session = import_module("django.contrib.sessions.backends.db").SessionStore
    auth = import_module("django.contrib.auth")
    project = import_module("shuyuan.projects.models").Project
    http = import_module("django.http").HttpRequest
    template = import_module("django.template").engines["django"].from_string(_ROWS)
    client = import_module("django.test").Client()
    person = import_module("shuyuan.organizations.models").Person.objects.get(username="bureau")
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    key = client.session.session_key

    def answer() -> bytes:
        request = http()
        request.session = session(key)
        user = auth.get_user(request)
        rows = project.objects.select_related("unit").defer("facts").order_by("-pk")[:20]
        return template.render({"rows": rows, "user": user}).encode()

    return answer


def _inside(rounds: int, count: int, report: str) -> None:
    import_module("django").setup()
    names = seed(count)
    with import_module("django.db").connection.cursor() as cursor:
        cursor.execute("analyze")
    result = {"projects": count, "pages": measure(PAGES, rounds, names, _bare())}
    Path(report).write_text(json.dumps(result, ensure_ascii=False), encoding="utf-8")


def _postgres(server: str, count: int, rounds: int) -> dict:
    name = f"shuyuan_bench_projects_{os.getpid()}"
    psycopg = import_module("psycopg")
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"create database {name}")
    try:
        url = urlunsplit(urlsplit(server)._replace(path=f"/{name}"))
        return run("PostgreSQL", url, count, rounds)
    finally:
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f"drop database {name} with (force)")


def main() -> int:
    """Print the table; 1 when a page cost more processor time than it should."""
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--rounds", type=int, default=10)
    options.add_argument("--count", type=int, default=COUNT)
    options.add_argument("--json", default="")
    options.add_argument("--postgres", default=os.environ.get("SHUYUAN_BENCH_POSTGRES", ""))
    options.add_argument("--inside", default="", help=argparse.SUPPRESS)
    given = options.parse_args()
    if given.inside:
        _inside(given.rounds, given.count, given.inside)
        return 0
    results = [run("SQLite", "", given.count, given.rounds)]
    print(table(results), flush=True)
    if given.postgres:
        results.append(_postgres(given.postgres, given.count, given.rounds))
        print(table(results[1:]), flush=True)
    if given.json:
        Path(given.json).write_text(json.dumps(results, ensure_ascii=False), encoding="utf-8")
    return int(bool(missed(results)))


if __name__ == "__main__":
    sys.exit(main())
