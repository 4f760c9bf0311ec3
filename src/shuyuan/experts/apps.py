"""The room as a Django application."""

from django.apps import AppConfig


class ExpertsConfig(AppConfig):
    """The pool of experts, draws, blind reviews and their minutes."""

    name = "shuyuan.experts"
    label = "experts"
