"""The unit names who answers for a project, records its tenders and concludes contracts."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from shuyuan.audit.steps import record
from shuyuan.delivery.events import Event
from shuyuan.delivery.models import Bid, Contract, Tender
from shuyuan.delivery.services.checks import (
    Upload,
    attached,
    received,
    require_code,
    require_past,
    require_words,
    without_empty,
)
from shuyuan.kernel.actor import Actor
from shuyuan.kernel.errors import BadInput, Conflict, NotFound, RuleRefused
from shuyuan.kernel.verdict import Verdict
from shuyuan.projects.models import JournalEntry
from shuyuan.projects.rules import needs_approved_content
from shuyuan.projects.rules.stages import Kind
from shuyuan.projects.rules.steps import procurement_facts
from shuyuan.projects.selectors import access_own_project
from shuyuan.projects.steps import PROJECT, check_amounts, note, require_step
from shuyuan.regulations.context import LegalContext


@dataclass(frozen=True)
class Offer:
    """What one bidder offered, in fen."""

    name: str
    uscc: str
    fen: int


@transaction.atomic(durable=True)
def name_leader(
    project_id: int, *, name: str, duty: str = "", on: date | None = None, actor: Actor, legal: LegalContext
) -> JournalEntry:
    """Say who answers for the project (项目负责人); a new name replaces the old one."""
    project = access_own_project(project_id, actor=actor, lock=True)
    data = {**require_words(name=name), **without_empty({"duty": duty.strip()})}
    return note(
        project, Kind.LEADER_NAMED, on=on, data=data, cites="jz-project-2020/15.1", actor=actor, legal=legal
    )


@transaction.atomic(durable=True)
def record_tender(
    project_id: int,
    *,
    title: str,
    method: str,
    announcement: str,
    opened_on: date,
    offers: Sequence[Offer],
    winner: str,
    follows_approval: bool,
    content: str = "",
    actor: Actor,
    legal: LegalContext,
) -> Tender:
    """Record how something was bought; `winner` is the credit code of the bidder that won.

    RuleRefused when what was put out is not what was approved, or for a day to come; BadInput for an
    impossible bid, one that stands twice, or a winner who made none.
    """
    project = access_own_project(project_id, actor=actor, lock=True)
    require_step(project, Kind.CONTRACTED, actor=actor)
    words = require_words(title=title, announcement=announcement)
    if method not in Tender.Method.values:
        raise BadInput("not a method", code="unknown_choice", method=method)
    verdict = Verdict.of(
        [needs_approved_content(procurement_facts(project.known, {"follows_approval": follows_approval}))]
    )
    if not verdict.allowed:
        raise RuleRefused(verdict)
    require_past(project, opened_on, legal=legal)
    bids = _bids(offers, require_code(winner))
    if Tender.objects.filter(project=project, announcement=words["announcement"]).exists():
        raise Conflict("recorded already", code="tender_exists", announcement=words["announcement"])
    tender = Tender.objects.create(
        project=project,
        **words,
        method=method,
        opened_on=opened_on,
        content=content.strip(),
        recorded_at=legal.now,
        recorded_by_id=actor.post_id or None,
    )
    for bid in bids:
        bid.tender = tender
    Bid.objects.bulk_create(bids)
    record(
        Event.TENDER_RECORDED,
        actor=actor,
        subject_kind=PROJECT,
        subject_id=project.number,
        cites="jz-project-2020/16.1",
        facts={**words, "method": method, "bids": len(bids), "winner": require_code(winner)},
    )
    return tender


def _bids(offers: Sequence[Offer], winner: str) -> list[Bid]:
    bids = []
    for offer in offers:
        check_amounts({"fen": offer.fen})
        name = require_words(name=offer.name)["name"]
        code = require_code(offer.uscc)
        bids.append(Bid(name=name, uscc=code, fen=offer.fen, is_winner=code == winner))
    codes = [bid.uscc for bid in bids]
    if len(set(codes)) != len(codes):
        raise BadInput("a bidder stands twice", code="bidder_twice")
    if winner not in codes:
        raise BadInput("the winner made no bid", code="winner_without_bid", winner=winner)
    return bids


def conclude_contract(
    project_id: int,
    *,
    number: str,
    title: str,
    kind: str,
    party: str,
    uscc: str,
    fen: int,
    signed_on: date,
    tender_id: int | None = None,
    document: Upload | None = None,
    actor: Actor,
    legal: LegalContext,
) -> Contract:
    """Conclude a contract of the unit's project; its number is its key in the journal.

    RuleRefused when contracts together exceed the money, or it does not follow its tender; Conflict for a
    number that the project has already; BadInput for impossible money or a wrong credit code.
    """
    file = received(project_id, document, actor=actor)
    with transaction.atomic(durable=True):
        project = access_own_project(project_id, actor=actor, lock=True)
        words = require_words(number=number, title=title, party=party)
        code = require_code(uscc)
        if kind not in Contract.Kind.values:
            raise BadInput("not a kind", code="unknown_choice", kind=kind)
        if project.delivery_contracts.filter(number=words["number"]).exists():
            raise Conflict("the number is taken", code="contract_exists", number=words["number"])
        tender = _tender_of(project.pk, tender_id)
        data = {
            "contract": words["number"],
            "fen": fen,
            "title": words["title"],
            "kind": kind,
            "party": words["party"],
            "uscc": code,
            "signed_on": signed_on.isoformat(),
            **({"tender": tender.pk} if tender else {}),
        }
        note(
            project,
            Kind.CONTRACTED,
            on=signed_on,
            data=data,
            cites="jz-project-2020/15.1",
            actor=actor,
            legal=legal,
        )
        return Contract.objects.create(
            project=project,
            **words,
            kind=kind,
            uscc=code,
            fen=fen,
            signed_on=signed_on,
            tender=tender,
            document=attached(project, file, f"合同 {words['number']}", actor=actor, legal=legal),
            recorded_at=legal.now,
            recorded_by_id=actor.post_id or None,
        )


def _tender_of(project_id: int, tender_id: int | None) -> Tender | None:
    if tender_id is None:
        return None
    tender = Tender.objects.filter(pk=tender_id, project_id=project_id).first()
    if tender is None:
        raise NotFound(code="unknown_tender")
    return tender
