"""Addresses of casework."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from shuyuan.casework import views


class _DayConverter(StringConverter):
    """A day as 2026-11-25; whether it exists is asked later."""

    regex = r"\d{4}-\d{2}-\d{2}"


register_converter(_DayConverter, "day")

app_name = "casework"

urlpatterns = [
    path("", views.inbox, name="inbox"),
    path("done/", views.done, name="done"),
    path("tasks/<int:task_id>/why/", views.why, name="why"),
    path("calendar/", views.calendar, name="calendar"),
    path("calendar/<int:year>/", views.calendar, name="year"),
    path("calendar/<int:year>/announce/", views.announce, name="announce"),
    path("calendar/<day:text>/", views.day, name="day"),
]
