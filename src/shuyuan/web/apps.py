"""The Django app of the shared page parts."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class WebConfig(AppConfig):
    """Reads every room's `navigation.py` and `problem_texts.py` once all apps are there."""

    name = "shuyuan.web"
    label = "web"

    def ready(self) -> None:
        """Let the rooms put their pages into the sidebar and their words to their error codes."""
        autodiscover_modules("navigation", "problem_texts")
