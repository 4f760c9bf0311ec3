"""Who hears a notice: the posts in force behind an address, and who stands in where there are none."""

from collections.abc import Iterable

from django.db.models import Q

from shuyuan.kernel.actor import Role
from shuyuan.organizations.models import Post


def posts_that_hear(
    *, posts: Iterable[int] = (), role: Role | None = None, department: str = ""
) -> list[Post]:
    """The posts in force behind the address, oldest first; empty only where nobody runs the platform.

    Raises ValueError for an address that names neither posts nor a role.
    """
    posts = list(posts)
    if not posts and role is None:
        raise ValueError("a notice is addressed to posts or to a role")
    found: list[Post] = []
    if posts:
        named = Post.objects.filter(pk__in=posts).select_related("department", "person")
        for post in named.order_by("pk"):
            if post.ended_on is None and post.person.is_active:
                found.append(post)
            else:
                found += _holders_or_substitutes(Role(post.role), post.department.code)
    if role is not None:
        found += _holders_or_substitutes(role, department)
    return list({post.pk: post for post in found}.values())


def _holders_or_substitutes(role: Role, department: str) -> list[Post]:
    """Those who hold the role; else the department's principal officer; else the bureau."""
    return (
        _holders(role, department)
        or (_holders(Role.PRINCIPAL_OFFICER, department) if department else [])
        or _holders(Role.DATA_ADMINISTRATION, "")
    )


def _holders(role: Role, department: str) -> list[Post]:
    where = Q(department__code=department) if department else Q()
    return list(
        Post.objects.filter(where, role=role, ended_on__isnull=True, person__is_active=True)
        .select_related("department", "person")
        .order_by("pk")
    )
