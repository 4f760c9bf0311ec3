"""Opinions and returns for completion, inside the transaction of another room's service."""

from collections.abc import Sequence

from shuyuan.casework.gaps import Gap
from shuyuan.casework.models import Completion, Opinion
from shuyuan.casework.rules import gaps_named_too_late
from shuyuan.kernel.actor import Actor
from shuyuan.kernel.errors import BadInput, Conflict
from shuyuan.regulations.context import LegalContext

_OPINION_LENGTH = 2000
_GAP_LENGTH = 1000
_MOST_GAPS = 200


def give_opinion(
    subject_kind: str,
    subject_id: object,
    *,
    text: str,
    outcome: str,
    actor: Actor,
    legal: LegalContext,
) -> Opinion:
    """Write down what somebody said about a case; `outcome` is one of `Opinion.Outcome`.

    The caller has asked its own door and writes the audit entry. Disagreeing and returning need words.
    """
    text = text.strip()
    if outcome not in Opinion.Outcome.values:
        raise ValueError(f"not an outcome of an opinion: {outcome!r}")
    needs_words = outcome in {Opinion.Outcome.DISAGREED, Opinion.Outcome.RETURNED}
    if (needs_words and not text) or len(text) > _OPINION_LENGTH:
        raise BadInput("an opinion needs words", code="opinion_without_words", limit=_OPINION_LENGTH)
    return Opinion.objects.create(
        subject_kind=subject_kind,
        subject_id=str(subject_id),
        outcome=outcome,
        text=text,
        at=legal.now,
        by=actor.name,
        by_post=actor.post_id,
        role=str(actor.role),
        department=actor.department,
    )


def return_for_completion(
    subject_kind: str,
    subject_id: object,
    *,
    gaps: Sequence[Gap],
    new_facts: str = "",
    cites: str = "",
    actor: Actor,
    legal: LegalContext,
) -> Completion:
    """Send a case back with everything that is missing, named once (退回补正).

    A later round may repeat what the first named. Something else is refused with `gap_named_too_late`,
    unless `new_facts` say what has come up since. The caller moves its own state and tells people; when
    the case comes back or ends it calls `settle_completion`. Raises Conflict while a return is still open.
    """
    named = [gap for gap in {gap.key: gap for gap in gaps}.values() if gap.text.strip()]
    if not named or len(named) > _MOST_GAPS:
        raise BadInput("say what is missing", code="no_gap_named", limit=_MOST_GAPS)
    rounds = list(
        Completion.objects.filter(
            subject_kind=subject_kind, subject_id=str(subject_id), is_over=False
        ).order_by("round")
    )
    if rounds and rounds[-1].settled_at is None:
        raise Conflict(code="already_returned")
    if rounds:
        first = [gap["code"] or gap["text"] for gap in rounds[0].gaps]
        for later in rounds[1:]:
            first += [gap["code"] or gap["text"] for gap in later.gaps]
        late = gaps_named_too_late(first, [g.key for g in named], has_new_facts=bool(new_facts.strip()))
        if late:
            words = {gap.key: gap.text for gap in named}
            raise BadInput(
                "named too late", code="gap_named_too_late", gaps="；".join(words[key] for key in late)
            )
    return Completion.objects.create(
        subject_kind=subject_kind,
        subject_id=str(subject_id),
        round=len(rounds) + 1,
        gaps=[{"code": gap.code, "text": gap.text.strip()[:_GAP_LENGTH]} for gap in named],
        new_facts=new_facts.strip() if rounds else "",
        cites=cites,
        at=legal.now,
        by=actor.name,
        by_post=actor.post_id,
        department=actor.department,
    )


def settle_completion(
    subject_kind: str, subject_id: object, *, is_over: bool = False, legal: LegalContext
) -> int:
    """The case has come back, or needs nothing any more; gives how many returns that ended (0 or 1).

    With `is_over` it is decided: whatever is returned under the same subject later is another case, which
    begins with a first round.
    """
    rounds = Completion.objects.filter(subject_kind=subject_kind, subject_id=str(subject_id), is_over=False)
    settled = rounds.filter(settled_at__isnull=True).update(settled_at=legal.now)
    if is_over:
        rounds.update(is_over=True)
    return settled
