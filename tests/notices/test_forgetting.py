"""Old messages go once a month, with an entry in the trail; what still waits stays."""

from datetime import timedelta

from django.db import transaction

from shuyuan.audit.models import Entry as Trail
from shuyuan.kernel.actor import PLATFORM
from shuyuan.notices.models import Delivery, Message, Notice
from shuyuan.notices.services import forget_notices
from shuyuan.notices.steps import tell


def forget(legal, days=400):
    return forget_notices(before=legal.now - timedelta(days=days), check=lambda: None, actor=PLATFORM)


def test_old_messages_and_what_was_sent_are_forgotten(officer, said, legal):
    with transaction.atomic():
        for _ in range(2):
            tell("test:thing:changed", posts=[officer.post_id], **said)
    old = Notice.objects.order_by("pk").first()
    long_ago = legal.now - timedelta(days=401)
    Notice.objects.filter(pk=old.pk).update(made_at=long_ago)
    for state in (Delivery.State.SENT, Delivery.State.WAITING):
        Delivery.objects.create(
            person_id=officer.person_id, channel="mail", state=state, made_at=long_ago, due_at=long_ago
        )
    assert forget(legal) == 2
    assert list(Message.objects.values_list("notice_id", flat=True)) != [old.pk]
    assert Message.objects.count() == 1
    assert list(Delivery.objects.values_list("state", flat=True)) == [Delivery.State.WAITING]
    trail = Trail.objects.get(event="notices:notice:forgotten")
    assert trail.facts == {"notices": 1, "deliveries": 1}


def test_nothing_old_leaves_no_trace(officer, said, legal):
    with transaction.atomic():
        tell("test:thing:changed", posts=[officer.post_id], **said)
    assert forget(legal) == 0
    assert not Trail.objects.filter(event="notices:notice:forgotten").exists()
