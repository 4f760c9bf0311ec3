"""Requests for payment: the unit asks, finance pays or says why not."""

from datetime import date

from django.db import transaction

from shuyuan.audit.steps import record
from shuyuan.funds import inbox
from shuyuan.funds.checks import need_document, need_words
from shuyuan.funds.events import Event
from shuyuan.funds.models import PaymentRequest
from shuyuan.funds.selectors import access_payment, judge_payment
from shuyuan.kernel.actor import Actor, Role
from shuyuan.kernel.errors import Conflict, NotPermitted, RuleRefused
from shuyuan.kernel.verdict import Reason, Verdict
from shuyuan.papers.steps import next_number
from shuyuan.projects.rules.stages import STEPS, Kind, Stage
from shuyuan.projects.selectors import access_own_project, require_role
from shuyuan.projects.steps import check_amounts, note
from shuyuan.regulations.context import LegalContext

CITES = "jz-project-2020/12.1"
_LONGEST_GROUNDS = 1000


@transaction.atomic(durable=True)
def request_payment(
    project_id: int,
    *,
    fen: int,
    contract: str = "",
    purpose: str = "",
    grounds: str,
    actor: Actor,
    legal: LegalContext,
) -> PaymentRequest:
    """Ask for money of a contract, or of the upkeep budget with `purpose="upkeep"`.

    Raises RuleRefused with everything that would stand against the payment today, BadInput for an impossible
    amount or missing grounds, Conflict before there is anything to pay.
    """
    project = access_own_project(project_id, actor=actor, lock=True)
    check_amounts({"fen": fen})
    grounds = need_words(grounds, longest=_LONGEST_GROUNDS)
    if Stage(project.stage) not in STEPS[Kind.PAID].stages:
        raise Conflict("nothing to pay", code="step_not_open", step=Kind.PAID.value, stage=project.stage)
    purpose = "upkeep" if purpose == "upkeep" else ""
    verdict = judge_payment(project, fen=fen, contract=contract, purpose=purpose, legal=legal)
    if not verdict.allowed:
        raise RuleRefused(verdict)
    payment = PaymentRequest.objects.create(
        number=next_number("payment", actor=actor, legal=legal),
        project=project,
        purpose=purpose,
        contract="" if purpose else contract,
        fen=fen,
        grounds=grounds,
        asked_at=legal.now,
        asked_by_id=actor.post_id or None,
        asked_by_person=actor.person_id,
    )
    inbox.ask_to_pay(payment, actor=actor, legal=legal)
    facts = {"payment": payment.number, "fen": fen, "contract": payment.contract, "purpose": purpose}
    _record(Event.PAYMENT_REQUESTED, payment, facts, actor)
    return payment


@transaction.atomic(durable=True)
def pay(
    payment_id: int, *, document: str, on: date | None = None, actor: Actor, legal: LegalContext
) -> PaymentRequest:
    """Finance pays; RuleRefused with every reason against it, Conflict `payment_decided` the second time."""
    require_role(actor, Role.FINANCE)
    payment = _waiting(payment_id, actor)
    if actor.person_id and payment.asked_by_person == actor.person_id:
        raise RuleRefused(Verdict((Reason("decides_own_project", "jz-project-2020/10.1"),)))
    data = {"fen": payment.fen, "payment": payment.number, "document": need_document(document)}
    data |= {"purpose": payment.purpose} if payment.purpose else {"contract": payment.contract}
    entry = note(payment.project, Kind.PAID, on=on, data=data, cites=CITES, actor=actor, legal=legal)
    payment.entry, payment.paid_on, payment.document = entry, entry.on, data["document"]
    _decide(payment, "paid", actor=actor, legal=legal)
    return payment


@transaction.atomic(durable=True)
def refuse_payment(payment_id: int, *, reason: str, actor: Actor, legal: LegalContext) -> PaymentRequest:
    """Finance does not pay, and says why."""
    require_role(actor, Role.FINANCE)
    payment = _waiting(payment_id, actor)
    payment.reason = need_words(reason)
    _decide(payment, "refused", actor=actor, legal=legal)
    _record(Event.PAYMENT_REFUSED, payment, {"payment": payment.number, "reason": payment.reason}, actor)
    return payment


@transaction.atomic(durable=True)
def withdraw_payment(payment_id: int, *, actor: Actor, legal: LegalContext) -> PaymentRequest:
    """The unit takes its request back."""
    payment = _waiting(payment_id, actor)
    if payment.project.unit.code != actor.department:
        raise NotPermitted(code="not_your_project")
    _decide(payment, "withdrawn", actor=actor, legal=legal)
    _record(Event.PAYMENT_WITHDRAWN, payment, {"payment": payment.number}, actor)
    return payment


def _waiting(payment_id: int, actor: Actor) -> PaymentRequest:
    payment = access_payment(payment_id, actor=actor, lock=True)
    if payment.state != "asked":
        raise Conflict("the request was decided", code="payment_decided", number=payment.number)
    return payment


def _decide(payment: PaymentRequest, state: str, *, actor: Actor, legal: LegalContext) -> None:
    payment.state = state
    payment.decided_at, payment.decided_by_id = legal.now, actor.post_id or None
    payment.save()
    inbox.close_payment(payment, actor=actor, legal=legal)


def _record(event: Event, payment: PaymentRequest, facts: dict[str, object], actor: Actor) -> None:
    record(
        event,
        actor=actor,
        subject_kind=inbox.PAYMENT_SUBJECT,
        subject_id=payment.pk,
        cites=CITES,
        facts={"project": payment.project.number, **facts},
    )
