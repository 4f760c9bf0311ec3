"""Writes without a transaction of their own: moving a demand on, its tasks, and what other rooms tell it."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from shuyuan.audit.steps import record
from shuyuan.casework.kinds import register_kind
from shuyuan.casework.steps import close_tasks, give_opinion, open_task, settle_completion
from shuyuan.catalog.models import Entry
from shuyuan.demand.events import Event
from shuyuan.demand.matching import Proposal, propose
from shuyuan.demand.models import Demand, Match, WishedItem
from shuyuan.demand.states import ENDED, State, Step, after, allows
from shuyuan.jobs.steps import enqueue
from shuyuan.kernel.actor import Actor, Role
from shuyuan.notices.kinds import register_kind as register_notice
from shuyuan.notices.steps import tell
from shuyuan.regulations.context import LegalContext

SUBJECT = "demand.demand"
LIST, NEED = "jz-data-2020/8.2", "jz-data-2020/8.1"
REMATCH_JOB = "demand.rematch"

ROUTE = register_kind("demand:demand:route", _("Route a demand to a provider"))
ANSWER = register_kind("demand:demand:answer", _("Answer a demand"))
LOOK = register_kind("demand:demand:look", _("Look at what was found for a demand"))
COMPLETE = register_kind("demand:demand:complete", _("Complete a returned demand"))
FULFILL = register_kind("demand:demand:fulfill", _("Catalog what was promised"))
MOVED = register_notice("demand:demand:moved", _("A demand of yours moved on"))


def move(
    demand: Demand, step: Step, event: Event, *, facts: dict[str, Any], actor: Actor, legal: LegalContext
) -> None:
    """Take a step: state, tasks, word to the department and the audit entry follow from it."""
    demand.state = after(demand.state, step).value
    demand.revision += 1
    demand.ended_at = legal.now if demand.state in ENDED else None
    demand.save()
    if demand.state in (*ENDED, State.CATALOGED):
        settle_completion(SUBJECT, demand.number, is_over=True, legal=legal)
    close_tasks(SUBJECT, demand.number, outcome=step.value, actor=actor, legal=legal)
    _open_next_task(demand, actor=actor, legal=legal)
    if actor.department != demand.department.code:
        tell_department(demand, legal=legal, actor=actor)
    trace(event, demand, facts={"state": demand.state, **facts}, actor=actor)


def trace(event: Event, demand: Demand, *, facts: dict[str, Any], actor: Actor) -> None:
    """The audit entry of a write; both sides read it in the history of the demand."""
    cites = NEED if event in {Event.STATED, Event.RETURNED, Event.COMPLETED} else LIST
    record(event, actor=actor, subject_kind=SUBJECT, subject_id=demand.number, cites=cites, facts=facts)


def say(demand: Demand, text: str, outcome: str, *, actor: Actor, legal: LegalContext) -> None:
    """Keep somebody's words with the demand; nothing when there are none."""
    if text.strip():
        give_opinion(SUBJECT, demand.number, text=text, outcome=outcome, actor=actor, legal=legal)


def tell_department(demand: Demand, *, actor: Actor, legal: LegalContext) -> None:
    """Tell whoever stated the demand how it stands now."""
    tell(
        MOVED,
        posts=[demand.stated_by_id],
        title=_("%(number)s: %(state)s") % {"number": demand.number, "state": demand.get_state_display()},
        text=demand.name,
        url=demand.get_absolute_url(),
        subject_kind=SUBJECT,
        subject_id=demand.number,
        actor=actor,
        legal=legal,
    )


def search_matches(demand: Demand, *, actor: Actor, legal: LegalContext) -> list[Match]:
    """Look for entries that meet the demand and keep them; what was declined before stays declined."""
    wished = list(demand.items.values_list("label", flat=True))
    found = propose(demand.name, wished, department=demand.department.code, actor=actor)
    return [keep_match(demand, proposal, legal=legal) for proposal in found]


def keep_match(
    demand: Demand, proposal: Proposal, *, legal: LegalContext, named_by_provider: bool = False
) -> Match:
    """Write a match, or its new score; one that the provider names is proposed again."""
    match, is_new = Match.objects.get_or_create(
        demand=demand, entry_id=proposal.entry_id, defaults={"score": proposal.score, "found_at": legal.now}
    )
    match.score, match.coverage, match.items = proposal.score, proposal.coverage.value, proposal.items
    if named_by_provider:
        match.named_by_provider = True
        match.verdict = Match.Verdict.PROPOSED
    if is_new or named_by_provider:
        match.found_at = legal.now
    match.save()
    return match


def rematch_later(entry: Entry, *, actor: Actor, legal: LegalContext) -> None:  # noqa: ARG001 the catalog's shape
    """An effect of the catalog: open demands are compared with an entry that was published."""
    if entry.is_published and Demand.objects.exclude(state__in=ENDED).exists():
        enqueue(REMATCH_JOB, {"entry": entry.pk}, actor=actor, unique=f"{REMATCH_JOB}:{entry.pk}")


def follow_request(
    *,
    entry_id: int,
    consumer_id: int,
    number: str,
    outcome: str,
    reason: str = "",
    actor: Actor,
    legal: LegalContext,
) -> int:
    """A sharing request was `requested`, `granted`, `refused` or `withdrawn`; gives how many demands moved.

    Called by sharing in its own transaction, for the demands of the consumer that the entry meets.
    """
    step, event = {
        "requested": (Step.REQUEST, Event.REQUESTED),
        "granted": (Step.GRANT, Event.GRANTED),
        "refused": (Step.DENY, Event.REFUSED),
        "withdrawn": (Step.RELEASE, Event.RELEASED),
    }[outcome]
    moved = 0
    demands = Demand.objects.select_for_update(of=("self",)).select_related("department")
    for demand in demands.filter(entry=entry_id, department=consumer_id).order_by("pk"):
        if not allows(demand.state, step) or demand.request_number not in {"", number}:
            continue
        demand.request_number = "" if step is Step.RELEASE else number
        if step is Step.DENY:
            demand.reason = reason.strip() or str(_("The sharing request was declined."))
        move(demand, step, event, facts={"request": number}, actor=actor, legal=legal)
        moved += 1
    return moved


def open_bureau_task(demand: Demand, *, actor: Actor, legal: LegalContext) -> None:
    """Nothing fits, or not enough: the bureau looks for who has it."""
    open_task(
        ROUTE,
        subject_kind=SUBJECT,
        subject_id=demand.number,
        title=f"{demand.department} · {demand.name}",
        url=demand.get_absolute_url(),
        role=Role.DATA_ADMINISTRATION,
        cites=LIST,
        actor=actor,
        legal=legal,
    )


def _open_next_task(demand: Demand, *, actor: Actor, legal: LegalContext) -> None:
    """Whoever has to do something next finds it in the inbox."""
    if demand.state == State.WITH_BUREAU:
        open_bureau_task(demand, actor=actor, legal=legal)
        return
    kind, department, due_on = {
        State.MATCHED: (LOOK, demand.department.code, None),
        State.ROUTED: (ANSWER, demand.provider.code if demand.provider else "", demand.due_on),
        State.RETURNED: (COMPLETE, demand.department.code, None),
        State.ACCEPTED: (FULFILL, demand.provider.code if demand.provider else "", demand.due_on),
    }.get(State(demand.state), ("", "", None))
    if not kind:
        return
    open_task(
        kind,
        subject_kind=SUBJECT,
        subject_id=demand.number,
        title=f"{demand.department} · {demand.name}",
        url=demand.get_absolute_url(),
        role=Role.DATA_OFFICER,
        department=department,
        due_on=due_on,
        cites=LIST,
        actor=actor,
        legal=legal,
    )


def write_items(demand: Demand, labels: Iterable[str]) -> None:
    """The wished items in their order."""
    WishedItem.objects.bulk_create(
        WishedItem(demand=demand, position=position, label=label) for position, label in enumerate(labels, 1)
    )
