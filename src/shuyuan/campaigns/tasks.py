"""Background entry points of campaigns: each calls one service."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from shuyuan.campaigns.services.approval import APPROVE_JOB, approve_lists
from shuyuan.campaigns.services.handover import HAND_OVER_JOB, hand_over
from shuyuan.casework.selectors import working_calendar
from shuyuan.jobs.registry import Run, handler
from shuyuan.regulations.context import legal_now


@handler(APPROVE_JOB, label=_("Approve the lists of a campaign"))
def approve_lists_job(run: Run) -> dict[str, Any]:
    """Publish what nothing stands against, list by list."""
    legal = legal_now(working_calendar())
    return approve_lists(run.params["campaign"], opinion=run.params["opinion"], run=run, legal=legal)


@handler(HAND_OVER_JOB, label=_("Hand over responsibility lists"))
def hand_over_job(run: Run) -> dict[str, Any]:
    """Draw the papers of an edition and send them."""
    return {"handed_over": hand_over(run.params["edition"], run=run, legal=legal_now(working_calendar()))}
