"""The room as a Django application."""

from django.apps import AppConfig


class FundsConfig(AppConfig):
    """Finance review, budgets, payments, and the desk on which held money stays."""

    name = "shuyuan.funds"
    label = "funds"
