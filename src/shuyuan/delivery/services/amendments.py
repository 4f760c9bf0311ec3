"""A unit puts a supplement to a contract on file: another sum, with its reason and its number."""

from datetime import date

from django.db import transaction

from shuyuan.delivery.models import Amendment, Contract
from shuyuan.delivery.selectors import access_own_contract
from shuyuan.delivery.services.checks import Upload, attached, received, require_seen, require_words
from shuyuan.kernel.actor import Actor
from shuyuan.kernel.errors import BadInput, Conflict, RuleRefused
from shuyuan.kernel.verdict import Reason, Verdict
from shuyuan.projects.rules.stages import Kind
from shuyuan.projects.selectors import access_own_project
from shuyuan.projects.steps import note
from shuyuan.regulations.context import LegalContext

LAW = "jz-project-2020/15.1"


def amend_contract(
    contract_id: int,
    *,
    agreement: str,
    reason: str,
    fen: int,
    signed_on: date,
    document: Upload | None = None,
    seen: int | None = None,
    actor: Actor,
    legal: LegalContext,
) -> Amendment:
    """Give a contract of the unit another sum; what it was before stays on file.

    RuleRefused when contracts together exceed the money, the sum lies below what was paid, or the day lies
    before the contract or ahead; BadInput `amendment_without_difference`, Conflict `amendment_exists` for a
    supplement that is recorded already and `project_changed_meanwhile` for an old page.
    """
    found = access_own_contract(contract_id, actor=actor)
    file = received(found.project_id, document, actor=actor)
    with transaction.atomic(durable=True):
        project = access_own_project(found.project_id, actor=actor, lock=True)
        contract = Contract.objects.get(pk=found.pk)
        words = require_words(agreement=agreement, reason=reason)
        require_seen(project, seen)
        if contract.amendments.filter(agreement=words["agreement"]).exists():
            raise Conflict("recorded already", code="amendment_exists", agreement=words["agreement"])
        if fen == contract.fen:
            raise BadInput("the sum is the same", code="amendment_without_difference")
        last = contract.amendments.last()
        _require_day(signed_on, last.signed_on if last else contract.signed_on)
        data = {
            "contract": contract.number,
            "document": words["agreement"],
            "fen": fen,
            "fen_before": contract.fen,
            "reason": words["reason"],
            "signed_on": signed_on.isoformat(),
        }
        note(project, Kind.CONTRACT_AMENDED, on=signed_on, data=data, cites=LAW, actor=actor, legal=legal)
        amendment = Amendment.objects.create(
            contract=contract,
            number=last.number + 1 if last else 1,
            **words,
            fen_before=contract.fen,
            fen_after=fen,
            signed_on=signed_on,
            document=attached(project, file, f"补充协议 {words['agreement']}", actor=actor, legal=legal),
            recorded_at=legal.now,
            recorded_by_id=actor.post_id or None,
        )
        contract.fen = fen
        contract.save(update_fields=["fen"])
        return amendment


def _require_day(signed_on: date, earlier: date) -> None:
    if signed_on < earlier:
        days = {"day": signed_on.isoformat(), "before": earlier.isoformat()}
        raise RuleRefused(Verdict((Reason("day_dated_back", "jz-project-2020/30.1", days),)))
