"""Writes on stored phrases: own ones of a post, common ones of the bureau."""

from django.db import IntegrityError, transaction

from shuyuan.audit.steps import record
from shuyuan.casework.events import Event
from shuyuan.casework.models import Phrase
from shuyuan.kernel.actor import Actor
from shuyuan.kernel.errors import BadInput, Conflict, NotFound, NotPermitted

_LENGTH = 200
_MOST = 50


@transaction.atomic(durable=True)
def add_phrase(text: str, *, is_common: bool, actor: Actor) -> Phrase:
    """Keep a phrase for the own post, or for everybody (the bureau alone)."""
    if is_common and not actor.is_administration:
        raise NotPermitted(code="only_bureau_common_phrase")
    text = " ".join(text.split())
    if not text or len(text) > _LENGTH:
        raise BadInput("not a phrase", code="bad_phrase", limit=_LENGTH)
    post_id = None if is_common else actor.post_id
    if Phrase.objects.filter(post=post_id).count() >= _MOST:
        raise BadInput("too many phrases", code="too_many_phrases", limit=_MOST)
    try:
        with transaction.atomic():
            phrase = Phrase.objects.create(post_id=post_id, text=text)
    except IntegrityError as error:
        raise Conflict(code="phrase_exists") from error
    _record(Event.PHRASE_ADDED, phrase, actor)
    return phrase


@transaction.atomic(durable=True)
def remove_phrase(phrase_id: int, *, actor: Actor) -> None:
    """Forget a phrase of the own post; a common one the bureau alone."""
    phrase = Phrase.objects.select_for_update().filter(pk=phrase_id).first()
    if phrase is None or (phrase.post_id is not None and phrase.post_id != actor.post_id):
        raise NotFound(code="unknown_phrase")
    if phrase.post_id is None and not actor.is_administration:
        raise NotPermitted(code="only_bureau_common_phrase")
    _record(Event.PHRASE_REMOVED, phrase, actor)
    phrase.delete()


def _record(event: Event, phrase: Phrase, actor: Actor) -> None:
    facts = {"text": phrase.text, "common": phrase.post_id is None}
    record(event, actor=actor, subject_kind="casework.phrase", subject_id=phrase.pk, facts=facts)
