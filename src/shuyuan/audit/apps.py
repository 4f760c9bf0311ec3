"""The room as a Django application."""

from importlib import import_module

from django.apps import AppConfig

from shuyuan.jobs.registry import witness


class AuditConfig(AppConfig):
    """The audit trail and the trail of read records."""

    name = "shuyuan.audit"
    label = "audit"

    def ready(self) -> None:
        """Hear what people do to jobs, which lie below this room."""
        witness(import_module("shuyuan.audit.steps").record_job_event)
