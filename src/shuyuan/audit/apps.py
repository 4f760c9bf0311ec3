"""The room as a Django application."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """The audit trail and the trail of read records."""

    name = "shuyuan.audit"
    label = "audit"
