"""Writes the generated reference pages (`make docs`); a test fails when they are stale."""

import inspect
import sys
from importlib import import_module
from pathlib import Path

from shuyuan.cli import commands
from shuyuan.config.variables import VARIABLES
from shuyuan.kernel import errors

FOLDER = Path(__file__).parents[3] / "docs" / "reference"
_NOTE = "<!-- Written by `make docs`; change the source, not this page. -->\n"
_ERRORS_INTRODUCTION = (
    "Programs get `application/problem+json` (RFC 9457) with `code`, `facts` and all `reasons`; "
    "a more exact code may stand in the place of its class's code.\n"
)
_EVENT_ROOMS = ("audit", "organizations", "casework", "catalog", "collection", "systems", "sharing")


def commands_page() -> str:
    """Every command of `shuyuan` with its options and exit codes."""
    lines = [
        "# Commands\n",
        _NOTE,
        "Exit codes: 0 done, 1 a check found something or the work failed, 2 wrong use.\n",
    ]
    for words, command in commands().by_words.items():
        lines.append(f"## `shuyuan {words}`\n\n```text\n{command.format_help().rstrip()}\n```\n")
    return "\n".join(lines)


def settings_page() -> str:
    """Every environment variable."""
    rows = [
        f"| `SHUYUAN_{v.name}` | {f'`{v.default}`' if v.default else '–'} | {v.read_by} | {v.meaning} |"
        for v in VARIABLES
    ]
    head = ["# Settings\n", _NOTE, "| variable | default | read by | meaning |", "|---|---|---|---|"]
    return "\n".join([*head, *rows]) + "\n"


def errors_page() -> str:
    """The error tree with codes and HTTP status."""
    tree = [
        kind
        for _name, kind in inspect.getmembers(errors, inspect.isclass)
        if issubclass(kind, errors.ShuyuanError) and kind is not errors.ShuyuanError
    ]
    tree.sort(key=lambda kind: (kind.http_status, kind.code))
    rows = [
        f"| `{kind.code}` | {kind.http_status} | {'yes' if kind.retryable else 'no'} | {kind.__doc__} |"
        for kind in tree
    ]
    head = [
        "# Errors\n",
        _NOTE,
        _ERRORS_INTRODUCTION,
        "| code | status | trying again can help | meaning |",
        "|---|---|---|---|",
    ]
    return "\n".join([*head, *rows]) + "\n"


def events_page() -> str:
    """Every event of the audit trail, room by room."""
    lines = ["# Audit events\n", _NOTE, "Events are written `room:subject:action`.\n"]
    for room in _EVENT_ROOMS:
        module = import_module(f"shuyuan.{room}.events")
        lines.append(f"## {room}\n")
        lines.extend(f"- `{event.value}`" for event in module.Event)
        lines.append("")
    return "\n".join(lines)


PAGES = {
    "commands.md": commands_page,
    "settings.md": settings_page,
    "errors.md": errors_page,
    "events.md": events_page,
}


def main() -> None:
    """Write every page."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, page in PAGES.items():
        (FOLDER / name).write_text(page(), encoding="utf-8")
        sys.stdout.write(f"docs/reference/{name}\n")


if __name__ == "__main__":
    main()
