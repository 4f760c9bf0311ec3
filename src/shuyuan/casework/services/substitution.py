"""Writes on substitution (代理): who acts in whose post from when until when."""

from datetime import date

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from shuyuan.audit.steps import record
from shuyuan.casework import telling
from shuyuan.casework.events import Event
from shuyuan.casework.models import Substitution
from shuyuan.casework.rules import fault_of_substitution
from shuyuan.casework.selectors import access_substitution, may_arrange
from shuyuan.casework.wording import seat_of
from shuyuan.kernel.actor import THREE_ADMINISTRATORS, Actor, Role
from shuyuan.kernel.errors import BadInput, Conflict, NotPermitted
from shuyuan.notices.steps import tell
from shuyuan.organizations.selectors import access_post
from shuyuan.regulations.context import LegalContext

_REASON_LENGTH = 300
#: In their posts others may act; the three administrators are kept apart (jz-data-2020/27.2).
ACTED_FOR = frozenset(Role) - THREE_ADMINISTRATORS


@transaction.atomic(durable=True)
def arrange_substitution(
    post_id: int,
    *,
    substitute: int,
    from_on: date,
    until_on: date,
    reason: str,
    actor: Actor,
    legal: LegalContext,
) -> Substitution:
    """Let somebody of the same department act in a post for some days.

    The holder of the post or the department's principal officer does so. Raises NotPermitted, BadInput
    with what is wrong, or Conflict when somebody acts in the post on one of these days already.
    """
    post = access_post(post_id)
    if not may_arrange(actor, post):
        raise NotPermitted(code="may_not_arrange_substitution")
    reason = reason.strip()
    if not reason or len(reason) > _REASON_LENGTH:
        raise BadInput("say why", code="substitution_without_reason", limit=_REASON_LENGTH)
    other = access_post(substitute)
    fault = fault_of_substitution(
        seat_of(post),
        seat_of(other),
        from_on=from_on,
        until_on=until_on,
        today=legal.today,
        may_be_acted_for=ACTED_FOR,
    )
    if fault:
        raise BadInput("not a substitute", code=fault)
    if Substitution.objects.filter(
        post=post, ended_at__isnull=True, from_on__lte=until_on, until_on__gte=from_on
    ).exists():
        raise Conflict(code="substitution_overlaps")
    substitution = Substitution.objects.create(
        post=post,
        substitute=other,
        from_on=from_on,
        until_on=until_on,
        reason=reason,
        made_at=legal.now,
        made_by=actor.name,
    )
    _tell(substitution, _("You act for"), who=(actor, legal))
    facts = {
        "post": post.pk,
        "substitute": other.pk,
        "from_on": from_on.isoformat(),
        "until_on": until_on.isoformat(),
        "reason": reason,
    }
    _record(Event.SUBSTITUTION_ARRANGED, substitution, facts, actor)
    return substitution


@transaction.atomic(durable=True)
def end_substitution(substitution_id: int, *, actor: Actor, legal: LegalContext) -> Substitution:
    """End it now, before its last day or before it began."""
    substitution = access_substitution(substitution_id, actor=actor)
    if substitution.ended_at is not None or substitution.until_on < legal.today:
        raise Conflict(code="substitution_ended")
    substitution.ended_at, substitution.ended_by = legal.now, actor.name
    substitution.save(update_fields=["ended_at", "ended_by"])
    _tell(substitution, _("You do not act any more for"), who=(actor, legal))
    _record(Event.SUBSTITUTION_ENDED, substitution, {"post": substitution.post_id}, actor)
    return substitution


def _tell(substitution: Substitution, heading: object, *, who: tuple[Actor, LegalContext]) -> None:
    actor, legal = who
    tell(
        telling.SUBSTITUTED,
        posts=[substitution.substitute_id, substitution.post_id],
        title=telling.titled(heading, str(substitution.post.person)),
        text=f"{substitution.from_on} – {substitution.until_on} {substitution.reason}",
        url=reverse("casework:substitutions"),
        subject_kind="casework.substitution",
        subject_id=substitution.pk,
        actor=actor,
        legal=legal,
    )


def _record(event: Event, substitution: Substitution, facts: dict[str, object], actor: Actor) -> None:
    record(
        event,
        actor=actor,
        subject_kind="casework.substitution",
        subject_id=substitution.pk,
        facts=facts,
    )
