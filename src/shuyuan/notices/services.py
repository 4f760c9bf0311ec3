"""Writes of notices: reading, following, wishes, and the operator's retry."""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from shuyuan.audit.steps import record
from shuyuan.kernel.actor import Actor
from shuyuan.kernel.errors import BadInput, NotFound
from shuyuan.notices import steps
from shuyuan.notices.addresses import Addresses, check_mail, check_phone, seal
from shuyuan.notices.events import Event
from shuyuan.notices.models import Delivery, Message, Notice, Preference
from shuyuan.notices.selectors import access_message, access_outbox, preference_of
from shuyuan.regulations.context import LegalContext

_AT_ONCE = 1000


def read_message(message_id: int, *, actor: Actor, legal: LegalContext) -> Message:
    """Mark one's own message as read; doing so again changes nothing."""
    message = access_message(message_id, actor=actor)
    if message.read_at is None:
        Message.objects.filter(pk=message.pk, read_at__isnull=True).update(read_at=legal.now)
    return message


def read_all(*, through: int, actor: Actor, legal: LegalContext) -> int:
    """Mark all messages up to that one as read, so that none that came since is lost; gives how many."""
    unread = Message.objects.filter(person_id=actor.person_id, read_at__isnull=True, pk__lte=through)
    return unread.update(read_at=legal.now)


@transaction.atomic
def begin_following(subject_kind: str, subject_id: str, *, actor: Actor, legal: LegalContext) -> None:
    """Let the actor hear of every change of a thing that the actor may see."""
    steps.follow(subject_kind, subject_id, actor=actor, legal=legal)
    record(Event.FOLLOWED, actor=actor, subject_kind=subject_kind, subject_id=subject_id)


@transaction.atomic
def end_following(subject_kind: str, subject_id: str, *, actor: Actor) -> None:
    """End it; nothing happens where the actor does not follow."""
    if steps.unfollow(subject_kind, subject_id, actor=actor):
        record(Event.UNFOLLOWED, actor=actor, subject_kind=subject_kind, subject_id=subject_id)


@transaction.atomic
def choose_ways(*, mail: str, mail_address: str, sms_urgent: bool, phone: str, actor: Actor) -> Preference:
    """Keep how this person wants to hear of things; empty addresses are forgotten.

    Raises BadInput for a malformed address, or for a wish without the address that it needs.
    """
    addresses = Addresses(check_mail(mail_address), check_phone(phone))
    if mail not in Preference.Mail.values:
        raise BadInput("not one of the choices", code="bad_input")
    if mail != Preference.Mail.OFF and not addresses.mail:
        raise BadInput("a mail needs an address", code="mail_address_missing")
    if sms_urgent and not addresses.phone:
        raise BadInput("a short message needs a number", code="phone_missing")
    preference = preference_of(actor)
    preference.mail, preference.sms_urgent = mail, sms_urgent
    seal(preference, addresses)
    preference.save()
    if mail != Preference.Mail.DIGEST:
        Message.objects.filter(person_id=actor.person_id, awaits_digest=True).update(awaits_digest=False)
    record(
        Event.PREFERENCES_CHANGED,
        actor=actor,
        subject_kind="notices.preference",
        subject_id=actor.person_id,
        facts={"mail": mail, "sms_urgent": sms_urgent},
    )
    return preference


@transaction.atomic
def retry_delivery(delivery_id: int, *, actor: Actor, legal: LegalContext) -> None:
    """Let the worker try a failed delivery again at once; raises NotFound for one that has not failed."""
    failed = access_outbox(actor).filter(pk=delivery_id, state=Delivery.State.FAILED)
    if not _try_again(failed, legal):
        raise NotFound(code="no_failed_delivery")
    record(Event.DELIVERIES_RETRIED, actor=actor, subject_kind="notices.delivery", subject_id=delivery_id)


@transaction.atomic
def retry_all(*, actor: Actor, legal: LegalContext) -> int:
    """Let the worker try every failed delivery again; gives how many."""
    count = _try_again(access_outbox(actor).filter(state=Delivery.State.FAILED), legal)
    if count:
        record(
            Event.DELIVERIES_RETRIED,
            actor=actor,
            subject_kind="notices.delivery",
            subject_id="failed",
            facts={"count": count},
        )
    return count


def _try_again(failed: QuerySet[Delivery], legal: LegalContext) -> int:
    """Attempts stay above zero, so that no new message joins a row that has been sent in part."""
    return failed.order_by().update(state=Delivery.State.WAITING, due_at=legal.now, attempts=1)


def forget_notices(*, before: datetime, check: Callable[[], None], actor: Actor) -> int:
    """Delete messages, read or not, and deliveries of before that moment, some at a time; gives how many.

    `check` raises when the work shall stop; what is gone until then stays gone.
    """
    forgotten = 0
    while count := _forget_some(before, actor):
        check()
        forgotten += count
    return forgotten


@transaction.atomic
def _forget_some(before: datetime, actor: Actor) -> int:
    old = Notice.objects.filter(made_at__lt=before).order_by("pk")
    sent = Delivery.objects.filter(made_at__lt=before).exclude(state__in=Delivery.OPEN)
    notices = list(old.values_list("pk", flat=True)[:_AT_ONCE])
    deliveries = list(sent.order_by("pk").values_list("pk", flat=True)[:_AT_ONCE])
    if not notices and not deliveries:
        return 0
    Notice.objects.filter(pk__in=notices).delete()
    Delivery.objects.filter(pk__in=deliveries).delete()
    record(
        Event.NOTICES_FORGOTTEN,
        actor=actor,
        subject_kind="notices.notice",
        subject_id=before.date().isoformat(),
        facts={"notices": len(notices), "deliveries": len(deliveries)},
    )
    return len(notices) + len(deliveries)
