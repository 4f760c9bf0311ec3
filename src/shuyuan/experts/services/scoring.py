"""An expert writes a sheet, and hands it in for good; the bureau takes down sheets that came on paper."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db import transaction

from shuyuan.experts import steps
from shuyuan.experts.drawing import require_independent
from shuyuan.experts.events import Event
from shuyuan.experts.models import Case, Review, Seat, Sheet
from shuyuan.experts.rules import FULL_SCORE, Outcome, average, judge_sheet
from shuyuan.experts.selectors import access_case, own_seat, review_aspects, seats_of
from shuyuan.kernel.actor import Actor
from shuyuan.kernel.errors import BadInput, Conflict, NotFound, NotPermitted, RuleRefused
from shuyuan.regulations.context import LegalContext

_LONGEST_REMARK, _LONGEST_OPINION = 500, 2000


@dataclass(frozen=True)
class SheetDraft:
    """Scores (0–100, None for none yet) and remarks by aspect, an opinion, and what the expert suggests."""

    scores: Mapping[str, int | None]
    opinion: str = ""
    remarks: Mapping[str, str] = field(default_factory=dict)
    suggests: str = ""


@transaction.atomic(durable=True)
def write_sheet(
    case_id: int,
    draft: SheetDraft,
    *,
    hand_in: bool = False,
    seat_id: int | None = None,
    actor: Actor,
    legal: LegalContext,
) -> Sheet:
    """Keep what an expert says of a project; with `hand_in` it is final.

    The bureau names the seat of an expert without a sign-in, whose sheet came on paper. Raises NotPermitted
    `sheet_of_others`, Conflict once it is handed in, BadInput `bad_score`, and RuleRefused for a sheet that
    is handed in without all aspects, or of an expert who has come to be tied to the project.
    """
    case = access_case(case_id, actor=actor, lock=True)
    seat = _seat(case, seat_id, actor)
    if case.review.state != Review.State.SCORING or seat.state != Seat.State.CONFIRMED:
        raise Conflict("not now", code="review_moved_on", state=case.review.state)
    require_independent(seat, [case])
    sheet = Sheet.objects.select_for_update().filter(case=case, seat=seat).first()
    sheet = sheet or Sheet(case=case, seat=seat)
    if sheet.handed_in_at is not None:
        raise Conflict("handed in", code="sheet_handed_in")
    _fill(sheet, draft, legal)
    if hand_in:
        verdict = judge_sheet(sheet.scores, sheet.opinion, legal=legal)
        if not verdict.allowed:
            raise RuleRefused(verdict)
        sheet.handed_in_at = legal.now
    sheet.on_paper = actor.is_administration
    sheet.save()
    if hand_in:
        _settle(case, seat, actor, legal)
    event = Event.SHEET_HANDED_IN if hand_in else Event.SHEET_SAVED
    facts = {"project": case.project.number, "expert": seat.expert.number, "sheet": digest_of(sheet)}
    steps.trace(event, case.review, facts={**facts, "on_paper": sheet.on_paper}, actor=actor)
    return sheet


def digest_of(sheet: Sheet) -> str:
    """What the trail keeps of a sheet: enough to prove it unchanged, nothing that could be read."""
    content = [sheet.scores, sheet.remarks, sheet.opinion, sheet.suggests]
    text = json.dumps(content, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def _seat(case: Case, seat_id: int | None, actor: Actor) -> Seat:
    if not actor.is_administration:
        seat = own_seat(case.review, actor=actor)
        if seat is None:
            raise NotFound(code="unknown_seat")
        if seat_id not in {None, seat.pk}:
            raise NotPermitted(code="sheet_of_others")
        return seat
    seat = seats_of(case.review).filter(pk=seat_id or 0).first()
    if seat is None:
        raise NotFound(code="unknown_seat")
    if seat.expert.post_id is not None:
        raise NotPermitted(code="sheet_of_others")
    return seat


def _fill(sheet: Sheet, draft: SheetDraft, legal: LegalContext) -> None:
    aspects = review_aspects(legal)
    for name, score in draft.scores.items():
        is_score = score is None or (isinstance(score, int) and not isinstance(score, bool))
        if name not in aspects or not is_score or not 0 <= (score or 0) <= FULL_SCORE:
            raise BadInput("not a score", code="bad_score", aspect=name, most=FULL_SCORE)
    if draft.suggests not in {"", *Outcome}:
        raise BadInput("not a conclusion", code="bad_score", aspect="suggests", most=FULL_SCORE)
    sheet.scores = {name: draft.scores[name] for name in aspects if draft.scores.get(name) is not None}
    sheet.remarks = {
        name: draft.remarks[name].strip()[:_LONGEST_REMARK]
        for name in aspects
        if draft.remarks.get(name, "").strip()
    }
    sheet.opinion = draft.opinion.strip()[:_LONGEST_OPINION]
    sheet.suggests = draft.suggests
    mean = average(sheet.scores.values())
    sheet.total = None if mean is None else f"{mean:.2f}"  # type: ignore[assignment]


def _settle(case: Case, seat: Seat, actor: Actor, legal: LegalContext) -> None:
    handed_in = Sheet.objects.filter(seat=seat, handed_in_at__isnull=False).count()
    if handed_in == case.review.cases.count():
        steps.close_seat(seat, "handed_in", actor=actor, legal=legal)
    steps.settle_scoring(case.review, actor=actor, legal=legal)
