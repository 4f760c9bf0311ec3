"""The room as a Django application."""

from django.apps import AppConfig


class DeliveryConfig(AppConfig):
    """Contracts, supervision, milestones, changes, completion and acceptance."""

    name = "shuyuan.delivery"
    label = "delivery"
