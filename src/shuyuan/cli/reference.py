"""Writes the generated reference pages (`make docs`); a test fails when they are stale."""

import ast
import inspect
import re
import sys
from importlib import import_module
from pathlib import Path

import shuyuan.regulations
from shuyuan.cli import commands
from shuyuan.config.variables import VARIABLES
from shuyuan.gateway import problems, rules
from shuyuan.gateway.wording import TITLES
from shuyuan.kernel import errors
from shuyuan.kernel.errors import ShuyuanError
from shuyuan.regulations.reason_texts import read_reasons

FOLDER = Path(__file__).parents[3] / "docs" / "reference"
_NOTE = "<!-- Written by `make docs`; change the source, not this page. -->\n"
_ERRORS_INTRODUCTION = (
    "Programs get `application/problem+json` (RFC 9457) with `code`, `facts` and all `reasons`; "
    "a more exact code may stand in the place of its class's code.\n"
)
_GATEWAY_ERRORS_INTRODUCTION = (
    "The shape of a problem and how to react: [the data interface](../api.md#errors). "
    "The token endpoint answers with the codes of RFC 6749: "
    "`invalid_request`, `unsupported_grant_type` (400) and `invalid_client` (401).\n"
)
_EVENT_ROOMS = (
    "audit",
    "organizations",
    "notices",
    "casework",
    "catalog",
    "workbooks",
    "collection",
    "systems",
    "sharing",
    "upkeep",
)


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


def gateway_errors_page() -> str:
    """Every problem of the data interface with its status, and every reason of a refused lookup."""
    status = _statuses()
    rows = [
        f"| `{code}` | {status[code]} | {zh} | {en} |" for code, (zh, en) in TITLES.items() if code in status
    ]
    texts = read_reasons(Path(shuyuan.regulations.__file__).parent / "reasons").texts
    named = re.findall(r'"([a-z_]+)"', inspect.getsource(rules))
    reasons = [
        f"| `{code}` | {texts[code].says.zh} {texts[code].says.en} "
        f"| {texts[code].remedy.zh} {texts[code].remedy.en} |"
        for code in dict.fromkeys(named)
        if code in texts
    ]
    head = ["# Errors of the data interface\n", _NOTE, _GATEWAY_ERRORS_INTRODUCTION]
    problem_table = ["| code | status | Chinese title | English title |", "|---|---|---|---|", *rows]
    reason_table = [
        "\n## Reasons of a refused lookup\n",
        "Words in braces are facts, filled in.\n",
        "| code | what stands against it | what would change the answer |",
        "|---|---|---|",
        *reasons,
    ]
    return "\n".join([*head, *problem_table, *reason_table]) + "\n"


def _statuses() -> dict[str, int]:
    """HTTP status by code: of each error class, and of each code given where one is raised."""
    kinds = {
        name: kind
        for module in (errors, problems)
        for name, kind in inspect.getmembers(module, inspect.isclass)
        if issubclass(kind, ShuyuanError)
    }
    found = {kind.code: kind.http_status for kind in kinds.values()}
    found["seal_broken"] = ShuyuanError.http_status  # a stored value fails: not the client's fault
    package = Path(problems.__file__).parents[1]
    for path in sorted([*package.glob("engine/online/*.py"), *package.glob("gateway/*.py")]):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in kinds:
                for given in node.keywords:
                    if given.arg == "code" and isinstance(given.value, ast.Constant):
                        found[given.value.value] = kinds[node.func.id].http_status
    return found


PAGES = {
    "commands.md": commands_page,
    "settings.md": settings_page,
    "errors.md": errors_page,
    "events.md": events_page,
    "gateway-errors.md": gateway_errors_page,
}


def main() -> None:
    """Write every page."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, page in PAGES.items():
        (FOLDER / name).write_text(page(), encoding="utf-8")
        sys.stdout.write(f"docs/reference/{name}\n")


if __name__ == "__main__":
    main()
