"""The milestones of a project as a picture (Gantt), drawn on the server, with the same as a table."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from shuyuan.delivery.models import Milestone
from shuyuan.delivery.wording import PROGRESS, progress_of

_WIDTH, _LEFT, _RIGHT = 960, 190, 12
_TOP, _ROW = 34, 38
_LETTERS = 12
_SHOWN = 24
_THINNEST = 3.0
#: Months between two lines, so that no more than a dozen are drawn.
_MOST_LINES = 13


Scale = Callable[[date], float]


@dataclass(frozen=True)
class Bar:
    """A piece of a row; numbers are written as the drawing takes them."""

    x: str
    y: int
    width: str
    css: str


@dataclass(frozen=True)
class Row:
    """A milestone with its bars, its state in words, and by how many days it is late."""

    milestone: Milestone
    y: int
    bars: tuple[Bar, ...]
    state: Any
    tone: str
    days_late: int

    @property
    def short(self) -> str:
        """The name as far as the column holds it."""
        name = self.milestone.name
        return name if len(name) <= _LETTERS else f"{name[: _LETTERS - 1]}…"

    @property
    def key(self) -> str:
        """The number of the milestone as text, for names of dialogs."""
        return str(self.milestone.pk)

    @property
    def text_y(self) -> int:
        """Where its name stands."""
        return self.y + 17


@dataclass(frozen=True)
class Line:
    """A line of the scale with its month."""

    x: str
    label: str


@dataclass(frozen=True)
class Gantt:
    """The whole picture; `today_x` is None when the day lies outside of it."""

    rows: tuple[Row, ...]
    lines: tuple[Line, ...]
    today_x: str | None
    height: int
    width: int = _WIDTH

    @property
    def shown(self) -> tuple[Row, ...]:
        """The rows that are drawn; the table has all of them."""
        return self.rows[:_SHOWN]


def draw(milestones: Sequence[Milestone], today: date) -> Gantt | None:
    """The picture on that day; None without milestones."""
    if not milestones:
        return None
    days = [day for one in milestones for day in _days_of(one, today)]
    first = min(days).replace(day=1)
    last = _month_after(max(days))
    span = (last - first).days
    scale = (_WIDTH - _LEFT - _RIGHT) / span

    def x_of(day: date) -> float:
        return _LEFT + (day - first).days * scale

    rows = tuple(_row(one, number, x_of, today) for number, one in enumerate(milestones))
    today_x = f"{x_of(today):.1f}" if first <= today <= last else None
    height = _TOP + min(len(rows), _SHOWN) * _ROW + 6
    return Gantt(rows, tuple(_lines(first, last, x_of)), today_x, height)


def _days_of(one: Milestone, today: date) -> list[date]:
    days = [one.planned_start_on, one.planned_end_on]
    if one.started_on:
        days += [one.started_on, one.finished_on or max(one.started_on, today)]
    elif one.days_late(today):
        days.append(today)
    return days


def _row(one: Milestone, number: int, x_of: Scale, today: date) -> Row:
    y = _TOP + number * _ROW
    state = progress_of(one, today)
    bars = [_bar(x_of, one.planned_start_on, one.planned_end_on, y + 2, "planned")]
    if one.started_on:
        end = one.finished_on or max(one.started_on, today)
        bars.append(
            _bar(x_of, one.started_on, min(end, max(one.planned_end_on, one.started_on)), y + 16, "actual")
        )
        if end > one.planned_end_on:
            start = max(one.started_on, one.planned_end_on)
            bars.append(_bar(x_of, start, end, y + 16, "late"))
    words, tone = PROGRESS[state]
    return Row(one, y, tuple(bars), words, tone, one.days_late(today))


def _bar(x_of: Scale, start: date, end: date, y: int, css: str) -> Bar:
    left = x_of(start)
    width = max(_THINNEST, x_of(end + timedelta(days=1)) - left)
    return Bar(f"{left:.1f}", y, f"{width:.1f}", css)


def _lines(first: date, last: date, x_of: Scale) -> list[Line]:
    months = []
    month = first
    while month < last:
        months.append(month)
        month = _month_after(month)
    step = -(-len(months) // _MOST_LINES)
    return [Line(f"{x_of(month):.1f}", f"{month:%Y-%m}") for month in months[::step]]


def _month_after(day: date) -> date:
    return (day.replace(day=28) + timedelta(days=4)).replace(day=1)
