"""The permission matrix: role × own or foreign department → what may be done to accounts and posts."""

from itertools import product

import pytest

from organizations.factories import make_actor, make_person, make_post
from shuyuan.kernel.actor import PLATFORM, Actor, Role
from shuyuan.kernel.errors import NotFound
from shuyuan.organizations import rights
from shuyuan.organizations.selectors import access_person, list_people

OWN, FOREIGN = "education", "health"

#: Right → the (role, department) pairs that have it; all others have not.
MATRIX = {
    "open_account": {
        (Role.SYSTEM_ADMINISTRATOR, OWN),
        (Role.SYSTEM_ADMINISTRATOR, FOREIGN),
        (Role.PRINCIPAL_OFFICER, OWN),
    },
    "reset_password_of_nobody_special": {
        (Role.SECURITY_ADMINISTRATOR, OWN),
        (Role.SECURITY_ADMINISTRATOR, FOREIGN),
        (Role.PRINCIPAL_OFFICER, OWN),
    },
    "reset_password_of_audit_administrator": {
        (Role.SECURITY_ADMINISTRATOR, OWN),
        (Role.SECURITY_ADMINISTRATOR, FOREIGN),
    },
    "reset_password_of_security_administrator": {
        (Role.SYSTEM_ADMINISTRATOR, OWN),
        (Role.SYSTEM_ADMINISTRATOR, FOREIGN),
    },
    "appoint_operator": {
        (Role.SECURITY_ADMINISTRATOR, OWN),
        (Role.SECURITY_ADMINISTRATOR, FOREIGN),
        (Role.PRINCIPAL_OFFICER, OWN),
    },
    "appoint_principal_officer": {
        (Role.SECURITY_ADMINISTRATOR, OWN),
        (Role.SECURITY_ADMINISTRATOR, FOREIGN),
    },
    "name_data_office": {(Role.PRINCIPAL_OFFICER, OWN)},
    "unlock": {(Role.SECURITY_ADMINISTRATOR, OWN), (Role.SECURITY_ADMINISTRATOR, FOREIGN)},
    "see_accounts": {
        (Role.SYSTEM_ADMINISTRATOR, OWN),
        (Role.SYSTEM_ADMINISTRATOR, FOREIGN),
        (Role.SECURITY_ADMINISTRATOR, OWN),
        (Role.SECURITY_ADMINISTRATOR, FOREIGN),
        (Role.AUDIT_ADMINISTRATOR, OWN),
        (Role.AUDIT_ADMINISTRATOR, FOREIGN),
        (Role.PRINCIPAL_OFFICER, OWN),
    },
}

ASK = {
    "open_account": lambda actor, place: rights.may_open_account(actor, department=place),
    "reset_password_of_nobody_special": lambda actor, place: rights.may_reset_password(
        actor, department=place, held={Role.OPERATOR}
    ),
    "reset_password_of_audit_administrator": lambda actor, place: rights.may_reset_password(
        actor, department=place, held={Role.AUDIT_ADMINISTRATOR}
    ),
    "reset_password_of_security_administrator": lambda actor, place: rights.may_reset_password(
        actor, department=place, held={Role.SECURITY_ADMINISTRATOR}
    ),
    "appoint_operator": lambda actor, place: rights.may_appoint(actor, department=place, role=Role.OPERATOR),
    "appoint_principal_officer": lambda actor, place: rights.may_appoint(
        actor, department=place, role=Role.PRINCIPAL_OFFICER
    ),
    "name_data_office": lambda actor, place: rights.may_name_data_office(actor, department=place),
    "unlock": lambda actor, place: rights.may_unlock(actor),
    "see_accounts": lambda actor, place: rights.may_see_accounts(actor, department=place),
}


@pytest.mark.parametrize(("right", "role", "place"), list(product(MATRIX, Role, [OWN, FOREIGN])))
def test_a_role_has_exactly_its_rights(right, role, place):
    actor = Actor(1, "测试", 1, OWN, role)
    assert ASK[right](actor, place) is ((role, place) in MATRIX[right])


@pytest.mark.parametrize("right", list(MATRIX))
def test_the_platform_itself_may_set_everything_up(right):
    assert ASK[right](PLATFORM, OWN)


def test_an_officer_without_department_leads_none():
    assert not rights.may_open_account(Actor(1, "测试", 1, "", Role.PRINCIPAL_OFFICER), department="")


@pytest.mark.django_db
@pytest.mark.parametrize("role", [Role.OPERATOR, Role.DATA_OFFICER, Role.DATA_ADMINISTRATION])
def test_a_foreign_account_looks_like_a_missing_one(role, education):
    person = make_person(home=education)
    actor = make_actor(role, education)
    with pytest.raises(NotFound):
        access_person(person.pk, actor=actor)
    with pytest.raises(NotFound):
        access_person(10**9, actor=actor)
    assert not list_people(actor=actor).exists()


@pytest.mark.django_db
def test_a_principal_officer_sees_own_people_only(education, principal):
    own = make_person(home=education)
    stranger = make_post(Role.OPERATOR).person
    assert list(list_people(actor=principal)) == [own]
    with pytest.raises(NotFound):
        access_person(stranger.pk, actor=principal)


@pytest.mark.django_db
def test_an_administrator_sees_everybody(security):
    make_person()
    assert list_people(actor=security).count() == 2
