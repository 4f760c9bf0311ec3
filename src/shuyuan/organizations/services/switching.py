"""The change of the post in which a person acts."""

from django.db import transaction

from shuyuan.audit.steps import record
from shuyuan.kernel.errors import NotFound
from shuyuan.organizations.events import Event
from shuyuan.organizations.models import Person, Post
from shuyuan.organizations.selectors import as_actor, as_substitute, find_acting_post, list_posts

#: No number of a post is longer.
_DIGITS = 18


@transaction.atomic
def switch_post(post_id: str, *, person_id: int) -> Post:
    """The post to act in from now on, with an entry in the trail.

    NotFound unless it is the own, in force, or that of somebody absent for whom the person acts.
    """
    number = int(post_id) if post_id.isdecimal() and len(post_id) <= _DIGITS else 0
    post = list_posts(person_id).filter(pk=number).first()
    if post is not None:
        actor = as_actor(post)
    else:
        post = find_acting_post(person_id, number)
        if post is None:
            raise NotFound(code="unknown_post")
        actor = as_substitute(Person.objects.get(pk=person_id), post)
    record(Event.POST_SWITCHED, actor=actor, subject_kind="post", subject_id=post.pk)
    return post
