"""Writes of the department that needs data: state, confirm, decline, withdraw; and new entries that fit."""

from django.db import transaction

from shuyuan.casework.models import Opinion
from shuyuan.catalog.models import Entry
from shuyuan.catalog.selectors import SUBMITTERS
from shuyuan.demand import selectors, steps
from shuyuan.demand.events import Event
from shuyuan.demand.matching import compare
from shuyuan.demand.models import Demand, Match
from shuyuan.demand.rules import WORTH_SHOWING, Coverage, judge_demand
from shuyuan.demand.states import UNMET, State, Step, after, allows
from shuyuan.demand.wishes import Wishes
from shuyuan.kernel.actor import PLATFORM, Actor
from shuyuan.kernel.errors import BadInput, Conflict, NotFound, NotPermitted, RuleRefused
from shuyuan.organizations.selectors import access_department
from shuyuan.papers.registry import register_number
from shuyuan.papers.steps import next_number
from shuyuan.regulations.context import LegalContext

SERIES = "demand"
register_number(SERIES, "需求清单", "XQ-{year}-{number:05d}")


@transaction.atomic(durable=True)
def state_demand(*, wishes: Wishes, actor: Actor, legal: LegalContext) -> Demand:
    """Put a demand on the list; it is matched at once, and what nothing matches goes to the bureau.

    RuleRefused with everything that the law misses, BadInput for what is malformed.
    """
    if actor.role not in SUBMITTERS:
        raise NotPermitted(code="wrong_role", role=str(actor.role), needed=sorted(SUBMITTERS))
    wishes.require_well_formed()
    verdict = judge_demand(wishes.facts(actor.department))
    if not verdict.allowed:
        raise RuleRefused(verdict)
    likely = access_department(wishes.likely_provider) if wishes.likely_provider else None
    demand = Demand.objects.create(
        number=next_number(SERIES, actor=actor, legal=legal),
        department=access_department(actor.department),
        **wishes.columns(),
        likely_provider=likely,
        state=State.WITH_BUREAU.value,
        stated_at=legal.now,
        stated_by_id=actor.post_id,
    )
    steps.write_items(demand, wishes.items)
    _match_or_route(demand, actor=actor, legal=legal)
    return demand


@transaction.atomic(durable=True)
def confirm_match(
    number: str, match_id: int, *, rest: bool, revision: int, actor: Actor, legal: LegalContext
) -> Demand:
    """The department takes an entry; with `rest`, what the entry lacks becomes a demand of its own."""
    demand = selectors.access_as_requester(number, actor=actor, lock=True)
    require_revision(demand, revision)
    after(demand.state, Step.CONFIRM)
    match = demand.matches.select_related("entry__provider").filter(pk=match_id).first()
    if match is None:
        raise NotFound(code="unknown_match")
    if not match.entry.is_published:
        raise Conflict("the entry was suspended", code="match_not_published", entry=match.entry.code)
    demand.matches.exclude(pk=match.pk).update(verdict=Match.Verdict.DECLINED)
    match.verdict = Match.Verdict.CONFIRMED
    match.save(update_fields=["verdict"])
    demand.entry, demand.provider, demand.due_on = match.entry, match.entry.provider, None
    lacking = [row["wished"] for row in match.items if not row["item"]]
    facts = {"entry": match.entry.code, "score": match.score, "lacking": lacking}
    if rest and lacking:
        facts["rest"] = _split(demand, lacking, actor=actor, legal=legal).number
    steps.move(demand, Step.CONFIRM, Event.CONFIRMED, facts=facts, actor=actor, legal=legal)
    return demand


@transaction.atomic(durable=True)
def decline_matches(number: str, *, reason: str, revision: int, actor: Actor, legal: LegalContext) -> Demand:
    """None of what was found fits, and why: the bureau looks further."""
    demand = selectors.access_as_requester(number, actor=actor, lock=True)
    require_revision(demand, revision)
    after(demand.state, Step.DECLINE)
    require_reason(reason)
    demand.matches.filter(verdict=Match.Verdict.PROPOSED).update(verdict=Match.Verdict.DECLINED)
    demand.provider, demand.due_on = None, None
    steps.say(demand, reason, Opinion.Outcome.DISAGREED, actor=actor, legal=legal)
    facts = {"reason": reason.strip()}
    steps.move(demand, Step.DECLINE, Event.DECLINED, facts=facts, actor=actor, legal=legal)
    return demand


@transaction.atomic(durable=True)
def withdraw_demand(number: str, *, reason: str, revision: int, actor: Actor, legal: LegalContext) -> Demand:
    """The department needs it no longer, and says why; it stays on the list as withdrawn."""
    demand = selectors.access_as_requester(number, actor=actor, lock=True)
    require_revision(demand, revision)
    after(demand.state, Step.WITHDRAW)
    require_reason(reason)
    demand.reason = reason.strip()
    facts = {"reason": demand.reason}
    steps.move(demand, Step.WITHDRAW, Event.WITHDRAWN, facts=facts, actor=actor, legal=legal)
    return demand


@transaction.atomic(durable=True)
def rematch_entry(entry_id: int, *, legal: LegalContext) -> int:
    """Compare an entry that was published with every unmet demand; gives how many it may meet."""
    entry = Entry.objects.select_related("provider").filter(pk=entry_id).first()
    if entry is None or not entry.is_published:
        return 0
    met = 0
    demands = Demand.objects.select_for_update(of=("self",)).select_related("department", "provider")
    for demand in demands.filter(state__in=UNMET).exclude(department=entry.provider).order_by("pk"):
        met += _offer(demand, entry, legal=legal)
    return met


def _offer(demand: Demand, entry: Entry, *, legal: LegalContext) -> bool:
    """Propose a published entry for a demand if it is worth it and was not proposed before."""
    proposal = compare(entry, demand.name, list(demand.items.values_list("label", flat=True)))
    is_promised = demand.draft_id == entry.pk
    worthy = proposal.score >= WORTH_SHOWING and proposal.coverage is not Coverage.NONE
    is_known = demand.matches.filter(entry=entry).exclude(verdict=Match.Verdict.PROPOSED).exists()
    if is_known or not (worthy or is_promised):
        return False
    is_new = not demand.matches.filter(entry=entry).exists()
    steps.keep_match(demand, proposal, legal=legal, named_by_provider=is_promised)
    facts = {"entry": entry.code, "score": proposal.score}
    if allows(demand.state, Step.MATCH):
        steps.move(demand, Step.MATCH, Event.MATCHED, facts=facts, actor=PLATFORM, legal=legal)
    elif is_new:
        steps.tell_department(demand, actor=PLATFORM, legal=legal)
        steps.trace(Event.MATCHED, demand, facts=facts, actor=PLATFORM)
    return is_new


def require_reason(reason: str) -> None:
    """Nothing disappears without a reason; raises BadInput."""
    if not reason.strip():
        raise BadInput("say why", code="demand_reason_missing")


def require_revision(demand: Demand, revision: int) -> None:
    """Conflict when the demand moved on after the actor read it."""
    if demand.revision != revision:
        raise Conflict("somebody else moved the demand", code="demand_changed", revision=demand.revision)


def _match_or_route(demand: Demand, *, actor: Actor, legal: LegalContext) -> None:
    """What the catalog has already is proposed, everything else lies with the bureau."""
    matches = steps.search_matches(demand, actor=actor, legal=legal)
    facts = {"name": demand.name, "items": demand.items.count(), "matches": len(matches)}
    if matches:
        steps.move(demand, Step.MATCH, Event.STATED, facts=facts, actor=actor, legal=legal)
        return
    steps.open_bureau_task(demand, actor=actor, legal=legal)
    steps.trace(Event.STATED, demand, facts={"state": demand.state, **facts}, actor=actor)


def _split(demand: Demand, lacking: list[str], *, actor: Actor, legal: LegalContext) -> Demand:
    """A demand of its own for the items that the confirmed entry lacks; it goes to the bureau."""
    rest = Demand.objects.get(pk=demand.pk)
    rest.pk, rest._state.adding = None, True  # noqa: SLF001 Django's documented way to copy a row
    rest.number = next_number(SERIES, actor=actor, legal=legal)
    rest.state, rest.follows = State.WITH_BUREAU.value, demand
    rest.provider = rest.due_on = rest.entry = rest.draft = None
    rest.stated_at, rest.stated_by_id, rest.revision = legal.now, actor.post_id, 1
    rest.save(force_insert=True)
    steps.write_items(rest, lacking)
    steps.open_bureau_task(rest, actor=actor, legal=legal)
    facts = {"name": rest.name, "items": len(lacking), "follows": demand.number}
    steps.trace(Event.STATED, rest, facts=facts, actor=actor)
    return rest
