"""Tells people something, inside the transaction of another room's service; the worker carries it further."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.utils import translation

from shuyuan.kernel.actor import Actor, Role
from shuyuan.kernel.errors import NotFound
from shuyuan.notices.kinds import followable
from shuyuan.notices.models import Delivery, Follow, Message, Notice, Preference
from shuyuan.notices.recipients import posts_that_hear
from shuyuan.organizations.models import Post
from shuyuan.organizations.selectors import as_actor
from shuyuan.regulations.context import LegalContext

_TITLE_LENGTH = 200
_TEXT_LENGTH = 500


def tell(
    kind: str,
    *,
    posts: Iterable[int] = (),
    role: Role | None = None,
    department: str = "",
    title: Any,
    text: Any = "",
    url: str,
    subject_kind: str,
    subject_id: object,
    urgent: bool = False,
    once: str = "",
    actor: Actor,
    legal: LegalContext,
) -> Notice:
    """Put a message before the holders of posts, or of a role in a department (its code) or anywhere.

    `title` and `url` may leave the platform by mail or short message, so they hold nothing sensitive; `text`
    is read inside. Lazy translations are written in the language of the installation. With `urgent` it also
    goes to the phones of those who wished so. With `once` (a key of the caller's) the second call changes
    nothing. Who tells hears nothing when a role is addressed. An ended post is heard by its successors, and
    a role that nobody holds by the principal officer, else by the bureau.
    """
    listeners = posts_that_hear(posts=posts, role=role, department=department)
    if role is not None:
        listeners = [post for post in listeners if post.person_id != actor.person_id]
    notice = _say(
        kind=kind,
        title=title,
        text=text,
        url=url,
        subject_kind=subject_kind,
        subject_id=subject_id,
        urgent=urgent,
        once=once,
        actor=actor,
        legal=legal,
    )
    if notice.people_count == 0:
        _put_before(notice, listeners, followed=False)
    return notice


def follow(subject_kind: str, subject_id: object, *, actor: Actor, legal: LegalContext) -> Follow:
    """Let the actor hear of every change of a thing; raises NotFound for one that the actor may not see."""
    how = followable(subject_kind)
    if how is None or not how.may_follow(actor, str(subject_id)):
        raise NotFound(code="nothing_to_follow")
    return Follow.objects.get_or_create(
        subject_kind=subject_kind,
        subject_id=str(subject_id),
        person_id=actor.person_id,
        defaults={"post_id": actor.post_id, "since": legal.now},
    )[0]


def unfollow(subject_kind: str, subject_id: object, *, actor: Actor) -> bool:
    """End it; gives whether the actor followed at all."""
    found = Follow.objects.filter(
        subject_kind=subject_kind, subject_id=str(subject_id), person_id=actor.person_id
    )
    return bool(found.delete()[0])


def tell_followers(
    subject_kind: str,
    subject_id: object,
    *,
    kind: str,
    title: Any,
    text: Any = "",
    url: str,
    once: str = "",
    actor: Actor,
    legal: LegalContext,
) -> Notice | None:
    """Tell those who follow a thing and may still see it, except the actor; None when there is nobody."""
    how = followable(subject_kind)
    follows = (
        Follow.objects.filter(subject_kind=subject_kind, subject_id=str(subject_id))
        .filter(post__ended_on__isnull=True, post__person__is_active=True)
        .exclude(person_id=actor.person_id)
        .select_related("post__person", "post__department")
        .order_by("pk")
    )
    listeners = [one.post for one in follows if how and how.may_follow(as_actor(one.post), one.subject_id)]
    if not listeners:
        return None
    notice = _say(
        kind=kind,
        title=title,
        text=text,
        url=url,
        subject_kind=subject_kind,
        subject_id=subject_id,
        once=once,
        actor=actor,
        legal=legal,
    )
    if notice.people_count == 0:
        _put_before(notice, listeners, followed=True)
    return notice


def _say(
    *,
    kind: str,
    title: Any,
    text: Any,
    url: str,
    subject_kind: str,
    subject_id: object,
    urgent: bool = False,
    once: str,
    actor: Actor,
    legal: LegalContext,
) -> Notice:
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("a notice belongs into the caller's transaction")
    if not url.startswith("/") or url.startswith("//"):
        raise ValueError(f"not a page of the platform: {url!r}")
    with translation.override(settings.LANGUAGE_CODE):
        title, text = _one_line(title)[:_TITLE_LENGTH], str(text)[:_TEXT_LENGTH]
    notice = Notice(
        kind=kind,
        title=title,
        text=text,
        url=url,
        subject_kind=subject_kind,
        subject_id=str(subject_id),
        is_urgent=urgent,
        once=once,
        made_at=legal.now,
        made_by=actor.name,
    )
    try:
        with transaction.atomic():
            notice.save(force_insert=True)
    except IntegrityError:
        said = Notice.objects.filter(once=once).first() if once else None
        if said is None:
            raise
        return said
    return notice


def _one_line(text: Any) -> str:
    """A title becomes the subject of a mail: no line may end inside it."""
    return " ".join(str(text).split())


def _put_before(notice: Notice, posts: Sequence[Post], *, followed: bool) -> None:
    """One message for each person, and rows of the outbox for those who want to hear of it outside."""
    one_each = {post.person_id: post for post in reversed(posts)}
    wishes = {wish.person_id: wish for wish in Preference.objects.filter(person__in=one_each)}
    messages = []
    for person_id in sorted(one_each):
        wish = wishes.get(person_id)
        message = Message(notice=notice, person_id=person_id, post=one_each[person_id], is_followed=followed)
        if wish is not None and wish.sealed_mail:
            if wish.mail == Preference.Mail.AT_ONCE:
                message.mail = _outgoing(Delivery.Channel.MAIL, person_id, notice)
            message.awaits_digest = wish.mail == Preference.Mail.DIGEST
        if wish is not None and wish.sealed_phone and wish.sms_urgent and notice.is_urgent:
            message.sms = _outgoing(Delivery.Channel.SMS, person_id, notice)
        messages.append(message)
    Message.objects.bulk_create(messages)
    notice.people_count = len(messages)
    notice.save(update_fields=["people_count"])


def _outgoing(channel: str, person_id: int, notice: Notice) -> Delivery:
    """The row that waits for this person already, else a new one: sixty approvals are one mail, not sixty.

    The lock keeps the worker from taking the row before this transaction has ended.
    """
    waiting = Delivery.objects.filter(
        person_id=person_id, channel=channel, state=Delivery.State.WAITING, digest_on=None, attempts=0
    ).order_by("pk")
    can_skip = connection.features.has_select_for_update_skip_locked
    return waiting.select_for_update(skip_locked=can_skip).first() or Delivery.objects.create(
        person_id=person_id, channel=channel, made_at=notice.made_at, due_at=notice.made_at
    )
