"""Every list that lies before the bureau is approved in one go, by a job."""

from typing import Any

from django.db import transaction

from shuyuan.audit.steps import record
from shuyuan.campaigns import selectors
from shuyuan.campaigns.events import Event
from shuyuan.campaigns.services.campaigns import CAMPAIGN
from shuyuan.campaigns.services.review import approve_list
from shuyuan.campaigns.states import State
from shuyuan.jobs.models import Job
from shuyuan.jobs.registry import Run
from shuyuan.jobs.steps import enqueue
from shuyuan.kernel.actor import Actor
from shuyuan.kernel.errors import Conflict
from shuyuan.regulations.context import LegalContext

APPROVE_JOB = "campaigns.approve_lists"


@transaction.atomic(durable=True)
def begin_approval(
    campaign_id: int,
    *,
    opinion: str = "",
    actor: Actor,
    legal: LegalContext,  # noqa: ARG001 every service takes it
) -> Job:
    """Have all lists under review approved in the background; Conflict when none waits."""
    campaign = selectors.access_campaign_as_bureau(campaign_id, actor=actor)
    waiting = campaign.lists.filter(state=State.AT_BUREAU.value).count()
    if not waiting:
        raise Conflict(code="nothing_to_review")
    params = {"campaign": campaign.pk, "opinion": opinion.strip()}
    job = enqueue(APPROVE_JOB, params, actor=actor, unique=f"{APPROVE_JOB}:{campaign.pk}")
    record(
        Event.APPROVAL_BEGUN,
        actor=actor,
        subject_kind=CAMPAIGN,
        subject_id=campaign.pk,
        cites="jz-data-2020/8.2",
        facts={"lists": waiting},
    )
    return job


def approve_lists(campaign_id: int, *, opinion: str, run: Run, legal: LegalContext) -> dict[str, Any]:
    """Approve list after list, each in a transaction of its own; gives what was done and what is left."""
    campaign = selectors.access_campaign_as_bureau(campaign_id, actor=run.actor)
    waiting = campaign.lists.filter(state=State.AT_BUREAU.value).values_list("pk", flat=True)
    lists = list(waiting.order_by("submitted_at", "pk"))
    done = {"published": 0, "refused": 0, "accepted": 0}
    for number, list_id in enumerate(lists):
        run.progress(number, len(lists))
        try:
            approval = approve_list(list_id, opinion=opinion, actor=run.actor, legal=legal)
        except Conflict:
            continue  # a colleague decided on it meanwhile
        done["published"] += len(approval.published)
        done["refused"] += len(approval.refused)
        done["accepted"] += approval.accepted
    run.progress(len(lists), len(lists))
    return done
