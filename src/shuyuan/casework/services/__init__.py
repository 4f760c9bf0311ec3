"""Writes of casework: one transaction and one audit entry each."""

from shuyuan.casework.services.calendar import (
    CalendarChange,
    announce_year,
    change_day,
    keep_calendar,
    seed_calendar,
)

__all__ = ["CalendarChange", "announce_year", "change_day", "keep_calendar", "seed_calendar"]
