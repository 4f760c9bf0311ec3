"""Reads of the working calendar and its revisions."""

from django.db.models import QuerySet

from shuyuan.casework.calendars import latest_state
from shuyuan.casework.models import CalendarRevision
from shuyuan.kernel.calendar import WorkingCalendar
from shuyuan.kernel.errors import NotFound


def working_calendar() -> WorkingCalendar:
    """The newest calendar: one cheap query, the rest from memory; raises Unavailable when there is none."""
    return latest_state().calendar


def list_revisions() -> QuerySet[CalendarRevision]:
    """The changes of the calendar, newest first."""
    return CalendarRevision.objects.order_by("-pk")


def access_revision(number: int) -> CalendarRevision:
    """One change with its years, days and who was told; raises NotFound."""
    found = (
        CalendarRevision.objects.prefetch_related("years", "days", "moves__department", "moves__post__person")
        .filter(pk=number)
        .first()
    )
    if found is None:
        raise NotFound(code="unknown_calendar_revision", revision=number)
    return found
