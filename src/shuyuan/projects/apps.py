"""The room as a Django application."""

from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProjectsConfig(AppConfig):
    """Government IT projects: the project, its journal, the gates and the funding holds."""

    name = "shuyuan.projects"
    label = "projects"

    def ready(self) -> None:
        """Make numbers, documents and jobs known, and listen to the system register."""
        papers = import_module("shuyuan.papers.registry")
        papers.register_number("project", _("IT project"), "焦信项〔{year}〕{number}号")
        import_module("shuyuan.projects.documents").register()
        import_module("shuyuan.projects.tasks")
        import_module("shuyuan.projects.listening").register()
        import_module("shuyuan.projects.system_page").register()
        import_module("shuyuan.projects.ending").register()
