"""Gathers what waits for a person's daily digest into one row of the outbox."""

from datetime import date, datetime

from django.db import transaction

from shuyuan.notices.models import Delivery, Message


def make_digests(*, today: date, now: datetime) -> int:
    """One mail of the day for everybody who wished so and has something unread; gives how many were made.

    Running again on the same day makes none a second time: what came since waits for tomorrow.
    """
    people = Message.objects.filter(awaits_digest=True).order_by("person_id")
    return sum(
        _make(person_id, today, now) for person_id in people.values_list("person_id", flat=True).distinct()
    )


@transaction.atomic
def _make(person_id: int, today: date, now: datetime) -> bool:
    waiting = Message.objects.filter(person_id=person_id, awaits_digest=True)
    waiting.filter(read_at__isnull=False).update(awaits_digest=False)
    made = Delivery.objects.filter(person_id=person_id, digest_on=today).exists()
    if made or not waiting.exists():
        return False
    delivery = Delivery.objects.create(
        person_id=person_id, channel=Delivery.Channel.MAIL, digest_on=today, made_at=now, due_at=now
    )
    waiting.update(awaits_digest=False, mail=delivery)
    return True
