"""The room as a Django application."""

from django.apps import AppConfig


class ApprovalsConfig(AppConfig):
    """Review by the bureau, opinion and approval, cleared plans, procurement."""

    name = "shuyuan.approvals"
    label = "approvals"
