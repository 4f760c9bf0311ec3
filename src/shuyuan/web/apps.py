"""The Django app of the shared page parts."""

import logging

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules

from shuyuan.web.translations.rooms import compile_stale

logger = logging.getLogger(__name__)


class WebConfig(AppConfig):
    """Reads every room's `navigation.py` and `problem_texts.py` once all apps are there."""

    name = "shuyuan.web"
    label = "web"

    def ready(self) -> None:
        """Let the rooms put in their pages and words, and bring the compiled translations up to date."""
        autodiscover_modules("navigation", "problem_texts")
        try:
            compile_stale()
        except OSError as error:
            logger.warning("translations could not be compiled: %s", error)
