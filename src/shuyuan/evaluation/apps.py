"""The room as a Django application."""

from django.apps import AppConfig


class EvaluationConfig(AppConfig):
    """Plans of upkeep and the evaluation after one year in operation."""

    name = "shuyuan.evaluation"
    label = "evaluation"
