"""Dated parameters: every number, day and list of the law, one file each, cited and checked."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from pathlib import Path

from shuyuan.kernel.provisions import Provision
from shuyuan.regulations.errors import NotInForce
from shuyuan.regulations.reading import Marked, read_mapping, require
from shuyuan.regulations.wording import Text

#: A value that nobody has compared with the official text for this long is worth a warning.
CHECK_AGAIN_AFTER = timedelta(days=365)

Value = int | str | tuple[str, ...]


class Unit(StrEnum):
    """What a value counts; the last two are a day of every year (``11-30``) and a list of codes."""

    WORKING_DAY = "working_day"
    CALENDAR_DAY = "calendar_day"
    MONTH = "month"
    YEAR = "year"
    COUNT = "count"
    PERCENT = "percent"
    DAY_OF_YEAR = "day_of_year"
    CODES = "codes"


_KINDS: Mapping[Unit, type] = {Unit.DAY_OF_YEAR: str, Unit.CODES: list}


@dataclass(frozen=True)
class DatedValue:
    """A value from its first day on, and the provision that gives it."""

    since: date
    value: Value
    cites: str


@dataclass(frozen=True)
class Parameter:
    """One number of the law through time; `values` are in the order of their first days."""

    key: str
    label: Text
    unit: Unit
    values: tuple[DatedValue, ...]
    checked_on: date

    def on(self, day: date) -> DatedValue:
        """The value in force on that day; raises NotInForce before the first."""
        found = None
        for dated in self.values:
            if dated.since <= day:
                found = dated
        if found is None:
            first = self.values[0].since
            raise NotInForce(
                f"{self.key} has no value on {day}: the first is in force from {first}",
                key=self.key,
                day=day.isoformat(),
                first=first.isoformat(),
            )
        return found

    def is_stale(self, today: date) -> bool:
        """Whether nobody has compared the value with the official text for more than a year."""
        return today - self.checked_on > CHECK_AGAIN_AFTER


def read_parameters(folder: Path) -> dict[str, Parameter]:
    """All parameters of an instrument by key; raises BrokenLaw with file and line."""
    root = folder / "parameters"
    found = {}
    for path in sorted(root.rglob("*.yaml")):
        data = read_mapping(path)
        key = ".".join(path.relative_to(root).with_suffix("").parts)
        if data.get("key") != key:
            raise data.fail(f"the key must follow the path: {key}", "key")
        found[key] = _parameter(data, folder.name)
    return found


def _parameter(data: Marked, instrument: str) -> Parameter:
    row = require(
        data,
        data,
        {"key": str, "label": str, "label_en": str, "unit": str, "values": Marked, "checked_on": date},
        {},
    )
    try:
        unit = Unit(row["unit"])
    except ValueError as error:
        raise row.fail(f"the unit must be one of {', '.join(Unit)}", "unit") from error
    if not row["values"]:
        raise row.fail("at least one dated value is needed", "values")
    values = [_dated(since, entry, row["values"], unit, instrument) for since, entry in row["values"].items()]
    if [value.since for value in values] != sorted(value.since for value in values):
        raise row.fail("the values must stand in the order of their first days", "values")
    return Parameter(row["key"], Text(row["label"], row["label_en"]), unit, tuple(values), row["checked_on"])


def _dated(since: object, entry: object, where: Marked, unit: Unit, instrument: str) -> DatedValue:
    if not isinstance(since, date):
        raise where.fail(f"a first day was expected, not {since!r}", since)
    row = require(entry, where, {"value": _KINDS.get(unit, int), "cites": str}, {})
    value = row["value"]
    if unit is Unit.DAY_OF_YEAR:
        _month_and_day(value, row)
    try:
        provision = Provision.parse(row["cites"])
    except ValueError as error:
        raise row.fail(str(error), "cites") from error
    if provision.instrument != instrument:
        raise row.fail(f"a parameter of {instrument} cites {provision}", "cites")
    return DatedValue(since, tuple(value) if isinstance(value, list) else value, row["cites"])


def _month_and_day(value: str, row: Marked) -> None:
    try:
        date.fromisoformat(f"2000-{value}")
    except ValueError as error:
        raise row.fail(f"a day of the year such as '11-30' was expected, not {value!r}", "value") from error
