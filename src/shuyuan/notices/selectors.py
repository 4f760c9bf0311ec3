"""Reads of notices: a person's own messages and wishes, and the operator's look at the outbox."""

from django.db.models import QuerySet

from shuyuan.kernel.actor import Actor, Role
from shuyuan.kernel.errors import NotFound, NotPermitted
from shuyuan.notices.models import Delivery, Follow, Message, Notice, Preference


def list_messages(actor: Actor) -> QuerySet[Message]:
    """What was put before this person, in whichever post, newest first."""
    return (
        Message.objects.filter(person_id=actor.person_id)
        .select_related("notice", "post__department")
        .order_by("-pk")
    )


def count_unread(actor: Actor, *, limit: int = 100) -> int:
    """How many messages this person has not read, counted up to `limit`."""
    unread = Message.objects.filter(person_id=actor.person_id, read_at__isnull=True).order_by()
    return unread.values("pk")[:limit].count()


def access_message(message_id: int, *, actor: Actor) -> Message:
    """The person's own message; anybody else's looks like a missing one."""
    message = list_messages(actor).filter(pk=message_id).first()
    if message is None:
        raise NotFound(code="unknown_message")
    return message


def preference_of(actor: Actor) -> Preference:
    """What this person chose; an unsaved row with the defaults when nothing yet."""
    chosen = Preference.objects.filter(person_id=actor.person_id).first()
    return chosen or Preference(person_id=actor.person_id)


def list_follows(actor: Actor) -> QuerySet[Follow]:
    """What this person follows, newest first."""
    return Follow.objects.filter(person_id=actor.person_id).order_by("-pk")


def is_following(subject_kind: str, subject_id: object, *, actor: Actor) -> bool:
    """Whether this person follows the thing."""
    return Follow.objects.filter(
        subject_kind=subject_kind, subject_id=str(subject_id), person_id=actor.person_id
    ).exists()


def count_followers(subject_kind: str, subject_id: object) -> int:
    """How many people follow the thing."""
    return Follow.objects.filter(subject_kind=subject_kind, subject_id=str(subject_id)).count()


def access_outbox(actor: Actor) -> QuerySet[Delivery]:
    """What leaves or could not leave the platform, for the operator; without any address or text."""
    demand_operator(actor)
    return Delivery.objects.select_related("person__home").order_by("-pk")


def list_unheard(actor: Actor) -> QuerySet[Notice]:
    """Notices that nobody heard, because nobody holds the role and no bureau is there."""
    demand_operator(actor)
    return Notice.objects.filter(people_count=0).order_by("-made_at")


def demand_operator(actor: Actor) -> None:
    """Raise NotPermitted unless the actor runs the platform."""
    if actor.role is not Role.SYSTEM_ADMINISTRATOR:
        raise NotPermitted(code="wrong_role", role=str(actor.role), needed=[str(Role.SYSTEM_ADMINISTRATOR)])
