"""The room as a Django application."""

from importlib import import_module

from django.apps import AppConfig
from django.utils import timezone


class CaseworkConfig(AppConfig):
    """Inbox, deadlines and the working calendar."""

    name = "shuyuan.casework"
    label = "casework"

    def ready(self) -> None:
        """Let substitutes act in the posts of the absent, and make kinds and job handlers known."""
        organizations = import_module("shuyuan.organizations.selectors")
        substitution = import_module("shuyuan.casework.selectors.substitution")
        import_module("shuyuan.casework.services")
        import_module("shuyuan.casework.tasks")
        organizations.register_acting_posts(
            lambda person, post: substitution.find_acting_post(person, post, on=timezone.localdate())
        )
