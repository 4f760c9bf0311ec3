"""A department hands its catalog list in; a county office hands its county's summary in."""

from django.db import transaction

from shuyuan.audit.steps import record
from shuyuan.campaigns import content, inbox, selectors
from shuyuan.campaigns.content import Position
from shuyuan.campaigns.demands import write_demands
from shuyuan.campaigns.events import Event
from shuyuan.campaigns.models import DepartmentList
from shuyuan.campaigns.rules import ListFacts, SummaryFacts, judge_list, judge_summary
from shuyuan.campaigns.states import State, Step, after
from shuyuan.casework.steps import settle_completion
from shuyuan.catalog.review_steps import submit_entry
from shuyuan.kernel.actor import Actor
from shuyuan.kernel.errors import BadInput, Conflict, RuleRefused
from shuyuan.kernel.verdict import Verdict
from shuyuan.organizations.selectors import as_actor
from shuyuan.regulations.context import LegalContext


def judge_own_list(
    one: DepartmentList, positions: list[Position], *, nothing_to_catalog: bool, legal: LegalContext
) -> Verdict:
    """What stands against handing the list in now; the page shows it before anybody presses the button."""
    return judge_list(
        ListFacts(
            begun=one.campaign.opens_on <= legal.today,
            entries=len(positions),
            nothing_to_catalog=nothing_to_catalog or one.is_summary,
            refused=content.faulty(positions),
        )
    )


@transaction.atomic(durable=True)
def submit_list(
    list_id: int,
    *,
    confirmed_not_secret: bool,
    nothing_to_catalog: bool = False,
    actor: Actor,
    legal: LegalContext,
) -> DepartmentList:
    """The principal officer hands in the whole list: drafts and changes for review, the rest as confirmed.

    RuleRefused with every reason at once. A county department's list goes to its county office first.
    """
    one = selectors.access_list_as_submitter(list_id, actor=actor, lock=True)
    _require_running(one)
    if one.is_summary:
        raise Conflict(code="list_is_summary")
    through_county = one.summary is not None and one.summary.state in {State.ASKED, State.RETURNED}
    one.state = after(one.state, Step.SUBMIT_TO_COUNTY if through_county else Step.SUBMIT).value
    positions = _require_good(one, confirmed_not_secret, nothing_to_catalog, legal)
    if not through_county:
        _hand_in(positions, actor=actor, legal=legal)
        positions = content.positions_of(one.department_id, judged=False)
    _write(one, positions, actor=actor, legal=legal)
    if through_county:
        inbox.ask_county(one, actor=actor, legal=legal)
    else:
        inbox.ask_for_review(one, actor=actor, legal=legal)
    record(
        Event.LIST_SUBMITTED,
        actor=actor,
        subject_kind=inbox.LIST,
        subject_id=one.pk,
        cites="jz-data-2020/8.1",
        facts={"round": one.round, "entries": len(positions), "county": through_county},
    )
    return one


@transaction.atomic(durable=True)
def submit_summary(
    list_id: int,
    *,
    confirmed_not_secret: bool,
    explanation: str = "",
    actor: Actor,
    legal: LegalContext,
) -> DepartmentList:
    """The county office hands in its own list and those of its departments; missing ones need a word.

    Entries of the departments go in under the name of the officer who handed the list in.
    """
    one = selectors.access_list_as_submitter(list_id, actor=actor, lock=True)
    _require_running(one)
    if not one.is_summary:
        raise Conflict(code="list_is_no_summary")
    one.state = after(one.state, Step.SUBMIT).value
    members = list(
        one.members.select_for_update(of=("self",)).select_related(
            "department", "campaign", "submitted_by__person", "submitted_by__department"
        )
    )
    ready = [member for member in members if member.state == State.AT_COUNTY]
    member_positions = {member.pk: content.positions_of(member.department_id) for member in ready}
    verdict = judge_summary(
        SummaryFacts(
            missing=missing_members(members),
            explanation=explanation,
            changed=tuple(str(member.department) for member in ready if content.changed_since(member)),
            refused=tuple(name for found in member_positions.values() for name in content.faulty(found)),
        )
    )
    positions = _require_good(one, confirmed_not_secret, True, legal, verdict)
    one.explanation = explanation.strip()
    _hand_in(positions, actor=actor, legal=legal)
    for member in ready:
        forward(member, member_positions[member.pk], actor=actor, legal=legal)
    _write(one, content.positions_of(one.department_id, judged=False), actor=actor, legal=legal)
    inbox.ask_for_review(one, actor=actor, legal=legal)
    record(
        Event.SUMMARY_SUBMITTED,
        actor=actor,
        subject_kind=inbox.LIST,
        subject_id=one.pk,
        cites="jz-data-2020/8.1",
        facts={
            "departments": [member.department.code for member in ready],
            "missing": list(missing_members(members)),
            "explanation": one.explanation,
            "demands": one.demands.count(),
        },
    )
    return one


def missing_members(members: list[DepartmentList]) -> tuple[str, ...]:
    """The names of departments whose lists the county does not have."""
    waits = {State.ASKED.value, State.RETURNED.value}
    return tuple(str(member.department) for member in members if member.state in waits)


def _require_running(one: DepartmentList) -> None:
    if not one.campaign.is_open:
        raise Conflict(code="campaign_ended", campaign=one.campaign.name)


def _require_good(
    one: DepartmentList,
    confirmed_not_secret: bool,
    nothing_to_catalog: bool,
    legal: LegalContext,
    before: Verdict | None = None,
) -> list[Position]:
    """The department's entries when nothing stands against the list; BadInput or RuleRefused otherwise."""
    if not confirmed_not_secret:
        raise BadInput("malformed content", code="bad_list", fields={"confirmed_not_secret": "required"})
    positions = content.positions_of(one.department_id)
    verdict = (before or Verdict()) + judge_own_list(
        one, positions, nothing_to_catalog=nothing_to_catalog, legal=legal
    )
    if not verdict.allowed:
        raise RuleRefused(verdict)
    one.nothing_to_catalog = nothing_to_catalog and not positions
    return positions


def _hand_in(positions: list[Position], *, actor: Actor, legal: LegalContext) -> None:
    for position in positions:
        if position.is_writable and position.draft is not None:
            submit_entry(
                position.root.pk,
                confirmed_not_secret=True,
                revision=position.draft.revision,
                actor=actor,
                legal=legal,
            )


def forward(member: DepartmentList, positions: list[Position], *, actor: Actor, legal: LegalContext) -> None:
    """Hand a list on to the bureau as its principal officer gave it to the county, within a transaction.

    What the county named as missing does not bind the bureau, which sees the list for the first time.
    """
    if member.submitted_by is None:
        raise Conflict(code="list_moved_on", state=member.state, step=Step.FORWARD.value)
    member.state = after(member.state, Step.FORWARD).value
    _hand_in(positions, actor=as_actor(member.submitted_by), legal=legal)
    content.write_lines(member, content.positions_of(member.department_id, judged=False))
    member.save(update_fields=["state"])
    settle_completion(inbox.LIST, member.pk, is_over=True, legal=legal)
    inbox.ask_for_review(member, actor=actor, legal=legal)


def _write(one: DepartmentList, positions: list[Position], *, actor: Actor, legal: LegalContext) -> None:
    one.round += 1
    one.submitted_at = legal.now
    one.submitted_by_id = actor.post_id
    one.opinion = ""
    one.save()
    settle_completion(inbox.LIST, one.pk, legal=legal)
    content.write_lines(one, positions)
    write_demands(one)
    inbox.close_list(one, outcome="submitted", actor=actor, legal=legal)
