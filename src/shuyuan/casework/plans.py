"""The holiday plan of a year as people type it: one day or one span in a line. No Django.

2027-02-05..2027-02-11 春节
2027-02-20
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta

from shuyuan.casework.holiday_source import ExceptionalDay
from shuyuan.kernel.errors import BadInput

_SATURDAY = 5
_LONGEST_SPAN = timedelta(days=31)
_DAY = r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?"
_LINE = re.compile(rf"^{_DAY}(?:\s*(?:\.\.|~|～|至|到|—)\s*{_DAY})?(?:\s+(\S.*))?$")


def read_plan(year: int, free: str, worked: str) -> list[ExceptionalDay]:
    """The days of both texts that do not follow the week; weekend days inside a free span fall away.

    Raises BadInput `calendar_plan_line` with the line, `calendar_span_backward`, or what `check_plan` raises.
    """
    days = [day for day in _read(free, working=False) if day.day.weekday() < _SATURDAY]
    days += _read(worked, working=True)
    check_plan(year, days)
    return sorted(days, key=lambda day: day.day)


def write_plan(days: Iterable[ExceptionalDay]) -> str:
    """The text of some days, one in a line, as `read_plan` reads it."""
    return "\n".join(f"{day.day.isoformat()} {day.name}".rstrip() for day in days)


def check_plan(year: int, days: Sequence[ExceptionalDay]) -> None:
    """Raises BadInput for a day of another year, one that follows the week anyway, or a repeated one."""
    seen: set[date] = set()
    for day in days:
        facts = {"day": str(day.day), "year": year}
        if day.day.year != year:
            raise BadInput("a day of another year", code="calendar_day_of_other_year", **facts)
        if day.day in seen:
            raise BadInput("a day stands twice", code="calendar_day_twice", **facts)
        if day.working == (day.day.weekday() < _SATURDAY):
            raise BadInput("the day follows the week", code="calendar_day_follows_week", **facts)
        seen.add(day.day)


def _read(text: str, *, working: bool) -> Iterator[ExceptionalDay]:
    for number, written in enumerate(text.splitlines(), start=1):
        line = written.strip()[:80]
        if not line:
            continue
        found = _LINE.match(line)
        if found is None:
            raise BadInput("not a day", code="calendar_plan_line", line=number, text=line)
        first = _date(found.groups()[:3], number, line)
        last = _date(found.groups()[3:6], number, line) if found[4] else first
        if last < first:
            raise BadInput("the span runs backward", code="calendar_span_backward", line=number)
        if last - first > _LONGEST_SPAN:
            raise BadInput("a span this long is an error", code="calendar_plan_line", line=number, text=line)
        for offset in range((last - first).days + 1):
            yield ExceptionalDay(first + timedelta(days=offset), working, (found[7] or "").strip()[:60])


def _date(parts: Sequence[str], number: int, line: str) -> date:
    try:
        return date(*map(int, parts))
    except ValueError as error:
        raise BadInput("no such day", code="calendar_plan_line", line=number, text=line) from error
