"""Pages of departments and accounts: who comes in, what can be done, what is shown once."""

from itertools import product

import pytest
from django.utils.html import escape

from organizations.factories import make_department, make_person, make_post
from shuyuan.audit.models import Entry
from shuyuan.kernel.actor import Role
from shuyuan.organizations.models import Department, Person, Post
from shuyuan.organizations.rules import judge_duties
from shuyuan.organizations.selectors import duty_facts, list_departments, with_duties

pytestmark = pytest.mark.django_db
KEEPERS = {
    Role.SYSTEM_ADMINISTRATOR,
    Role.SECURITY_ADMINISTRATOR,
    Role.AUDIT_ADMINISTRATOR,
    Role.PRINCIPAL_OFFICER,
}


@pytest.fixture
def enter(client, calendar):
    """A browser of somebody in that role."""

    def run(role, department="education"):
        someone = make_person(home=make_department(department))
        make_post(role, make_department(department), person=someone)
        client.force_login(someone)
        return client

    return run


# --- doors


@pytest.mark.parametrize(("role", "page"), list(product(Role, ["people/", "people/new/"])))
def test_accounts_are_for_administrators_and_principal_officers(enter, education, role, page):
    openers = {Role.SYSTEM_ADMINISTRATOR, Role.PRINCIPAL_OFFICER}
    allowed = KEEPERS if page == "people/" else openers
    assert enter(role).get(f"/organizations/{page}").status_code == (200 if role in allowed else 403)


@pytest.mark.parametrize(
    ("role", "place", "status"),
    [
        (Role.SECURITY_ADMINISTRATOR, "health", 200),
        (Role.PRINCIPAL_OFFICER, "education", 200),
        (Role.PRINCIPAL_OFFICER, "health", 403),
        (Role.DATA_OFFICER, "education", 403),
        (Role.SYSTEM_ADMINISTRATOR, "education", 403),
        (Role.SECURITY_ADMINISTRATOR, "nowhere", 404),
    ],
)
def test_the_form_of_an_appointment_is_for_who_may_appoint(enter, education, role, place, status):
    make_department("health")
    assert enter(role).get(f"/organizations/departments/{place}/appoint/").status_code == status


def test_a_foreign_account_is_not_found(enter, education):
    stranger = make_person(home=make_department("health"))
    browser = enter(Role.PRINCIPAL_OFFICER)
    assert browser.get(f"/organizations/people/{stranger.pk}/").status_code == 404
    for step in ("password", "unlock", "close"):
        response = browser.post(f"/organizations/people/{stranger.pk}/{step}/", {"reason": "x"})
        assert response.status_code == 404
    stranger.refresh_from_db()
    assert stranger.is_active


# --- departments


def test_the_directory_marks_where_somebody_is_missing(enter, education, django_assert_max_num_queries):
    browser = enter(Role.OPERATOR, "health")
    with django_assert_max_num_queries(13):
        page = browser.get("/organizations/").content.decode()
    assert "有空缺" in page
    assert "焦作市教育局" in browser.get("/organizations/?q=教育").content.decode()
    assert "焦作市教育局" not in browser.get("/organizations/?duties=False").content.decode()


def test_the_list_and_the_rule_agree_on_the_duties(education):
    complete = make_department("health", data_office="信息科")
    make_post(Role.PRINCIPAL_OFFICER, complete)
    make_post(Role.DATA_OFFICER, complete)
    without_office = make_department("water")
    make_post(Role.PRINCIPAL_OFFICER, without_office)
    make_post(Role.DATA_OFFICER, without_office)
    left = make_post(Role.DATA_OFFICER, education)
    make_post(Role.PRINCIPAL_OFFICER, education)
    Department.objects.filter(code="education").update(data_office="信息科")
    Person.objects.filter(pk=left.person_id).update(is_active=False)

    rows = with_duties(list_departments())
    facts = duty_facts(rows)
    assert {row.code: row.has_gap for row in rows} == {
        code: not judge_duties(found).allowed for code, found in facts.items()
    }
    assert {row.code: row.has_gap for row in rows} == {"education": True, "health": False, "water": True}


def test_a_department_shows_its_gaps_with_the_provision(enter, education):
    page = enter(Role.OPERATOR).get("/organizations/departments/education/").content.decode()
    assert "职责逾期" in page
    assert "专职人员" in page
    assert "第五条" in page


def test_an_appointment_by_form(enter, person):
    browser = enter(Role.PRINCIPAL_OFFICER)
    form = {"username": "zhang", "role": "data_officer", "title": "科长"}
    response = browser.post("/organizations/departments/education/appoint/", form)
    assert response.status_code == 302
    post = Post.objects.get(person=person)
    assert (post.role, post.title) == ("data_officer", "科长")

    page = browser.get("/organizations/departments/education/").content.decode()
    assert f"/organizations/posts/{post.pk}/end/" in page
    browser.post(f"/organizations/posts/{post.pk}/end/", {"reason": "调动"})
    assert Entry.objects.first().facts["reason"] == "调动"


@pytest.mark.parametrize(
    "form", [{}, {"username": "zhang", "role": "principal_officer"}, {"username": "", "role": "operator"}]
)
def test_an_incomplete_appointment_is_shown_again(enter, person, form):
    browser = enter(Role.PRINCIPAL_OFFICER)
    assert browser.post("/organizations/departments/education/appoint/", form).status_code == 400
    assert not Post.objects.filter(person=person).exists()


def test_a_forbidden_combination_names_the_provision(enter, person, education):
    make_post(Role.OPERATOR, education, person=person)
    browser = enter(Role.SECURITY_ADMINISTRATOR)
    form = {"username": "zhang", "role": "audit_administrator"}
    response = browser.post("/organizations/departments/education/appoint/", form)
    assert response.status_code == 409
    assert "第十七条" in response.content.decode()


def test_the_data_office_by_form(enter, education):
    browser = enter(Role.PRINCIPAL_OFFICER)
    address = "/organizations/departments/education/data-office/"
    assert browser.get(address).status_code == 200
    assert browser.post(address, {"office": ""}).status_code == 400
    assert browser.post(address, {"office": "教育信息科"}).status_code == 302
    assert Department.objects.get(code="education").data_office == "教育信息科"
    assert enter(Role.OPERATOR).get(address).status_code == 403


# --- accounts


def test_a_new_account_shows_its_password_once_and_is_not_cached(enter, education):
    browser = enter(Role.SYSTEM_ADMINISTRATOR)
    form = {"username": "li", "full_name": "李<b>测试", "department": "education"}
    response = browser.post("/organizations/people/new/", form)
    page = response.content.decode()
    assert "no-store" in response.headers["Cache-Control"]
    assert escape("李<b>测试") in page
    account = Person.objects.get(username="li")
    again = browser.get(f"/organizations/people/{account.pk}/").content.decode()
    assert "临时密码" in again
    shown = page.split("临时密码")[-1]
    assert not any(word in again for word in shown.split() if word.count("-") == 3)


def test_a_new_account_with_a_bad_name_is_refused_in_words(enter, education):
    browser = enter(Role.SYSTEM_ADMINISTRATOR)
    form = {"username": "two words", "full_name": "李测试", "department": "education"}
    response = browser.post("/organizations/people/new/", form)
    assert response.status_code == 400
    assert "无法开通账号" in response.content.decode()


def test_a_principal_officer_opens_accounts_of_the_own_department_only(enter, education):
    make_department("health")
    browser = enter(Role.PRINCIPAL_OFFICER)
    form = {"username": "li", "full_name": "李测试", "department": "health"}
    assert browser.post("/organizations/people/new/", form).status_code == 400
    assert not Person.objects.filter(username="li").exists()


def test_a_password_reset_and_a_closing_by_page(enter, person):
    browser = enter(Role.PRINCIPAL_OFFICER)
    page = browser.get(f"/organizations/people/{person.pk}/").content.decode()
    assert f"/organizations/people/{person.pk}/password/" in page
    assert browser.post(f"/organizations/people/{person.pk}/password/").status_code == 200
    assert browser.post(f"/organizations/people/{person.pk}/close/", {"reason": "离职"}).status_code == 302
    person.refresh_from_db()
    assert not person.is_active
    assert Entry.objects.first().facts["reason"] == "离职"


def test_the_accounts_need_few_queries(enter, education, django_assert_max_num_queries):
    for _ in range(5):
        make_post(Role.OPERATOR, education, person=make_person(home=education))
    browser = enter(Role.AUDIT_ADMINISTRATOR)
    with django_assert_max_num_queries(13):
        assert browser.get("/organizations/people/").content.decode().count("<tr>") >= 7


def test_a_step_needs_a_post_request(enter, person):
    browser = enter(Role.SECURITY_ADMINISTRATOR)
    for step in ("password", "unlock", "close"):
        assert browser.get(f"/organizations/people/{person.pk}/{step}/").status_code == 405
