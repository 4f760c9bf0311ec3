"""The room as a Django application."""

from importlib import import_module

from django.apps import AppConfig


class ApprovalsConfig(AppConfig):
    """Review by the bureau, opinion and approval, cleared plans, procurement."""

    name = "shuyuan.approvals"
    label = "approvals"

    def ready(self) -> None:
        """Bring numbers, papers, judges, tasks, the tab and the buttons of the project's page."""
        import_module("shuyuan.approvals.documents").register()
        import_module("shuyuan.approvals.judges").register()
        import_module("shuyuan.approvals.inbox").register()
        import_module("shuyuan.approvals.project_page").register()
