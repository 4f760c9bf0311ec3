"""Reads of substitutions: for whom somebody acts on a day, and who may look after them."""

from datetime import date

from django.db.models import Q, QuerySet

from shuyuan.casework.models import Substitution
from shuyuan.kernel.actor import Actor, Role
from shuyuan.kernel.errors import NotFound
from shuyuan.organizations.models import Post


def in_force(on: date) -> Q:
    """Substitutions of that day between posts that are both still held."""
    return Q(
        from_on__lte=on,
        until_on__gte=on,
        ended_at__isnull=True,
        post__ended_on__isnull=True,
        post__person__is_active=True,
        substitute__ended_on__isnull=True,
        substitute__person__is_active=True,
    )


def list_acting_for(actor: Actor, *, on: date) -> QuerySet[Substitution]:
    """The substitutions in which the actor's own post acts for another on that day."""
    return (
        Substitution.objects.filter(in_force(on), substitute=actor.post_id)
        .select_related("post__person", "post__department")
        .order_by("pk")
    )


def find_acting_post(person_id: int, post_id: int, *, on: date) -> Post | None:
    """The post of somebody absent, if that person acts in it on that day."""
    found = (
        Substitution.objects.filter(in_force(on), substitute__person=person_id, post=post_id)
        .select_related("post__person", "post__department")
        .first()
    )
    return found.post if found else None


def list_substitutions(*, actor: Actor) -> QuerySet[Substitution]:
    """Those that concern the actor's post; for a principal officer, all of the department. Newest first."""
    rows = Substitution.objects.select_related("post__person", "post__department", "substitute__person")
    mine = Q(post=actor.post_id) | Q(substitute=actor.post_id)
    if actor.role is Role.PRINCIPAL_OFFICER:
        mine |= Q(post__department__code=actor.department)
    return rows.filter(mine).order_by("-pk")


def access_substitution(substitution_id: int, *, actor: Actor) -> Substitution:
    """One that the actor may end, locked; a foreign one looks like a missing one."""
    found = (
        Substitution.objects.select_for_update(of=("self",))
        .select_related("post__person", "post__department", "substitute__person")
        .filter(pk=substitution_id)
        .first()
    )
    if found is None or not may_arrange(actor, found.post):
        raise NotFound(code="unknown_substitution")
    return found


def may_arrange(actor: Actor, post: Post) -> bool:
    """Whether the actor names substitutes for a post: its holder, or the principal officer."""
    if post.pk == actor.post_id:
        return post.person_id == actor.person_id
    return actor.role is Role.PRINCIPAL_OFFICER and post.department.code == actor.department
