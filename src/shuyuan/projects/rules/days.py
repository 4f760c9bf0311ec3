"""May a happening carry this day? Not the future, not before what led to it."""

from datetime import date

from shuyuan.kernel.provisions import carries
from shuyuan.kernel.verdict import Reason, Verdict
from shuyuan.projects.rules.facts import ProjectFacts
from shuyuan.projects.rules.stages import STEPS, Kind


@carries("jz-project-2020/30.1")
def judge_day(kind: Kind, facts: ProjectFacts, on: date, *, today: date) -> Verdict:
    """Whether an entry of the journal may carry this day: records are true, neither dated back nor ahead.

    A step of the main line comes on or after the day of the step before it.
    """
    facts_ = {"day": on.isoformat()}
    if on > today:
        return Verdict((Reason("day_in_the_future", "jz-project-2020/30.1", facts_),))
    before = facts.stage_since
    moves = kind in STEPS and STEPS[kind].leads_to is not None
    if moves and before is not None and on < before:
        facts_["before"] = before.isoformat()
        return Verdict((Reason("day_dated_back", "jz-project-2020/30.1", facts_),))
    return Verdict()
