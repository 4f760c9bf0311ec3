"""Time of the simulation: wakes every life on its day, in order, and knows the law of that day."""

import heapq
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import count

from shuyuan.regulations.context import LEGAL_ZONE, LegalContext

#: A life gives the day on which it goes on.
Life = Iterator[date]
_MORNING = 9


class Ended(Exception):
    """Raised inside a life whose project has ended by somebody else's hand."""


class Clock:
    """Runs lives until the last day; `legal` is the context of the day that it is."""

    def __init__(self, legal: LegalContext, *, first: date, last: date) -> None:
        self._base = legal
        self._waiting: list[tuple[date, int, Life]] = []
        self._order = count()
        self.last = last
        self.legal = self._on(first)

    @property
    def today(self) -> date:
        """The day that it is."""
        return self.legal.today

    def begin(self, life: Life, *, on: date | None = None) -> None:
        """Let a life begin on a day, today without one."""
        self._wait(life, on or self.today)

    def run(self) -> Iterator[date]:
        """Wake lives day by day; gives each day on which something happened."""
        while self._waiting and self._waiting[0][0] <= self.last:
            day = self._waiting[0][0]
            self.legal = self._on(max(day, self.today))
            while self._waiting and self._waiting[0][0] == day:
                _, _, life = heapq.heappop(self._waiting)
                self._wake(life)
            yield day

    def workday(self, day: date) -> date:
        """The day itself, or the next working day."""
        while not self._base.calendar.is_working_day(day):
            day += timedelta(days=1)
        return day

    def _wake(self, life: Life) -> None:
        try:
            following = next(life)
        except (StopIteration, Ended):
            return
        self._wait(life, max(following, self.today))

    def _wait(self, life: Life, day: date) -> None:
        """Lives that go on after the last day are not followed."""
        if day <= self.last:
            heapq.heappush(self._waiting, (self.workday(day), next(self._order), life))

    def _on(self, day: date) -> LegalContext:
        now = datetime(day.year, day.month, day.day, _MORNING, tzinfo=LEGAL_ZONE)
        return replace(self._base, today=day, now=now)
