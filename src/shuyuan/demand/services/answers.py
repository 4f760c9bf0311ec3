"""Writes of the department to which a demand was routed: its answer, and the draft that it promised."""

from datetime import date

from django.db import transaction

from shuyuan.casework.models import Opinion
from shuyuan.catalog import services as catalog
from shuyuan.catalog.content import EntryContent, ItemContent
from shuyuan.catalog.guide import Cycle
from shuyuan.catalog.models import Entry
from shuyuan.catalog.selectors import access_published_entry
from shuyuan.demand import selectors, steps
from shuyuan.demand.events import Event
from shuyuan.demand.matching import compare
from shuyuan.demand.models import Demand
from shuyuan.demand.rules import Answer, AnswerFacts, judge_answer
from shuyuan.demand.states import State, Step, after
from shuyuan.kernel.actor import Actor
from shuyuan.kernel.errors import BadInput, Conflict, RuleRefused
from shuyuan.regulations.context import LegalContext
from shuyuan.search.tokens import spell

_STEPS = {
    Answer.WILL_CATALOG: (Step.PROMISE, Event.PROMISED),
    Answer.HAS_ENTRY: (Step.POINT_OUT, Event.POINTED_OUT),
    Answer.NOT_MINE: (Step.PASS_BACK, Event.PASSED_BACK),
    Answer.CANNOT: (Step.REFUSE, Event.REFUSED),
}
_OUTCOMES = {
    Answer.WILL_CATALOG: Opinion.Outcome.AGREED,
    Answer.HAS_ENTRY: Opinion.Outcome.AGREED,
    Answer.NOT_MINE: Opinion.Outcome.DISAGREED,
    Answer.CANNOT: Opinion.Outcome.DISAGREED,
}
_TEXT_LENGTH = 100


@transaction.atomic(durable=True)
def answer_demand(
    number: str,
    *,
    answer: Answer,
    text: str = "",
    basis: str = "",
    entry: str = "",
    promised_on: date | None = None,
    actor: Actor,
    legal: LegalContext,
) -> Demand:
    """Will catalog it, has it already, not mine, or cannot be given; RuleRefused without grounds."""
    demand = selectors.access_as_provider(number, actor=actor, lock=True)
    step, event = _STEPS[answer]
    after(demand.state, step)
    verdict = judge_answer(AnswerFacts(answer, text, basis, entry, promised_on is not None))
    if not verdict.allowed:
        raise RuleRefused(verdict)
    facts: dict[str, object] = {"answer": answer.value}
    if answer is Answer.WILL_CATALOG and promised_on is not None:
        if promised_on <= legal.today:
            raise BadInput("the day is past", code="bad_answer_day", today=legal.today.isoformat())
        demand.due_on = promised_on
        facts["promised_on"] = promised_on.isoformat()
    elif answer is Answer.HAS_ENTRY:
        facts["entry"] = _point_out(demand, entry, actor=actor, legal=legal).code
    elif answer is Answer.NOT_MINE:
        demand.provider, demand.due_on = None, None
    else:
        demand.reason = f"{text.strip()}\n{basis.strip()}".strip()
        facts["basis"] = basis.strip()
    steps.say(demand, f"{text}\n{basis}".strip(), _OUTCOMES[answer], actor=actor, legal=legal)
    steps.move(demand, step, event, facts=facts, actor=actor, legal=legal)
    return demand


def propose_draft(number: str, *, actor: Actor, legal: LegalContext) -> Entry:
    """A draft of the entry that was promised, with the wished items; the provider completes it.

    Three transactions of their own: a draft that is not noted with the demand is an ordinary draft.
    """
    demand = selectors.access_as_provider(number, actor=actor)
    if demand.state != State.ACCEPTED:
        raise Conflict("nothing was promised", code="demand_moved_on", state=demand.state)
    if demand.draft is not None:
        raise Conflict("there is a draft already", code="draft_exists", entry=demand.draft.pk)
    content = EntryContent(
        name=demand.name,
        related_business="",
        update_cycle=demand.cycle or Cycle.MONTHLY.value,
        method_types=[demand.mode] if demand.mode else [],
    )
    entry = catalog.create_draft(content=content, actor=actor, legal=legal)
    items = _item_contents(demand)
    catalog.add_items(entry.pk, contents=items, revision=entry.revision, actor=actor, legal=legal)
    _note_draft(number, entry, actor=actor)
    return entry


@transaction.atomic(durable=True)
def _note_draft(number: str, entry: Entry, *, actor: Actor) -> None:
    demand = selectors.access_as_provider(number, actor=actor, lock=True)
    demand.draft = entry
    demand.revision += 1
    demand.save(update_fields=["draft", "revision"])
    steps.trace(Event.DRAFTED, demand, facts={"entry": entry.name}, actor=actor)


def _point_out(demand: Demand, code: str, *, actor: Actor, legal: LegalContext) -> Entry:
    """The provider's own published entry becomes a match; NotFound for a code that is none."""
    entry = access_published_entry(code.strip())
    if entry.provider.code != actor.department:
        raise BadInput("an entry of the own department", code="entry_of_others", entry=entry.code)
    wished = list(demand.items.values_list("label", flat=True))
    proposal = compare(entry, demand.name, wished)
    steps.keep_match(demand, proposal, legal=legal, named_by_provider=True)
    return entry


def _item_contents(demand: Demand) -> list[ItemContent]:
    """The wished items as items of a draft; columns are named by their initials, each once."""
    taken: set[str] = set()
    contents = []
    for position, label in enumerate(demand.items.values_list("label", flat=True), 1):
        name = spell(label)[0][:40] or "item"
        name = name if name[0].isalpha() else f"i{name}"
        name = f"{name}_{position}" if name in taken else name
        taken.add(name)
        contents.append(ItemContent(name=name, label=label, length=_TEXT_LENGTH))
    return contents
