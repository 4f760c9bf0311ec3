"""The room as a Django application."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    """Messages inside, by e-mail and by SMS, from an outbox; following; the daily digest."""

    name = "shuyuan.notices"
    label = "notices"
