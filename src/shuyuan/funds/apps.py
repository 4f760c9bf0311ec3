"""The room as a Django application."""

from importlib import import_module

from django.apps import AppConfig


class FundsConfig(AppConfig):
    """Review of funds, budgets, payments, the desk of finance, the end of a year."""

    name = "shuyuan.funds"
    label = "funds"

    def ready(self) -> None:
        """Bring numbers, judges, tasks, the tab and the buttons of the project's page, and the job."""
        import_module("shuyuan.funds.documents").register()
        import_module("shuyuan.funds.judges").register()
        import_module("shuyuan.funds.inbox").register()
        import_module("shuyuan.funds.project_page").register()
        import_module("shuyuan.funds.tasks")
