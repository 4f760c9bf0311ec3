"""The yearly plan, what units file and hand in, the compiled plans, the library by years."""

from shuyuan.planning.models.compiled import CompiledLine, CompiledPlan
from shuyuan.planning.models.filings import BudgetLine, Consent, ProjectPlan, Target
from shuyuan.planning.models.library import LibraryRecord, YearRun
from shuyuan.planning.models.plans import AnnualPlan, UnitPlan

__all__ = [
    "AnnualPlan",
    "BudgetLine",
    "CompiledLine",
    "CompiledPlan",
    "Consent",
    "LibraryRecord",
    "ProjectPlan",
    "Target",
    "UnitPlan",
    "YearRun",
]
