"""Writes of upkeep plans and evaluations: one transaction and one audit entry each."""

from shuyuan.evaluation.services.conducting import (
    BodyDraft,
    appoint_body,
    appoint_panel,
    conclude_evaluation,
    mark_indicators,
)
from shuyuan.evaluation.services.opening import open_evaluation, report_on_project
from shuyuan.evaluation.services.plans import file_upkeep_plan
from shuyuan.evaluation.services.rectifying import (
    accept_rectification,
    report_rectification,
    return_rectification,
)
from shuyuan.evaluation.services.schemes import IndicatorDraft, set_scheme

__all__ = [
    "BodyDraft",
    "IndicatorDraft",
    "accept_rectification",
    "appoint_body",
    "appoint_panel",
    "conclude_evaluation",
    "file_upkeep_plan",
    "mark_indicators",
    "open_evaluation",
    "report_on_project",
    "report_rectification",
    "return_rectification",
    "set_scheme",
]
