"""
How fast the pages of IT projects are over 100,000 projects: list, filters, page, pictures, deadlines, funds.

Rows are put in with bulk inserts into an installation of its own: projects in every stage of 74 units and
six years, each with its facts, two entries of its journal, and a hold on every fifth. All stages are equally
full, which is harder on the desks than a city in which most projects are in operation.
`python -m bench.projects [--rounds N] [--count N] [--json FILE]`.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from datetime import date, timedelta
from importlib import import_module
from itertools import islice
from pathlib import Path

SLOW_MS = 100
COUNT = 100_000
_CHUNK = 2_000
_FEN = 1_000_000
#: Who looks at what; the sign-ins of the demonstration.
PAGES = {
    "bureau": (
        "/projects/", "/projects/?stage=building", "/projects/?stage=building&year=2026&held=any",
        "/projects/?held=construction", "/projects/?late=acceptance", "/projects/?sort=-planned",
        "/projects/?unit=civil-affairs&kind=new", "/projects/?q=项目99", "/projects/?page=3000",
        "/projects/{project}/", "/projects/{project}/?tab=documents", "/projects/{project}/?tab=journal",
        "/projects/portfolio/", "/projects/portfolio/?year=2026", "/projects/portfolio/?unit=civil-affairs",
        "/projects/portfolio/deadlines/", "/casework/", "/projects/plans/", "/projects/plans/library/",
        "/projects/approvals/reviews/", "/projects/approvals/plans/", "/projects/delivery/",
        "/projects/evaluation/", "/projects/experts/", "/projects/funds/year-end/", "/supervision/orders/",
        "/supervision/audits/",
    ),
    "civil": ("/projects/", "/projects/new/", "/projects/portfolio/", "/projects/portfolio/deadlines/"),
    "finance": (
        "/projects/", "/projects/funds/", "/projects/funds/holds/", "/projects/funds/holds/?standing=open",
        "/projects/funds/budgets/", "/projects/funds/payments/",
    ),
    "commission": ("/projects/approvals/commission/",),
}  # fmt: skip


def run(rounds: int, count: int) -> dict:
    """Seed a scratch installation and time its pages; milliseconds by person and address."""
    with tempfile.TemporaryDirectory(prefix="shuyuan-projects-") as folder:
        environment = {
            **os.environ, "SHUYUAN_HOME": folder, "DJANGO_SETTINGS_MODULE": "shuyuan.config.settings",
        }  # fmt: skip
        for command in (["setup"], ["demo", "--people", "20"]):
            subprocess.run([sys.executable, "-m", "shuyuan.cli", *command], check=True, env=environment)
        report = Path(folder) / "projects.json"
        measure = [sys.executable, "-m", "bench.projects", f"--rounds={rounds}", f"--count={count}"]
        subprocess.run([*measure, f"--inside={report}"], check=True, env=environment)
        return json.loads(report.read_text(encoding="utf-8"))


def seed(count: int) -> int:
    """Put the projects in; gives the key of one that is being built and held."""
    models = import_module("shuyuan.projects.models")
    units = list(import_module("shuyuan.organizations.models").Department.objects.order_by("pk"))
    now = import_module("django.utils.timezone").now()
    rows = (_project(models.Project, number, units, now) for number in range(count))
    _insert(models.Project, rows)
    made = models.Project.objects.filter(number__startswith="bench").order_by("pk")
    keys = list(made.values_list("pk", "stage_since"))
    _insert(models.JournalEntry, (one for key, day in keys for one in _entries(models, key, day, now)))
    held = made.filter(hold_count__gt=0).defer("facts", "purpose")
    _insert(models.Hold, (_hold(models.Hold, one, now) for one in held.iterator()))
    tally = import_module("shuyuan.projects.tally")
    tally.settle()
    chosen = made.filter(stage="building", hold_count__gt=0).first()
    _insert(
        models.JournalEntry,
        (one for _ in range(20) for one in _entries(models, chosen.pk, chosen.stage_since, now)),
    )
    return chosen.pk


def _insert(model, rows) -> None:
    rows = iter(rows)
    while chunk := list(islice(rows, _CHUNK)):
        model.objects.bulk_create(chunk)


def _project(model, number: int, units: list, now):
    stages = import_module("shuyuan.projects.rules.stages").Stage
    standing = import_module("shuyuan.projects.rules.standing")
    filing = import_module("shuyuan.projects.rules.filing")
    stage = list(stages)[number % len(stages)]
    mode = list(filing.FundingMode)[number % 3]
    kind = list(filing.ProjectKind)[number % 4]
    year, planned = 2022 + number % 6, (10 + number % 500) * _FEN
    since = date(year - 1, 1, 1) + timedelta(days=number % 360)
    place = list(stages).index(stage)
    funded = 7 <= place <= 15
    budgeted = planned if funded else 0
    is_held = number % 5 == 0 and place < 16
    money = "purchase" if mode == "purchase_of_services" else "construction"
    facts = standing.ProjectFacts(
        kind=kind, funding_mode=mode, plan_year=year, planned_fen=planned, stage=stage, stage_since=since,
        drafted_by=1, handed_in_by=1, filed_on=since, studied_on=since, consented_on=since,
        submitted_on=since, submission=1, expert_round=1, expert_passed=True,
        expert_aspects=("necessity", "feasibility"), expert_submission=1, reviewed_on=since,
        meets_co_use=not is_held, meets_connection=True,
        budgets={str(year): budgeted} if budgeted else {},
    )  # fmt: skip
    done = since if place > 10 else None
    return model(
        number=f"bench〔{year}〕{number}号", name=f"虚拟信息化项目{number}", unit=units[number % len(units)],
        kind=kind.value, funding_mode=mode.value, purpose="支撑虚拟业务", drafted_at=now,
        facts=standing.to_json(facts), stage=stage.value, stage_since=since, plan_year=year,
        is_late=number % 20 == 0, planned_fen=planned, limit_fen=planned,
        budgeted_fen=budgeted, paid_fen=budgeted // 3,
        completed_on=done, acceptance_due_on=done + timedelta(days=183) if done else None,
        operating_since=since if stage == "operating" else None,
        hold_count=int(is_held), held_funds=f"{money},upkeep" if is_held else "",
    )  # fmt: skip


def _entries(models, key: int, day: date, now):
    for kind in ("drafted", "filed"):
        yield models.JournalEntry(
            project_id=key, kind=kind, on=day, at=now, data={"plan_year": 2026, "late": False},
            to_stage="draft" if kind == "drafted" else "filed", role="data_officer", person_name="bench",
        )  # fmt: skip


def _hold(model, project, now):
    figures = import_module("shuyuan.projects.figures")
    return model(
        project=project, code="co_use_not_met", cites="jz-project-2020/5.2", funds="construction,upkeep",
        since=project.stage_since, found_at=now, **figures.hold_sums(project, ["construction", "upkeep"]),
    )  # fmt: skip


def table(result: dict) -> str:
    """The result as Markdown, slowest first."""
    head = f"Over {result['projects']:,} projects (SQLite, in one process):"
    lines = [head, "", "| page | role | median ms | of it processor | p95 ms |", "|---|---|---:|---:|---:|"]
    lines += [
        f"| `{one['page']}` | {one['who']} | {one['ms']:.0f} | {one['cpu_ms']:.0f} | {one['p95_ms']:.0f} |"
        for one in result["pages"]
    ]
    return "\n".join(lines)


def _inside(rounds: int, count: int, report: str) -> None:
    import_module("django").setup()
    pages = import_module("bench.pages")
    chosen = seed(count)
    with import_module("django.db").connection.cursor() as cursor:
        cursor.execute("analyze")
    pages.PAGES = PAGES
    result = {"projects": count, "pages": pages.measure(rounds, {"project": chosen})}
    Path(report).write_text(json.dumps(result), encoding="utf-8")


def main() -> int:
    """Print the table; 1 when a page took longer than it should."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rounds", type=int, default=10)
    options.add_argument("--count", type=int, default=COUNT)
    options.add_argument("--json", default="")
    options.add_argument("--inside", default="", help=argparse.SUPPRESS)
    given = options.parse_args()
    if given.inside:
        _inside(given.rounds, given.count, given.inside)
        return 0
    result = run(given.rounds, given.count)
    if given.json:
        Path(given.json).write_text(json.dumps(result), encoding="utf-8")
    print(table(result))
    return int(any(one["ms"] > SLOW_MS for one in result["pages"]))


if __name__ == "__main__":
    sys.exit(main())
