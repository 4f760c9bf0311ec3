"""Reads of organizations: the actor of a session, departments for pickers, gaps in the duties."""

from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any, cast

from axes.helpers import get_cool_off
from axes.models import AccessAttempt
from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase
from django.db.models import Case, Count, Prefetch, Q, QuerySet, Value, When
from django.utils import timezone

from shuyuan.kernel.actor import THREE_ADMINISTRATORS, Actor, Role
from shuyuan.kernel.errors import NotFound
from shuyuan.kernel.verdict import Reason
from shuyuan.organizations import rights
from shuyuan.organizations.models import Department, Person, Post
from shuyuan.organizations.rules import DutyFacts, judge_duties

#: The session key that holds the post in which the person acts.
POST_KEY = "post"
#: So much of each name is kept where somebody acts for somebody.
_NAME_LENGTH = 28
_ACTING_POSTS: list[Callable[[int, int], Post | None]] = []


def list_posts(person_id: int) -> QuerySet[Post]:
    """The posts that the person holds now, oldest first."""
    return Post.objects.filter(person_id=person_id, ended_on__isnull=True).select_related(
        "department", "person"
    )


def as_actor(post: Post) -> Actor:
    """The plain record of a post (with person and department loaded)."""
    return Actor(post.person_id, post.person.full_name, post.pk, post.department.code, Role(post.role))


def as_substitute(person: Person, post: Post) -> Actor:
    """The record of a person who acts in somebody else's post; the name says for whom."""
    name = f"{person.full_name[:_NAME_LENGTH]}（代{post.person.full_name[:_NAME_LENGTH]}）"
    return Actor(person.pk, name, post.pk, post.department.code, Role(post.role))


def register_acting_posts(find: Callable[[int, int], Post | None]) -> None:
    """Let a room say whether a person (first number) acts in a post (second) that is not the own one."""
    _ACTING_POSTS.append(find)


def find_acting_post(person_id: int, post_id: int) -> Post | None:
    """The post of somebody absent in which that person acts now."""
    return next((post for find in _ACTING_POSTS if (post := find(person_id, post_id))), None)


def actor_of_session(user: Any, session: SessionBase) -> Actor | None:
    """Who acts in this session, or None for a visitor or a person without a post.

    Whoever acts for somebody absent is asked again with every request whether that still holds.
    """
    if not user.is_authenticated:
        return None
    posts, chosen = list(list_posts(user.pk)), session.get(POST_KEY)
    own = next((post for post in posts if post.pk == chosen), None)
    if own is None and posts and isinstance(chosen, int):
        absent = find_acting_post(user.pk, chosen)
        if absent is not None:
            return as_substitute(user, absent)
    post = own or next(iter(posts), None)
    return as_actor(post) if post else None


def actor_of_person(person: Person) -> Actor:
    """Who acts when a person signs in or out: in the first post, or without any role."""
    post = list_posts(person.pk).first()
    if post is not None:
        return as_actor(post)
    home = person.home.code if person.home else ""
    return Actor(person.pk, str(person), 0, home, cast("Role", ""))


def list_departments() -> QuerySet[Department]:
    """Active departments in the order of their codes."""
    return Department.objects.filter(is_active=True).select_related("region")


def department_names() -> dict[str, str]:
    """Code → name of every department, inactive ones too."""
    return dict(Department.objects.values_list("code", "name"))


def access_department(code: str) -> Department:
    """The department of that code; raises NotFound."""
    department = list_departments().filter(code=code).first()
    if department is None:
        raise NotFound(code="unknown_department", department=code)
    return department


def find_departments(text: str) -> QuerySet[Department]:
    """Active departments whose name, short name, code or pinyin initials contain the text."""
    return list_departments().filter(
        Q(name__icontains=text)
        | Q(short_name__icontains=text)
        | Q(code__icontains=text)
        | Q(initials__startswith=text.lower())
    )


def list_posts_of(department: Department) -> QuerySet[Post]:
    """The posts in force in a department, with their people."""
    return Post.objects.filter(
        department=department, ended_on__isnull=True, person__is_active=True
    ).select_related("person", "department")


def access_post(post_id: int) -> Post:
    """The post of that number, ended or not, locked for change; raises NotFound."""
    post = (
        Post.objects.select_for_update(of=("self",))
        .select_related("person", "department")
        .filter(pk=post_id)
        .first()
    )
    if post is None:
        raise NotFound(code="unknown_post", post=post_id)
    return post


def find_person(username: str) -> Person:
    """The active person of that user name; raises NotFound."""
    person = Person.objects.filter(username__iexact=username.strip(), is_active=True).first()
    if person is None:
        raise NotFound(code="unknown_person", username=username)
    return person


def list_people(*, actor: Actor) -> QuerySet[Person]:
    """The accounts that the actor may see: all for the three administrators, else the own department's."""
    people = Person.objects.select_related("home").prefetch_related(
        Prefetch("posts", Post.objects.filter(ended_on__isnull=True).select_related("department"), "in_force")
    )
    if actor.role in THREE_ADMINISTRATORS:
        return people
    if actor.role is Role.PRINCIPAL_OFFICER:
        return people.filter(home__code=actor.department)
    return people.none()


def is_locked(person: Person) -> bool:
    """Whether failed sign-ins keep this account locked."""
    latest = timezone.now() - (get_cool_off() or timedelta.max)
    return AccessAttempt.objects.filter(
        username=person.username.lower(),
        failures_since_start__gte=settings.AXES_FAILURE_LIMIT,
        attempt_time__gte=latest,
    ).exists()


def access_person(person_id: int, *, actor: Actor) -> Person:
    """`look_at_person` locked for change."""
    Person.objects.select_for_update().filter(pk=person_id).first()
    return look_at_person(person_id, actor=actor)


def look_at_person(person_id: int, *, actor: Actor) -> Person:
    """The account, if the actor may see it; a foreign one looks like a missing one."""
    person = Person.objects.select_related("home").filter(pk=person_id).first()
    home = person.home.code if person and person.home else ""
    if person is None or not rights.may_see_accounts(actor, department=home):
        raise NotFound(code="unknown_person", person=person_id)
    return person


def with_duties(departments: QuerySet[Department]) -> QuerySet[Department]:
    """Departments with `principal_officers`, `data_officers` and `has_gap`: `judge_duties` as SQL."""

    def holders(role: Role) -> Count:
        in_force = Q(posts__role=role, posts__ended_on__isnull=True, posts__person__is_active=True)
        return Count("posts", filter=in_force)

    has_gap = Q(principal_officers=0) | Q(data_officers=0) | Q(data_office="")
    return departments.annotate(
        principal_officers=holders(Role.PRINCIPAL_OFFICER),
        data_officers=holders(Role.DATA_OFFICER),
        has_gap=Case(When(has_gap, then=Value(True)), default=Value(False)),
    )


def duty_facts(departments: Iterable[Department]) -> dict[str, DutyFacts]:
    """Whom each department has named, by its code; one query for all of them."""
    departments = list(departments)
    roles: dict[int, list[str]] = {department.pk: [] for department in departments}
    in_force = Post.objects.filter(
        department__in=roles, ended_on__isnull=True, person__is_active=True
    ).values_list("department_id", "role")
    for department_id, role in in_force:
        roles[department_id].append(role)
    return {
        department.code: DutyFacts(
            has_principal_officer=Role.PRINCIPAL_OFFICER in roles[department.pk],
            has_data_office=bool(department.data_office),
            data_officers=roles[department.pk].count(Role.DATA_OFFICER),
        )
        for department in departments
    }


def duty_gaps(department: Department) -> tuple[Reason, ...]:
    """What the department has still to name (jz-data-2020/5.2); nothing when all is named."""
    return judge_duties(duty_facts([department])[department.code]).reasons
