"""The one place where the gateway reads the clock; tests hand in their own."""

import time
from datetime import UTC, date, datetime
from typing import Protocol
from zoneinfo import ZoneInfo


class Clock(Protocol):
    """Wall time for records and validity, monotonic time for intervals; both in seconds."""

    def now(self) -> float:
        """Seconds since 1970, UTC."""
        ...

    def monotonic(self) -> float:
        """Seconds since some moment; never goes back."""
        ...


class SystemClock:
    """The machine's clocks."""

    now = staticmethod(time.time)
    monotonic = staticmethod(time.monotonic)


class Calendar:
    """Turns seconds into days of the platform's time zone and ISO text, remembering the last answer."""

    def __init__(self, zone: str) -> None:
        self._zone = ZoneInfo(zone)
        self._minute = -1
        self._day = date.min
        self._second = -1
        self._prefix = ""

    def day(self, now: float) -> date:
        """The calendar day there; days change on a full minute everywhere."""
        minute = int(now) // 60
        if minute != self._minute:
            self._minute = minute
            self._day = datetime.fromtimestamp(now, self._zone).date()
        return self._day

    def seconds_left(self, now: float) -> int:
        """How long this day still lasts, at least one second."""
        here = datetime.fromtimestamp(now, self._zone)
        passed = here.hour * 3600 + here.minute * 60 + here.second
        return max(1, 86_400 - passed)

    def text(self, now: float) -> str:
        """The moment as ``2026-03-02T08:00:00.123Z``."""
        second = int(now)
        if second != self._second:
            self._second = second
            self._prefix = datetime.fromtimestamp(second, UTC).strftime("%Y-%m-%dT%H:%M:%S.")
        return f"{self._prefix}{int((now - second) * 1000):03d}Z"
