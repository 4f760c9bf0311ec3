"""Reads of organizations: the actor of a session, departments for pickers, gaps in the duties."""

from typing import Any

from django.contrib.sessions.backends.base import SessionBase
from django.db.models import QuerySet

from shuyuan.kernel.actor import Actor, Role
from shuyuan.kernel.errors import NotFound
from shuyuan.organizations.models import Department, Post

#: The session key that holds the post in which the person acts.
POST_KEY = "post"


def list_posts(person_id: int) -> QuerySet[Post]:
    """The posts that the person holds now, oldest first."""
    return Post.objects.filter(person_id=person_id, ended_on__isnull=True).select_related(
        "department", "person"
    )


def as_actor(post: Post) -> Actor:
    """The plain record of a post (with person and department loaded)."""
    return Actor(post.person_id, post.person.full_name, post.pk, post.department.code, Role(post.role))


def actor_of_session(user: Any, session: SessionBase) -> Actor | None:
    """Who acts in this session, or None for a visitor or a person without a post."""
    if not user.is_authenticated:
        return None
    posts = list(list_posts(user.pk))
    chosen = next((post for post in posts if post.pk == session.get(POST_KEY)), None)
    post = chosen or next(iter(posts), None)
    return as_actor(post) if post else None


def list_departments() -> QuerySet[Department]:
    """Active departments in the order of their codes."""
    return Department.objects.filter(is_active=True).select_related("region")


def access_department(code: str) -> Department:
    """The department of that code; raises NotFound."""
    department = list_departments().filter(code=code).first()
    if department is None:
        raise NotFound(code="unknown_department", department=code)
    return department
