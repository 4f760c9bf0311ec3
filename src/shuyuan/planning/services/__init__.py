"""Writes of planning: plans, filings, documents, compiled plans, the library."""

from shuyuan.planning.places import Infrastructure
from shuyuan.planning.services.compiling import acknowledge_plan, compile_plan, send_plan
from shuyuan.planning.services.documents import (
    Goal,
    Line,
    hand_in,
    return_documents,
    save_budget,
    save_targets,
    state_infrastructure,
)
from shuyuan.planning.services.filings import file_project, order_projects, record_consent, study_project
from shuyuan.planning.services.library import (
    begin_run,
    close_year,
    preview_year,
    remove_due,
    remove_project,
    run_year,
)
from shuyuan.planning.services.plans import answer_nothing, grant_late, open_plan, remind_units

__all__ = [
    "Goal",
    "Infrastructure",
    "Line",
    "acknowledge_plan",
    "answer_nothing",
    "begin_run",
    "close_year",
    "compile_plan",
    "file_project",
    "grant_late",
    "hand_in",
    "open_plan",
    "order_projects",
    "preview_year",
    "record_consent",
    "remind_units",
    "remove_due",
    "remove_project",
    "return_documents",
    "run_year",
    "save_budget",
    "save_targets",
    "send_plan",
    "state_infrastructure",
    "study_project",
]
