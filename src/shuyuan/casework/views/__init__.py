"""Pages of casework: HTTP in, one service call, HTTP out."""

from shuyuan.casework.views.calendar import announce, calendar, day, done, inbox, why

__all__ = ["announce", "calendar", "day", "done", "inbox", "why"]
