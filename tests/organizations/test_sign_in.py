"""Sign-in over HTTP: refusals, lock-out, temporary and old passwords, idle sessions, other posts."""

from datetime import datetime, timedelta
from types import SimpleNamespace

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added
from axes.models import AccessAttempt
from django.core.cache import cache

from organizations.factories import PASSWORD, make_person, make_post
from shuyuan.audit.models import Entry
from shuyuan.kernel.actor import Role
from shuyuan.kernel.errors import NotPermitted
from shuyuan.organizations.models import Person
from shuyuan.organizations.services import unlock_account
from shuyuan.organizations.sign_in import account_name
from shuyuan.regulations.context import LEGAL_ZONE

pytestmark = pytest.mark.django_db
MORNING = datetime(2026, 11, 23, 9, 0, tzinfo=LEGAL_ZONE)
LOGIN = "/accounts/login/"
CHANGE = "/accounts/password/change/"


@pytest.fixture(autouse=True)
def fresh_start(calendar):
    """allauth counts attempts in the cache; the calendar's own entry is not of interest here."""
    cache.clear()
    Entry.objects.all().delete()


@pytest.fixture
def officer(person, education):
    """The person with a post; the password is `PASSWORD`."""
    make_post(Role.DATA_OFFICER, education, person=person)
    return person


def sign_in(client, username="zhang", password=PASSWORD):
    return client.post(LOGIN, {"login": username, "password": password})


def is_signed_in(client):
    return "_auth_user_id" in client.session


def events():
    return list(Entry.objects.order_by("seq").values_list("event", flat=True))


@pytest.mark.parametrize(
    "address",
    [
        "signup/",
        "email/",
        "password/reset/",
        "password/reset/done/",
        "password/reset/key/1-x/",
        "confirm-email/k/",
    ],
)
def test_people_do_not_serve_themselves_with_accounts_and_passwords(client, officer, address):
    client.force_login(officer)
    for answer in (
        client.get("/accounts/" + address),
        client.post("/accounts/" + address, {"username": "new"}),
    ):
        assert answer.status_code == 404
    assert not Person.objects.filter(username="new").exists()


def test_a_second_factor_may_be_asked_of_all(client, officer, settings):
    settings.TWO_FACTOR = "all"
    sign_in(client)
    answer = client.get("/")
    assert (answer.status_code, answer.url) == (302, "/accounts/2fa/totp/activate/")
    assert client.get("/accounts/2fa/totp/activate/").status_code in {200, 302}  # 302: asks for the password
    Authenticator.objects.create(user=officer, type=Authenticator.Type.TOTP, data={"secret": "x"})
    assert client.get("/").status_code == 200


def test_a_second_factor_may_be_asked_of_the_three_administrators_alone(client, officer, security, settings):
    settings.TWO_FACTOR = "administrators"
    client.force_login(officer)
    assert client.get("/").status_code == 200
    client.force_login(Person.objects.get(posts=security.post_id))
    assert client.get("/").status_code == 302


def test_a_wrong_password_is_recorded_without_the_password(client, officer):
    sign_in(client, password="wrong-secret-1")
    assert not is_signed_in(client)
    entry = Entry.objects.get()
    assert (entry.event, entry.outcome, entry.subject_id) == (
        "organizations:session:sign_in_failed",
        "refused",
        str(officer.pk),
    )
    assert "wrong-secret" not in entry.facts_json


def test_a_name_that_nobody_has_is_not_written_down(client, officer):
    sign_in(client, username="my-Secret-Passw0rd")
    entry = Entry.objects.get()
    assert entry.subject_id == "unknown"
    assert "Secret" not in f"{entry.facts_json}{entry.person_name}"


def test_a_closed_account_does_not_come_in(client, officer):
    Person.objects.update(is_active=False)
    sign_in(client)
    assert not is_signed_in(client)


def test_signing_in_and_out_leaves_entries_with_the_post(client, officer):
    sign_in(client, username="ZHANG")
    assert is_signed_in(client)
    client.post("/accounts/logout/")
    assert not is_signed_in(client)
    assert events() == ["organizations:session:signed_in", "organizations:session:signed_out"]
    entry = Entry.objects.first()
    assert (entry.department, entry.role, entry.facts["why"]) == ("education", "data_officer", "person")


def test_too_many_attempts_lock_the_account_in_whatever_case_it_is_typed(client, officer, settings):
    for name in ("zhang", "Zhang", "ZHANG", "zHang", "zhAng"):
        sign_in(client, username=name, password="wrong-secret-1")
    assert "organizations:session:locked_out" in events()
    response = sign_in(client)
    assert response.status_code == 429
    assert not is_signed_in(client)


def test_the_security_administrator_unlocks(client, officer, security, settings):
    for _ in range(settings.AXES_FAILURE_LIMIT):
        sign_in(client, password="wrong-secret-1")
    assert unlock_account(officer.pk, actor=security)
    assert not unlock_account(officer.pk, actor=security)
    sign_in(client)
    assert is_signed_in(client)
    assert events().count("organizations:session:unlocked") == 1


def test_a_right_password_forgets_the_wrong_ones_before_it(client, officer, settings):
    for _ in range(2):
        for _ in range(settings.AXES_FAILURE_LIMIT - 1):
            sign_in(client, password="wrong-secret-1")
        sign_in(client)
        assert is_signed_in(client)
        client.post("/accounts/logout/")


def test_nobody_else_unlocks(officer, system):
    with pytest.raises(NotPermitted):
        unlock_account(officer.pk, actor=system)


def test_the_lock_opens_by_itself_after_a_while(client, officer, settings):
    with time_machine.travel(MORNING, tick=False) as clock:
        for _ in range(settings.AXES_FAILURE_LIMIT):
            sign_in(client, password="wrong-secret-1")
        assert AccessAttempt.objects.get().failures_since_start == settings.AXES_FAILURE_LIMIT
        clock.shift(timedelta(hours=1))
        sign_in(client)
        assert is_signed_in(client)


@pytest.mark.parametrize(
    ("credentials", "posted", "expected"),
    [({"username": " ZHANG "}, "", "zhang"), ({}, "Zhang", "zhang"), (None, None, "")],
)
def test_attempts_count_by_the_name_without_case(credentials, posted, expected):
    request = SimpleNamespace(POST={"login": posted}) if posted is not None else None
    assert account_name(request, credentials) == expected


def test_a_second_factor_that_is_set_up_is_recorded_without_its_secret(client, officer):
    authenticator_added.send(
        Person,
        request=client.get("/").wsgi_request,
        user=officer,
        authenticator=Authenticator(user=officer, type="totp", data={"secret": "top-secret"}),
    )
    entry = Entry.objects.first()
    assert (entry.event, entry.facts["change"]) == ("organizations:second_factor:changed", "added")
    assert "top-secret" not in entry.facts_json


# --- passwords


def test_a_temporary_password_must_be_changed_before_anything_else(client, officer):
    Person.objects.update(must_change_password=True)
    sign_in(client)
    assert client.get("/organizations/").url == CHANGE
    assert client.get(CHANGE).status_code == 200
    assert client.get("/", headers={"HX-Request": "true"}).headers["HX-Redirect"] == CHANGE


@pytest.mark.parametrize(
    ("new", "error"),
    [
        (PASSWORD, "differ"),
        ("short1", ""),
        ("1234567890123", ""),
        ("password1234", ""),
    ],
)
def test_a_bad_new_password_changes_nothing(client, officer, new, error):
    Person.objects.update(must_change_password=True)
    sign_in(client)
    form = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    assert client.post(CHANGE, form).status_code == 200
    officer.refresh_from_db()
    assert officer.must_change_password


def test_the_persons_own_new_password_opens_the_way(client, officer):
    Person.objects.update(must_change_password=True)
    sign_in(client)
    form = {"oldpassword": PASSWORD, "password1": "green-river-42", "password2": "green-river-42"}
    assert client.post(CHANGE, form).url == "/"
    officer.refresh_from_db()
    assert officer.check_password("green-river-42")
    assert not officer.must_change_password
    assert officer.password_changed_at is not None
    assert is_signed_in(client)
    assert "organizations:password:changed" in events()


def test_an_old_password_must_be_changed(client, officer, settings):
    settings.PASSWORD_DAYS = 90
    with time_machine.travel(MORNING, tick=False):
        Person.objects.update(password_changed_at=MORNING - timedelta(days=91))
        sign_in(client)
        assert client.get("/organizations/").url == CHANGE


def test_passwords_can_be_allowed_to_stay(client, officer, settings):
    settings.PASSWORD_DAYS = 0
    Person.objects.update(password_changed_at=MORNING - timedelta(days=9999))
    sign_in(client)
    assert client.get("/organizations/").status_code == 200


# --- sessions


def test_an_idle_session_ends(client, officer, settings):
    settings.IDLE_MINUTES = 30
    with time_machine.travel(MORNING, tick=False) as clock:
        sign_in(client)
        client.get("/organizations/")
        clock.shift(timedelta(minutes=29))
        assert client.get("/organizations/").status_code == 200
        clock.shift(timedelta(minutes=31))
        assert client.get("/organizations/").url == f"{LOGIN}?next=%2Forganizations%2F"
        assert not is_signed_in(client)
    assert Entry.objects.first().facts["why"] == "idle"


def test_a_page_that_asks_by_itself_does_not_keep_a_session_awake(client, officer, settings):
    settings.IDLE_MINUTES = 30
    with time_machine.travel(MORNING, tick=False) as clock:
        sign_in(client)
        client.get("/organizations/")
        for _ in range(4):
            clock.shift(timedelta(minutes=10))
            client.get("/jobs/1/progress/", headers={"HX-Request": "true"})
        assert not is_signed_in(client)


def test_a_session_is_written_once_a_minute_not_with_every_page(
    client, officer, django_assert_max_num_queries
):
    with time_machine.travel(MORNING, tick=False):
        sign_in(client)
        client.get("/organizations/")
        seen = client.session["seen_at"]
    with time_machine.travel(MORNING + timedelta(seconds=30), tick=False):
        client.get("/organizations/")
        assert client.session["seen_at"] == seen


# --- posts


def test_a_person_switches_to_another_post_of_the_own(client, officer, education):
    other = make_post(Role.PRINCIPAL_OFFICER, education, person=officer)
    sign_in(client)
    response = client.post("/organizations/posts/switch/", {"post": other.pk})
    assert response.status_code == 302
    assert client.get("/organizations/").wsgi_request.actor.post_id == other.pk
    entry = Entry.objects.first()
    assert (entry.event, entry.role) == ("organizations:post:switched", "principal_officer")


@pytest.mark.parametrize("which", ["foreign", "ended", "missing", "nonsense"])
def test_a_post_that_is_not_the_own_is_not_found(client, officer, education, which):
    posts = {
        "foreign": lambda: make_post(Role.OPERATOR, education).pk,
        "ended": lambda: make_post(Role.OPERATOR, education, person=officer, ended_on=MORNING.date()).pk,
        "missing": lambda: 10**9,
        "nonsense": lambda: "x",
    }
    sign_in(client)
    response = client.post("/organizations/posts/switch/", {"post": posts[which]()})
    assert response.status_code == 404


def test_switching_needs_a_post_request(client, officer):
    sign_in(client)
    assert client.get("/organizations/posts/switch/").status_code == 405


def test_a_visitor_is_sent_to_the_sign_in(client):
    make_person()
    assert client.get("/organizations/").url.startswith(LOGIN)
