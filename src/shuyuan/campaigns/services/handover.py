"""Responsibility lists are handed over: one red-head paper for each department, drawn by a job."""

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from shuyuan.audit.steps import record
from shuyuan.campaigns import inbox, selectors
from shuyuan.campaigns.events import Event
from shuyuan.campaigns.models import ResponsibilityList
from shuyuan.campaigns.official_paper import draw_up
from shuyuan.jobs.models import Job
from shuyuan.jobs.registry import Run
from shuyuan.jobs.steps import enqueue
from shuyuan.kernel.actor import Actor, Role
from shuyuan.kernel.errors import Conflict
from shuyuan.notices.steps import tell
from shuyuan.organizations.selectors import access_department
from shuyuan.papers.steps import issue_paper
from shuyuan.regulations.context import LegalContext

HAND_OVER_JOB = "campaigns.hand_over"
EDITION = "campaigns.edition"


@transaction.atomic(durable=True)
def begin_hand_over(edition_name: str, *, actor: Actor, legal: LegalContext) -> Job:  # noqa: ARG001
    """Have the lists of an edition that are not handed over yet drawn and sent, in the background."""
    selectors.require_bureau(actor)
    edition = selectors.access_edition(edition_name)
    waiting = selectors.list_waiting_for_hand_over(edition).count()
    if not waiting:
        raise Conflict(code="handed_over_already", edition=edition.name)
    job = enqueue(
        HAND_OVER_JOB, {"edition": edition.name}, actor=actor, unique=f"{HAND_OVER_JOB}:{edition.name}"
    )
    record(
        Event.HAND_OVER_BEGUN,
        actor=actor,
        subject_kind=EDITION,
        subject_id=edition.name,
        cites="jz-data-2020/9.1",
        facts={"departments": waiting},
    )
    return job


def hand_over(edition_name: str, *, run: Run, legal: LegalContext) -> int:
    """Draw and send what is not handed over yet, one department after the other; gives how many."""
    edition = selectors.access_edition(edition_name)
    waiting = list(selectors.list_waiting_for_hand_over(edition).values_list("pk", flat=True))
    for done, list_id in enumerate(waiting):
        run.progress(done, len(waiting))
        hand_over_one(list_id, actor=run.actor, legal=legal)
    run.progress(len(waiting), len(waiting))
    return len(waiting)


@transaction.atomic(durable=True)
def hand_over_one(list_id: int, *, actor: Actor, legal: LegalContext) -> ResponsibilityList:
    """Issue a department's list as a numbered paper, tell it, and ask it to take note; once only."""
    selectors.require_bureau(actor)
    one = selectors.access_responsibility(list_id, actor=actor, lock=True)
    if one.handed_over_at is not None:
        return one
    issuer = access_department(actor.department)
    one.paper = issue_paper(
        "responsibility",
        draw_up(one, issuer=issuer.name, day=legal.today),
        department=issuer.code,
        recipients=[one.department.code],
        subject_kind=inbox.RESPONSIBILITY,
        subject_id=one.pk,
        cites="jz-data-2020/9.1",
        actor=actor,
        legal=legal,
    )
    one.handed_over_at = legal.now
    one.save(update_fields=["paper", "handed_over_at"])
    inbox.ask_to_acknowledge(one, actor=actor, legal=legal)
    for role in (Role.PRINCIPAL_OFFICER, Role.DATA_OFFICER):
        tell(
            "campaigns:responsibility:handed_over",
            role=role,
            department=one.department.code,
            title=_("Your responsibility list is here"),
            text=f"{one.paper.number} {one.paper.title}",
            url=reverse("campaigns:responsibility", args=[one.pk]),
            subject_kind=inbox.RESPONSIBILITY,
            subject_id=one.pk,
            actor=actor,
            legal=legal,
        )
    record(
        Event.LIST_HANDED_OVER,
        actor=actor,
        subject_kind=inbox.RESPONSIBILITY,
        subject_id=one.pk,
        cites="jz-data-2020/9.1",
        facts={"paper": one.paper.number, "department": one.department.code},
    )
    return one
