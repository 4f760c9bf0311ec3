"""The change of the post in which a person acts."""

from django.db import transaction

from shuyuan.audit.steps import record
from shuyuan.kernel.errors import NotFound
from shuyuan.organizations.events import Event
from shuyuan.organizations.models import Post
from shuyuan.organizations.selectors import as_actor, list_posts


@transaction.atomic
def switch_post(post_id: str, *, person_id: int) -> Post:
    """The post to act in from now on, with an entry in the trail; NotFound unless it is the own, in force."""
    post = list_posts(person_id).filter(pk=post_id).first() if post_id.isdecimal() else None
    if post is None:
        raise NotFound(code="unknown_post")
    record(Event.POST_SWITCHED, actor=as_actor(post), subject_kind="post", subject_id=post.pk)
    return post
