"""The State Council's yearly holiday notice as text, read into days. No Django.

A line is one holiday: its name, the span that is free, how many days that are, and the worked weekend days.

    二、春节：2月15日（农历腊月二十八、周日）至23日（农历正月初七、周一）放假调休，共9天。2月14日（周六）、2月28日（周六）上班。
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from shuyuan.casework.holiday_source import ExceptionalDay
from shuyuan.kernel.errors import BadInput

_SATURDAY = 5
_LONGEST = timedelta(days=31)
_WEEKDAYS = "一二三四五六日"
_HOLIDAY = re.compile(
    r"^\s*(?:[（(]?[一二三四五六七八九十\d]+[)）]?\s*[、.．,，]?\s*)?(?P<name>[^：:\d]{2,12})[：:](?P<rest>.+)$"
)
_YEAR = re.compile(r"(\d{4})年")
_DAY = (
    r"(?:(?P<{0}y>\d{{4}})年)?(?:(?P<{0}m>\d{{1,2}})月)?(?P<{0}d>\d{{1,2}})日(?:[（(](?P<{0}n>[^）)]*)[)）])?"
)
_SPAN = re.compile(_DAY.format("a") + r"(?:\s*(?:至|到|—|－|-|~|～)\s*" + _DAY.format("b") + ")?")
_ONE = re.compile(_DAY.format("a"))
_TOTAL = re.compile(r"共\s*(\d+)\s*天")
_WORKED = re.compile(r"(?P<days>[^。；;]*)上班")
_FREE = re.compile(r"^(?P<days>.*?)(?:放假|休息)")


@dataclass(frozen=True)
class _Line:
    number: int
    name: str
    text: str


def looks_like_notice(text: str) -> bool:
    """Whether a text is written like the notice, and not as a list of days."""
    return "放假" in text and "月" in text


def read_notice(year: int, text: str) -> list[ExceptionalDay]:
    """The days of the notice that do not follow the week, in order.

    Raises BadInput with the line and what is wrong: no such day, a weekday that does not fit the date, a
    number of days that does not fit the span, a day of another year, a text without any holiday.
    """
    free: dict[date, str] = {}
    worked: dict[date, str] = {}
    for line in _lines(text):
        found = _FREE.match(line.text)
        if found is None:
            continue
        for day in _free_days(year, line, found["days"]):
            free[day] = line.name
        for phrase in _WORKED.finditer(line.text[found.end() :]):
            for day in _worked_days(year, line, phrase["days"]):
                worked[day] = line.name
    if not free:
        raise BadInput("no holiday in the text", code="notice_without_holiday")
    both = sorted(set(free) & set(worked))
    if both:
        raise BadInput("free and worked", code="notice_contradiction", day=both[0].isoformat())
    days = [ExceptionalDay(day, False, name) for day, name in free.items() if day.weekday() < _SATURDAY]
    days += [ExceptionalDay(day, True, "") for day in worked]
    return sorted((day for day in days if day.day.year == year), key=lambda day: day.day)


def _lines(text: str) -> Iterator[_Line]:
    for number, line in enumerate(text.splitlines(), start=1):
        found = _HOLIDAY.match(line)
        if found is not None:
            yield _Line(number, found["name"].strip(), found["rest"])


def _free_days(year: int, line: _Line, text: str) -> Iterator[date]:
    """The span, or the single days, before the word for free."""
    count = 0
    for found in _SPAN.finditer(text):
        first = _date(year, line, found, "a", None)
        last = _date(year, line, found, "b", first) if found["bd"] else first
        if last < first or last - first > _LONGEST:
            raise BadInput("not a span", code="notice_span", line=line.number, text=found[0])
        for offset in range((last - first).days + 1):
            count += 1
            yield first + timedelta(days=offset)
    total = _TOTAL.search(line.text)
    if not count:
        raise BadInput("no day", code="notice_span", line=line.number, text=line.text[:80])
    if total and int(total[1]) != count:
        facts = {"line": line.number, "said": int(total[1]), "found": count}
        raise BadInput("the days do not add up", code="notice_total", **facts)


def _worked_days(year: int, line: _Line, text: str) -> Iterator[date]:
    before: date | None = None
    for found in _ONE.finditer(text):
        before = _date(year, line, found, "a", before)
        if before.weekday() < _SATURDAY:
            raise BadInput(
                "worked anyway", code="notice_worked_weekday", line=line.number, day=before.isoformat()
            )
        yield before


def _date(year: int, line: _Line, found: "re.Match[str]", part: str, before: date | None) -> date:
    """One day; without a month it is that of the day before it in the text. Its weekday must fit."""
    month = found[f"{part}m"] or (before.month if before else None)
    if month is None:
        raise BadInput("no month", code="notice_span", line=line.number, text=found[0])
    own_year = int(found[f"{part}y"]) if found[f"{part}y"] else (before.year if before else year)
    try:
        day = date(own_year, int(month), int(found[f"{part}d"]))
    except ValueError as error:
        raise BadInput("no such day", code="notice_span", line=line.number, text=found[0]) from error
    said = re.search(r"(?:周|星期)([一二三四五六日天])", found[f"{part}n"] or "")
    if said and _WEEKDAYS[day.weekday()] != said[1].replace("天", "日"):
        facts = {"line": line.number, "day": day.isoformat(), "said": said[1], "is": _WEEKDAYS[day.weekday()]}
        raise BadInput("another weekday", code="notice_weekday", **facts)
    return day
