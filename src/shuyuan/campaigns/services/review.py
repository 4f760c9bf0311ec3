"""The bureau reviews lists: approves what is in order, returns, or leaves one out; counties return too."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db import transaction

from shuyuan.audit.steps import record
from shuyuan.campaigns import content, inbox, selectors
from shuyuan.campaigns.content import outcome_of
from shuyuan.campaigns.events import Event
from shuyuan.campaigns.models import DepartmentList, ListLine
from shuyuan.campaigns.rules import ReviewFacts, judge_acceptance
from shuyuan.campaigns.services.lists import forward
from shuyuan.campaigns.states import State, Step, after
from shuyuan.casework.steps import Gap, return_for_completion, settle_completion
from shuyuan.catalog.review_steps import open_remarks, publish_entry, return_entry
from shuyuan.kernel.actor import Actor
from shuyuan.kernel.errors import BadInput, Conflict, RuleRefused
from shuyuan.kernel.verdict import Verdict
from shuyuan.regulations.context import LegalContext

_OPINION_LENGTH = 1000


@dataclass
class Approval:
    """What approving a list did: entries published, those that could not be with the reasons, and the end."""

    published: list[str] = field(default_factory=list)
    refused: list[tuple[str, Verdict]] = field(default_factory=list)
    accepted: bool = False


def judge_review(lines: list[ListLine]) -> Verdict:
    """What is still open on a list before the bureau."""
    names = content.names_by_outcome(lines)
    mending = (*names.get("returned", []), *names.get("drafted", []))
    return judge_acceptance(ReviewFacts(waiting=tuple(names.get("waiting", [])), returned=mending))


@transaction.atomic(durable=True)
def approve_list(list_id: int, *, opinion: str = "", actor: Actor, legal: LegalContext) -> Approval:
    """Publish every entry of the list that nothing stands against; the list is reviewed when none is left.

    Entries that are refused stay under review and are given back with all their reasons.
    """
    selectors.require_bureau(actor)
    one = selectors.access_list(list_id, actor=actor, lock=True)
    done = after(one.state, Step.ACCEPT)
    approval = Approval()
    for line in content.lines_of(one):
        if outcome_of(line) == "waiting":
            _publish(line, approval, opinion=opinion, actor=actor, legal=legal)
    if judge_review(content.lines_of(one)).allowed:
        approval.accepted = True
        one.state = done.value
        one.decided_at = legal.now
        one.opinion = opinion.strip()
        one.save(update_fields=["state", "decided_at", "opinion"])
        settle_completion(inbox.LIST, one.pk, is_over=True, legal=legal)
        inbox.close_list(one, outcome="reviewed", actor=actor, legal=legal)
    record(
        Event.LIST_APPROVED,
        actor=actor,
        subject_kind=inbox.LIST,
        subject_id=one.pk,
        cites="jz-data-2020/8.2",
        facts={
            "published": len(approval.published),
            "refused": [name for name, _ in approval.refused],
            "accepted": approval.accepted,
        },
    )
    return approval


@transaction.atomic(durable=True)
def return_list(
    list_id: int, *, gaps: Sequence[Gap], new_facts: str = "", actor: Actor, legal: LegalContext
) -> DepartmentList:
    """Send a list back with everything that is missing: the county its departments', the bureau any list.

    Remarks on its entries that the department has not seen yet are named along. What of it lay before the
    bureau is returned with it; what was published stays published. A later return names nothing that the
    first did not, unless `new_facts` say why (`return_for_completion`).
    """
    one = selectors.access_list(list_id, actor=actor, lock=True)
    by_bureau = actor.is_administration
    if not by_bureau and not selectors.is_county_clerk(one, actor):
        selectors.require_bureau(actor)
    from_county = one.state == State.AT_COUNTY or not by_bureau
    one.state = after(one.state, Step.RETURN_BY_COUNTY if from_county else Step.RETURN).value
    waiting = [] if from_county else [line for line in content.lines_of(one) if outcome_of(line) == "waiting"]
    cites = "jz-data-2020/8.2" if by_bureau else "jz-data-2020/8.1"
    made = return_for_completion(
        inbox.LIST,
        one.pk,
        gaps=[*gaps, *open_remarks([line.entry_id for line in waiting])],
        new_facts=new_facts,
        cites=cites,
        actor=actor,
        legal=legal,
    )
    opinion = "\n".join(gap["text"] for gap in made.gaps)[:_OPINION_LENGTH]
    for line in waiting:
        return_entry(line.entry_id, opinion=opinion, new_facts=new_facts, actor=actor, legal=legal)
    one.opinion = opinion
    one.save(update_fields=["state", "opinion"])
    inbox.close_list(one, outcome="returned", actor=actor, legal=legal)
    inbox.ask_for_list(one, again=True, actor=actor, legal=legal)
    record(
        Event.LIST_RETURNED,
        actor=actor,
        subject_kind=inbox.LIST,
        subject_id=one.pk,
        cites=cites,
        facts={"missing": [gap["text"] for gap in made.gaps], "round": made.round},
    )
    return one


@transaction.atomic(durable=True)
def leave_out(list_id: int, *, reason: str, actor: Actor, legal: LegalContext) -> DepartmentList:
    """Go on without a list that did not come; the department's published entries stay as they are.

    Without a county's summary the lists that its departments handed in go to the bureau directly.
    """
    selectors.require_bureau(actor)
    one = selectors.access_list(list_id, actor=actor, lock=True)
    if not one.campaign.is_open:
        raise Conflict(code="campaign_ended", campaign=one.campaign.name)
    one.state = after(one.state, Step.LEAVE_OUT).value
    if not reason.strip():
        raise BadInput("malformed content", code="bad_list", fields={"reason": "required"})
    one.opinion = reason.strip()
    one.decided_at = legal.now
    one.save(update_fields=["state", "opinion", "decided_at"])
    settle_completion(inbox.LIST, one.pk, is_over=True, legal=legal)
    inbox.close_list(one, outcome=State.LEFT_OUT.value, actor=actor, legal=legal)
    for member in one.members.filter(state=State.AT_COUNTY.value).select_related(
        "department", "campaign", "submitted_by__person", "submitted_by__department"
    ):
        forward(member, content.positions_of(member.department_id), actor=actor, legal=legal)
    record(
        Event.LIST_LEFT_OUT,
        actor=actor,
        subject_kind=inbox.LIST,
        subject_id=one.pk,
        cites="jz-data-2020/8.2",
        facts={"department": one.department.code, "reason": one.opinion},
    )
    return one


def _publish(line: ListLine, approval: Approval, *, opinion: str, actor: Actor, legal: LegalContext) -> None:
    name = str(getattr(line.entry, "working_copy", None) or line.entry)
    try:
        with transaction.atomic():
            publish_entry(line.entry_id, opinion=opinion, actor=actor, legal=legal)
    except RuleRefused as refused:
        approval.refused.append((name, refused.verdict))
    else:
        approval.published.append(name)
