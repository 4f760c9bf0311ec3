"""Who gets in where: every address × every role × GET and POST. An address without a line fails."""

import pytest
import time_machine
from django.conf import settings
from django.db import transaction
from django.test import Client, override_settings
from django.urls import get_resolver, reverse

from architecture.permission_table import LINES, PUBLIC, SIGN_IN
from architecture.small_city import SmallCity
from organizations.factories import make_person
from shuyuan.organizations.models import Person

pytestmark = pytest.mark.django_db

PAST_THE_DOOR = {200, 201, 302, 400, 409}
#: What a decision needs, so that a door behind the form is reached.
BODY = {"reason": "结束", "revision": "1", "opinion": "agrees", "source": "generate"}


def walk(patterns=None, namespaces=()):
    """Every address as (name, view)."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        if hasattr(pattern, "url_patterns"):
            inner = (*namespaces, pattern.namespace) if pattern.namespace else namespaces
            yield from walk(pattern.url_patterns, inner)
        else:
            yield ":".join((*namespaces, pattern.name or str(pattern.pattern))), pattern.callback


class Undone(transaction.Atomic):
    """A block that is undone at its end; steps that want the outermost transaction are content with it."""

    def __init__(self):
        super().__init__(using="default", savepoint=True, durable=False)
        self._from_testcase = True

    def __exit__(self, *failure):
        transaction.set_rollback(True)
        super().__exit__(*failure)


@pytest.fixture(scope="module")
def city(django_db_setup, django_db_blocker, tmp_path_factory):
    """One city for all lines; whatever a request changes is undone after it."""
    folder = tmp_path_factory.mktemp("city")
    places = {name: str(folder / name.lower()) for name in ("LAKE", "LANDING", "WORK", "KEYS")}
    places["ONLINE_URL"] = f"sqlite:///{folder / 'online.sqlite3'}"
    with django_db_blocker.unblock(), override_settings(HOME=folder, **places), Undone():
        found = SmallCity()
        with time_machine.travel(found.legal.now):
            found.browsers = {who: _enter(actor) for who, actor in found.actors.items()}
            found.browsers["visitor"] = Client(raise_request_exception=False)
            found.browsers["postless"] = _enter(None)
            yield found


def _enter(actor):
    """A browser in which this actor is signed in, or somebody without a post."""
    person = Person.objects.get(pk=actor.person_id) if actor else make_person("postless")
    browser = Client(raise_request_exception=False)
    browser.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    if actor:
        session = browser.session
        session["post"] = actor.post_id
        session.save()
    return browser


def ask(city, who, method, address):
    """The status, or "sign-in"; whatever the request did is undone."""
    with Undone():
        response = getattr(city.browsers[who], method)(address, BODY if method == "post" else {})
        location = response.headers.get("Location", "")
        if response.streaming:
            b"".join(response.streaming_content)
    return "sign-in" if location.startswith("/accounts/login/") else response.status_code


def address_of(city, name, arguments):
    values = [city.numbers.get(value, value) for value in arguments]
    return reverse(name, args=values)


def test_every_address_has_a_line():
    names = {name for name, _ in walk() if not name.startswith("^static/")}  # only with SHUYUAN_DEBUG

    assert names - {*LINES, *PUBLIC, *SIGN_IN} == set(), "write who may do what into permission_table.py"
    assert {*LINES, *PUBLIC, *SIGN_IN} - names == set(), "these addresses are gone"


def test_no_address_but_those_that_only_read_is_exempt_from_the_check_of_forms():
    """CKAN clients ask by POST; such a request never acts for the session (`feeds.callers`)."""
    exempt = {name for name, view in walk() if getattr(view, "csrf_exempt", False)}

    assert exempt == {"feeds:action", "feeds:action_of_any_version"}


@pytest.mark.parametrize("name", LINES)
def test_who_gets_in(city, name):
    arguments, may_get, may_post = LINES[name]
    address = address_of(city, name, arguments)
    for method, allowed in (("get", may_get), ("post", may_post)):
        if allowed is None:
            someone = next(iter(may_get or may_post or city.actors))
            assert ask(city, someone, method, address) == 405, f"{method} as {someone}"
            assert ask(city, "visitor", method, address) in {"sign-in", 405}
            continue
        statuses = {who: ask(city, who, method, address) for who in city.browsers}

        assert statuses.pop("visitor") == "sign-in"
        assert statuses.pop("postless") == 403
        inside = {who for who, status in statuses.items() if status in PAST_THE_DOOR}
        assert inside == allowed, f"{method}: {statuses}"
        assert {statuses[who] for who in statuses.keys() - inside} <= {403, 404}, f"{method}: {statuses}"


@pytest.mark.parametrize("name", LINES)
def test_a_post_without_the_token_of_its_form_is_refused(city, name):
    arguments, _, may_post = LINES[name]
    if not may_post:
        pytest.skip("takes no posts")
    strict = Client(raise_request_exception=False, enforce_csrf_checks=True)
    strict.cookies = city.browsers[min(may_post)].cookies

    with Undone():
        assert strict.post(address_of(city, name, arguments), BODY).status_code == 403


@pytest.mark.parametrize("name", {**PUBLIC, **SIGN_IN})
def test_what_is_open_to_visitors_changes_nothing_by_looking(city, name):
    """Pages of sign-in answer with a form or send on; none of them fails."""
    address = address_of(city, name, {**PUBLIC, **SIGN_IN}[name])

    assert ask(city, "visitor", "get", address) in {200, 302, 403, 404, "sign-in"}
    assert ask(city, "stranger", "get", address) in {200, 302, 403, 404}


def test_nobody_can_open_an_account_for_himself(city):
    before = Person.objects.count()
    with Undone():
        city.browsers["visitor"].post(
            reverse("account_signup"), {"username": "evil", "password1": "correct-horse-7", "email": "a@b.cn"}
        )
        assert Person.objects.count() == before


@pytest.mark.parametrize("number", ["0", str(2**63), "9" * 40, "%00", "..", "%F0%9F%98%80", "=1+1"])
def test_an_impossible_number_in_an_address_is_not_found(city, number):
    """Never a fault of ours, whichever database stands behind it."""
    places = [
        "catalog/entries/{}/", "catalog/entries/{}/edit/", "collection/{}/", "collection/{}/original/",
        "sharing/requests/{}/", "sharing/requests/new/{}/", "sharing/grants/{}/", "sharing/clients/{}/",
        "sharing/clients/{}/keys/{}/retire/", "systems/{}/", "casework/tasks/{}/why/",
        "casework/calendar/{}/", "audit/{}/", "audit/reads/{}/", "jobs/{}/", "law/jz-data-2020/{}/",
        "organizations/departments/{}/", "organizations/people/{}/",
    ]  # fmt: skip
    for place in places:
        address = "/" + place.replace("{}", number)
        for who in ("officer", "bureau", "audit"):
            for method in ("get", "post"):
                assert ask(city, who, method, address) in {400, 403, 404, 405}, f"{method} {address}"


def test_the_secret_places_are_not_files_of_the_pages(city):
    for path in ("/static/../keys/master.key", "/static/%2e%2e/keys/master.key", "/.env", "/keys/master.key"):
        assert ask(city, "visitor", "get", path) == 404
    assert settings.KEYS
