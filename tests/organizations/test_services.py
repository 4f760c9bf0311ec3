"""Accounts, posts and data offices: refusals first, then what they change and what they leave behind."""

from datetime import date

import pytest

from organizations.factories import make_actor, make_department, make_person, make_post
from shuyuan.audit.models import Entry
from shuyuan.kernel.actor import PLATFORM, THREE_ADMINISTRATORS, Role
from shuyuan.kernel.errors import BadInput, Conflict, NotFound, NotPermitted, RuleRefused
from shuyuan.organizations.models import Department, Person, Post
from shuyuan.organizations.selectors import duty_gaps, list_posts
from shuyuan.organizations.services import (
    appoint_post,
    close_account,
    create_person,
    end_post,
    name_data_office,
    open_administrators,
    reset_password,
)

pytestmark = pytest.mark.django_db


def codes(refused):
    return [reason.code for reason in refused.value.verdict.reasons]


# --- accounts


@pytest.mark.parametrize("username", ["", "two words", "a" * 151, "<script>"])
def test_a_bad_user_name_opens_nothing(education, system, legal, username):
    with pytest.raises(BadInput) as refused:
        create_person(username, full_name="李测试", department="education", actor=system, legal=legal)
    assert refused.value.facts == {"fields": ["username"]}
    assert not Person.objects.filter(full_name="李测试").exists()
    assert not Entry.objects.exists()


def test_a_user_name_is_taken_in_any_case(person, system, legal):
    with pytest.raises(Conflict) as refused:
        create_person("ZHANG", full_name="李测试", department="education", actor=system, legal=legal)
    assert refused.value.code == "username_taken"


def test_an_account_of_an_unknown_department_is_not_opened(system, legal):
    with pytest.raises(NotFound):
        create_person("li", full_name="李测试", department="nowhere", actor=system, legal=legal)


def test_a_new_account_has_a_temporary_password_that_stands_nowhere(education, system, legal):
    opened = create_person("li", full_name="李测试", department="education", actor=system, legal=legal)
    assert opened.person.check_password(opened.password)
    assert opened.person.must_change_password
    assert opened.password not in repr(opened)
    assert opened.password not in Entry.objects.get().facts_json


def test_the_demonstration_gives_its_own_password(education, legal):
    opened = create_person(
        "li", full_name="李测试", department="education", password="tall-tree-9", actor=PLATFORM, legal=legal
    )
    assert not opened.person.must_change_password


def test_a_reset_password_must_be_changed(person, security, legal):
    opened = reset_password(person.pk, actor=security, legal=legal)
    person.refresh_from_db()
    assert person.check_password(opened.password)
    assert person.must_change_password
    assert Entry.objects.get().event == "organizations:password:reset"


def test_nobody_resets_the_own_password(security, legal):
    with pytest.raises(NotPermitted):
        reset_password(security.person_id, actor=security, legal=legal)


def test_an_account_with_a_post_is_not_closed(person, education, system):
    make_post(Role.OPERATOR, education, person=person)
    with pytest.raises(Conflict) as refused:
        close_account(person.pk, reason="left", actor=system)
    assert refused.value.code == "posts_in_force"


def test_a_closed_account_is_closed_once(person, system):
    close_account(person.pk, reason="left", actor=system)
    person.refresh_from_db()
    assert not person.is_active
    with pytest.raises(Conflict):
        close_account(person.pk, reason="left", actor=system)


# --- posts


@pytest.mark.parametrize(
    ("held", "new", "code"),
    [
        (Role.AUDIT_ADMINISTRATOR, Role.SYSTEM_ADMINISTRATOR, "administrators_are_separated"),
        (Role.OPERATOR, Role.AUDIT_ADMINISTRATOR, "administrator_works_with_data"),
        (Role.SYSTEM_ADMINISTRATOR, Role.DATA_OFFICER, "administrator_works_with_data"),
        (Role.SYSTEM_ADMINISTRATOR, Role.DATA_ADMINISTRATION, "administrator_works_with_data"),
    ],
)
def test_the_three_administrators_are_kept_apart(person, education, security, legal, held, new, code):
    make_post(held, education, person=person)
    with pytest.raises(RuleRefused) as refused:
        appoint_post("zhang", department="education", role=new, actor=security, legal=legal)
    assert codes(refused) == [code]
    assert Post.objects.filter(person=person).count() == 1
    assert not Entry.objects.exists()


def test_an_ended_post_does_not_stand_in_the_way(person, education, security, legal):
    make_post(Role.OPERATOR, education, person=person, ended_on=date(2026, 11, 1))
    post = appoint_post(
        "zhang", department="education", role=Role.AUDIT_ADMINISTRATOR, actor=security, legal=legal
    )
    assert post.started_on == legal.today


def test_a_post_is_held_once(person, education, security, legal):
    make_post(Role.OPERATOR, education, person=person)
    with pytest.raises(Conflict) as refused:
        appoint_post("zhang", department="education", role=Role.OPERATOR, actor=security, legal=legal)
    assert refused.value.code == "post_is_held"


def test_nobody_appoints_themselves(security, legal):
    username = Person.objects.get(pk=security.person_id).username
    with pytest.raises(NotPermitted) as refused:
        appoint_post(
            username,
            department="data-administration",
            role=Role.SECURITY_ADMINISTRATOR,
            actor=security,
            legal=legal,
        )
    assert refused.value.code == "own_appointment"


def test_a_principal_officer_appoints_only_own_people(principal, legal):
    make_person("stranger")
    with pytest.raises(NotPermitted) as refused:
        appoint_post("stranger", department="education", role=Role.OPERATOR, actor=principal, legal=legal)
    assert refused.value.code == "person_of_other_department"


def test_somebody_who_left_is_not_appointed(person, security, legal):
    Person.objects.update(is_active=False)
    with pytest.raises(NotFound):
        appoint_post("zhang", department="education", role=Role.OPERATOR, actor=security, legal=legal)


def test_an_appointment_is_a_post_and_an_entry(person, principal, legal):
    post = appoint_post("zhang", department="education", role=Role.DATA_OFFICER, actor=principal, legal=legal)
    assert list(list_posts(person.pk)) == [post]
    entry = Entry.objects.get()
    assert (entry.event, entry.cites, entry.facts["username"]) == (
        "organizations:post:appointed",
        "jz-data-2020/5.2",
        "zhang",
    )


def test_an_ended_post_stays_in_the_books(person, education, principal, legal):
    post = make_post(Role.OPERATOR, education, person=person)
    end_post(post.pk, reason="moved", actor=principal, legal=legal)
    assert not list_posts(person.pk).exists()
    assert Post.objects.get(pk=post.pk).ended_on == legal.today
    with pytest.raises(Conflict):
        end_post(post.pk, reason="moved", actor=principal, legal=legal)


def test_the_last_security_administrator_stays(security, legal):
    with pytest.raises(Conflict) as refused:
        end_post(security.post_id, reason="moved", actor=PLATFORM, legal=legal)
    assert refused.value.code == "last_security_administrator"


def test_a_missing_post_cannot_end(security, legal):
    with pytest.raises(NotFound):
        end_post(999, reason="moved", actor=security, legal=legal)


# --- a new installation


def test_a_new_installation_gets_its_three_administrators_once(legal):
    make_department("data-administration")
    opened = open_administrators(department="data-administration", legal=legal)
    assert [account.person.username for account in opened] == ["sysadmin", "secadmin", "auditadmin"]
    assert all(account.person.check_password(account.password) for account in opened)
    assert set(Post.objects.values_list("role", flat=True)) == {role.value for role in THREE_ADMINISTRATORS}
    with pytest.raises(Conflict):
        open_administrators(department="data-administration", legal=legal)


def test_administrators_whose_posts_ended_get_new_passwords(legal):
    make_department("data-administration")
    before = open_administrators(department="data-administration", legal=legal)
    Post.objects.update(ended_on=legal.today)
    after = open_administrators(department="data-administration", legal=legal)
    assert [a.person.pk for a in before] == [a.person.pk for a in after]
    assert {a.password for a in before}.isdisjoint(a.password for a in after)


# --- duties


def test_duties_are_due_until_everybody_is_named(education, person, principal, legal):
    make_post(Role.OPERATOR, education)
    assert [gap.code for gap in duty_gaps(education)] == ["no_data_office", "no_data_officer"]

    name_data_office("education", office="教育信息科", actor=principal)
    appoint_post("zhang", department="education", role=Role.DATA_OFFICER, actor=principal, legal=legal)
    assert duty_gaps(Department.objects.get(code="education")) == ()
    assert Entry.objects.filter(event="organizations:data_office:named").get().facts["after"] == "教育信息科"


def test_a_person_who_left_does_not_fill_a_duty(education, principal):
    Person.objects.filter(pk=principal.person_id).update(is_active=False)
    assert "no_principal_officer" in [gap.code for gap in duty_gaps(education)]


def test_a_foreign_principal_officer_names_no_office(education):
    stranger = make_actor(Role.PRINCIPAL_OFFICER, "health")
    with pytest.raises(NotPermitted):
        name_data_office("education", office="x", actor=stranger)
