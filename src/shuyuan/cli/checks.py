"""`shuyuan audit verify`, `shuyuan law load`, `shuyuan doctor`."""

import argparse
import sys
from pathlib import Path
from typing import Any

import django
import orjson


def run_audit_verify(options: argparse.Namespace) -> int:
    """Verify the trail and the read records; exit code 1 with the places when something does not fit."""
    django.setup()
    from shuyuan.audit.services import verify

    report = verify()
    if options.json:
        _json(report.to_json())
    else:
        for finding in report.findings:
            sys.stdout.write(f"{finding}\n")
        state = "intact" if report.intact else f"{len(report.findings)} findings"
        sys.stdout.write(
            f"audit trail: {report.entries} entries, {report.batches} batches with "
            f"{report.records} read records: {state}\n"
        )
    return 0 if report.intact else 1


def run_law_load(options: argparse.Namespace) -> int:
    """Keep the official text; pages show it beside our summaries."""
    django.setup()
    from django.conf import settings

    from shuyuan.regulations.official import load_text

    loaded = load_text(Path(options.file), folder=Path(settings.HOME) / "law")
    sys.stdout.write(f"{loaded}\n")
    return 0


def run_doctor(options: argparse.Namespace) -> int:
    """Run every check; exit code 1 when one fails."""
    django.setup()
    from shuyuan.cli.doctor import CHECKS

    results = [check() for check in CHECKS]
    if options.json:
        _json([result.to_json() for result in results])
    else:
        for result in results:
            mark = "ok  " if result.passed else "FAIL"
            sys.stdout.write(f"{mark}  {result.name}: {result.detail}\n")
    return 0 if all(result.passed for result in results) else 1


def _json(value: Any) -> None:
    sys.stdout.write(orjson.dumps(value, option=orjson.OPT_INDENT_2).decode() + "\n")
