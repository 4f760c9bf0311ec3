"""Empties the outbox: takes a row, sends it, writes down what came of it; each step commits by itself.

A worker that is killed while sending leaves the row marked; after `STALE` it is sent once more under the same
key. That one repetition is all that can happen, and whoever receives it can tell by the key.
"""

import logging
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import F, QuerySet
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.translation import gettext, ngettext

from shuyuan.kernel.errors import ShuyuanError
from shuyuan.notices import sms
from shuyuan.notices.addresses import unseal
from shuyuan.notices.kinds import kind_label
from shuyuan.notices.mail import Mailer
from shuyuan.notices.models import Delivery, Message, Preference
from shuyuan.notices.outcome import NotSent

logger = logging.getLogger(__name__)

#: How long a row belongs to the worker that took it.
STALE = timedelta(minutes=10)
#: The waits between the attempts; after the last the row has failed and the operator sees it.
WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180, 720))
#: How long nobody tries a way that is closed altogether.
CLOSED = timedelta(minutes=1)
_SMS_LENGTH = 140


def something_waits() -> bool:
    """Whether the outbox has a row whose time has come."""
    return Delivery.objects.filter(state__in=Delivery.OPEN, due_at__lte=timezone.now()).exists()


def empty_outbox(*, limit: int = 200, check: Callable[[], None] = lambda: None) -> dict[str, int]:
    """Send what is due, oldest first; gives how many ended in which state. `check` is asked between two."""
    ended: Counter[str] = Counter()
    with Mailer() as mailer:
        for _number in range(limit):
            check()
            delivery = _take(timezone.now())
            if delivery is None:
                break
            ended[_send(delivery, mailer)] += 1
    return dict(ended)


def _take(now: datetime) -> Delivery | None:
    """The next row, marked as ours; the mark waits for a transaction that still adds messages to it."""
    due = Delivery.objects.filter(state__in=Delivery.OPEN, due_at__lte=now).order_by("due_at", "pk")
    for row in due[:20]:
        taken = Delivery.objects.filter(pk=row.pk, state=row.state, due_at=row.due_at).update(
            state=Delivery.State.SENDING, taken_at=now, due_at=now + STALE, attempts=F("attempts") + 1
        )
        if taken:
            return Delivery.objects.select_related("person").get(pk=row.pk)
    return None


def _send(delivery: Delivery, mailer: Mailer) -> str:
    """Send a row that is ours; gives the state in which it ended."""
    try:
        sent = _hand_over(delivery, mailer)
    except NotSent as error:
        return _put_off(delivery, error)
    except ShuyuanError as error:
        return _put_off(delivery, NotSent(error.code, passes=error.retryable, all_of_it=False))
    except Exception as error:  # noqa: BLE001 one bad row must not hold up the others, and errors hold addresses
        return _put_off(delivery, NotSent(type(error).__name__, passes=False, all_of_it=False))
    state = Delivery.State.SENT if sent else Delivery.State.DROPPED
    delivery.state, delivery.sent_at, delivery.error = state, timezone.now(), ""
    delivery.save(update_fields=["state", "sent_at", "error"])
    return str(state)


def _hand_over(delivery: Delivery, mailer: Mailer) -> bool:
    """Hand it to its way out; False when the person no longer wants it or has gone."""
    wish = Preference.objects.filter(person_id=delivery.person_id).first()
    if wish is None or not delivery.person.is_active:
        return False
    addresses = unseal(wish)
    with translation.override(settings.LANGUAGE_CODE):
        if delivery.channel == Delivery.Channel.SMS:
            if not (addresses.phone and wish.sms_urgent):
                return False
            sms.send(key=str(delivery.key), phone=addresses.phone, text=_sms_text(delivery))
            return True
        if not addresses.mail or wish.mail == Preference.Mail.OFF:
            return False
        messages = list(_messages(delivery.mailed.all()))
        lines = [(_line(message), message.notice.url) for message in messages]
        context = {"lines": lines, "pages_url": settings.PAGES_URL}
        body = render_to_string("notices/mail.txt", context)
        mailer.send(key=str(delivery.key), to=addresses.mail, subject=_subject(delivery, messages), body=body)
    return True


def _messages(messages: QuerySet[Message]) -> QuerySet[Message]:
    return messages.select_related("notice").order_by("pk")


def _line(message: Message) -> str:
    """What happened, and to what."""
    label = kind_label(message.notice.kind)
    return f"{label}：{message.notice.title}" if label else message.notice.title


def _subject(delivery: Delivery, messages: list[Message]) -> str:
    if delivery.digest_on is not None:
        said = gettext("Daily digest of %(day)s: %(count)s messages") % {
            "day": delivery.digest_on.isoformat(),
            "count": len(messages),
        }
    elif len(messages) == 1:
        said = _line(messages[0])
    else:
        said = ngettext("%(count)s new message", "%(count)s new messages", len(messages)) % {
            "count": len(messages)
        }
    return f"[{gettext('Shuyuan')}] {said}"


def _sms_text(delivery: Delivery) -> str:
    messages = list(_messages(delivery.texted.all()))
    more = len(messages) - 1
    title = _line(messages[0]) if messages else ""
    if more:
        title = gettext("%(title)s, and %(more)s more") % {"title": title, "more": more}
    return f"【{gettext('Shuyuan')}】{title[:_SMS_LENGTH]} {settings.PAGES_URL}/notices/"


def _put_off(delivery: Delivery, error: NotSent) -> str:
    """Write down why it did not leave, and when it is tried again, if ever."""
    now = timezone.now()
    again = error.passes and delivery.attempts <= len(WAITS)
    delivery.state = Delivery.State.WAITING if again else Delivery.State.FAILED
    delivery.error = error.code
    delivery.due_at = now + WAITS[delivery.attempts - 1] if again else now
    delivery.save(update_fields=["state", "error", "due_at"])
    logger.warning("delivery %s by %s: %s, %s", delivery.key, delivery.channel, error.code, delivery.state)
    if error.all_of_it:
        Delivery.objects.filter(
            channel=delivery.channel, state=Delivery.State.WAITING, due_at__lte=now
        ).update(due_at=now + CLOSED)
    return "put_off" if again else str(Delivery.State.FAILED)
