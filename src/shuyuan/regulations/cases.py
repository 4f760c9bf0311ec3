"""Worked cases: what a lawyer can read and the build runs, as records with their place in the files."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from shuyuan.kernel.provisions import Provision
from shuyuan.regulations.errors import BrokenLaw
from shuyuan.regulations.reading import Marked, read, require
from shuyuan.regulations.wording import Text

#: The day on which a case is judged when it does not say.
DEFAULT_TODAY = date(2020, 11, 2)


@dataclass(frozen=True)
class Case:
    """Facts in, answer out: `rule` is ``room.function`` or ``room.GATE``, `source` is file:line."""

    name: Text
    cites: str
    rule: str
    today: date
    given: dict[str, Any]
    expect: dict[str, Any]
    source: str


def read_cases(folder: Path) -> tuple[Case, ...]:
    """All cases of one instrument's folder; raises BrokenLaw with file and line.

    A case stands in the file of the article that it cites: ``cases/art-14.yaml``.
    """
    return tuple(
        case for path in sorted((folder / "cases").glob("*.yaml")) for case in _file(path, folder.name)
    )


def _file(path: Path, instrument: str) -> list[Case]:
    rows = read(path)
    source = "/".join(path.parts[-3:])
    if not isinstance(rows, list) or not rows:
        raise BrokenLaw(f"{source}:1: a list of cases was expected at the top")
    cases = []
    for row in rows:
        if not isinstance(row, Marked):
            raise BrokenLaw(f"{source}:1: each case must be a mapping, not {row!r}")
        cases.append(_case(row, path.stem, instrument))
    return cases


def _case(row: Marked, stem: str, instrument: str) -> Case:
    fields = {"name": str, "zh": str, "cites": str, "rule": str, "given": Marked, "expect": Marked}
    require(row, row, fields, {"today": date})
    try:
        provision = Provision.parse(row["cites"])
    except ValueError as error:
        raise row.fail(str(error), "cites") from error
    if provision.instrument != instrument or stem != f"art-{provision.article:02}":
        home = f"{provision.instrument}/cases/art-{provision.article:02}.yaml"
        raise row.fail(f"a case on {provision} belongs into {home}", "cites")
    if not row["expect"]:
        raise row.fail("a case expects something", "expect")
    return Case(
        name=Text(row["zh"], row["name"]),
        cites=row["cites"],
        rule=row["rule"],
        today=row.get("today", DEFAULT_TODAY),
        given=_plain(row["given"]),
        expect=_plain(row["expect"]),
        source=f"{row.source}:{row.line}",
    )


def _plain(value: Any) -> Any:
    """Without the lines that a `Marked` mapping remembers."""
    if isinstance(value, dict):
        return {name: _plain(part) for name, part in value.items()}
    return [_plain(part) for part in value] if isinstance(value, list) else value
