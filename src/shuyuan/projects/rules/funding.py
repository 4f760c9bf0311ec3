"""The project library, and the day of the evaluation."""

from datetime import date

from shuyuan.kernel.provisions import carries
from shuyuan.kernel.verdict import Reason, Verdict
from shuyuan.regulations.context import LegalContext


@carries("jz-project-2020/18.1")
def judge_library_place(unfunded_years: int, *, legal: LegalContext) -> Verdict:
    """May a project stay in the library? Not after too many years in a row without funds."""
    limit = legal.law.value("projects.library_unfunded_years", on=legal.today)
    if unfunded_years < limit:
        return Verdict()
    facts = {"unfunded_years": unfunded_years, "limit": limit}
    return Verdict((Reason("unfunded_too_long", "jz-project-2020/18.1", facts),))


@carries("jz-project-2020/18.1")
def is_standby(unfunded_years: int, *, legal: LegalContext) -> bool:
    """Whether a project moves on into the next year as a standby, without being reviewed again."""
    return unfunded_years > 0 and judge_library_place(unfunded_years, legal=legal).allowed


@carries("jz-project-2020/23.1")
def evaluation_opens_on(operating_since: date, *, legal: LegalContext) -> date:
    """The day from which a project is evaluated: its full first year of operation has passed."""
    years = legal.law.value("projects.evaluation_after_years", on=operating_since)
    month, day = operating_since.month, operating_since.day
    if (month, day) == (2, 29):
        return date(operating_since.year + years, 3, 1)
    return date(operating_since.year + years, month, day)
