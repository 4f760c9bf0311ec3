"""Posts and data offices: who is responsible for a department's data (jz-data-2020/5.2)."""

from django.db import transaction
from django.db.models import QuerySet

from shuyuan.audit.steps import record
from shuyuan.kernel.actor import Actor, Role
from shuyuan.kernel.errors import Conflict, NotPermitted, RuleRefused
from shuyuan.organizations import rights
from shuyuan.organizations.events import Event
from shuyuan.organizations.models import Department, Person, Post
from shuyuan.organizations.rules import judge_appointment
from shuyuan.organizations.selectors import access_department, access_post, find_person, list_posts
from shuyuan.regulations.context import LegalContext

RESPONSIBLE = "jz-data-2020/5.2"


@transaction.atomic
def appoint_post(
    username: str, *, department: str, role: Role, title: str = "", actor: Actor, legal: LegalContext
) -> Post:
    """Give a person a post from today on.

    Raises RuleRefused when one of the three administrators would hold a second office, NotPermitted for
    one's own appointment, and Conflict `post_is_held` when the person holds it already.
    """
    place = access_department(department)
    if not rights.may_appoint(actor, department=place.code, role=role):
        raise NotPermitted(code="may_not_appoint", department=place.code, role=role.value)
    person = _person(username, place, actor=actor)
    # The person's row is the lock: two appointments of one person are judged one after the other.
    Person.objects.select_for_update().get(pk=person.pk)
    held = list(list_posts(person.pk))
    verdict = judge_appointment({Role(post.role) for post in held}, role)
    if not verdict.allowed:
        raise RuleRefused(verdict)
    if any(post.department_id == place.pk and post.role == role for post in held):
        raise Conflict(code="post_is_held", role=role.value)
    post = Post.objects.create(
        person=person, department=place, role=role, title=title, started_on=legal.today
    )
    facts = {"person": person.full_name, "username": person.username, "role": role.value}
    record(
        Event.POST_APPOINTED,
        actor=actor,
        subject_kind="post",
        subject_id=post.pk,
        cites=RESPONSIBLE,
        facts={**facts, "department": place.code},
    )
    return post


@transaction.atomic
def end_post(post_id: int, *, reason: str, actor: Actor, legal: LegalContext) -> Post:
    """End a post today; it stays in the books. The last security administrator's post cannot end."""
    post = access_post(post_id)
    role = Role(post.role)
    if post.person_id == actor.person_id or not rights.may_appoint(
        actor, department=post.department.code, role=role
    ):
        raise NotPermitted(code="may_not_end_post")
    if post.ended_on is not None:
        raise Conflict(code="post_has_ended")
    if role is Role.SECURITY_ADMINISTRATOR and _in_force(role).count() == 1:
        raise Conflict(code="last_security_administrator")
    post.ended_on = legal.today
    post.save(update_fields=["ended_on"])
    facts = {"person": post.person.full_name, "role": role.value, "reason": reason}
    record(
        Event.POST_ENDED,
        actor=actor,
        subject_kind="post",
        subject_id=post.pk,
        cites=RESPONSIBLE,
        facts={**facts, "department": post.department.code},
    )
    return post


@transaction.atomic
def name_data_office(department: str, *, office: str, actor: Actor) -> Department:
    """Name the office that does the department's data work."""
    place = access_department(department)
    if not rights.may_name_data_office(actor, department=place.code):
        raise NotPermitted(code="may_not_name_data_office", department=place.code)
    facts = {"before": place.data_office, "after": office}
    place.data_office = office
    place.save(update_fields=["data_office"])
    record(
        Event.DATA_OFFICE_NAMED,
        actor=actor,
        subject_kind="department",
        subject_id=place.code,
        cites=RESPONSIBLE,
        facts=facts,
    )
    return place


def _person(username: str, place: Department, *, actor: Actor) -> Person:
    """The person to appoint; a principal officer appoints only people of the own department."""
    person = find_person(username)
    if person.pk == actor.person_id:
        raise NotPermitted(code="own_appointment")
    if actor.role is Role.PRINCIPAL_OFFICER and person.home_id != place.pk:
        raise NotPermitted(code="person_of_other_department", username=username)
    return person


def _in_force(role: Role) -> QuerySet[Post]:
    return Post.objects.filter(role=role, ended_on__isnull=True, person__is_active=True)
