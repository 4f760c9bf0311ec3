"""A department with one data officer, and a client of the test that signs in."""

from importlib import import_module

import pytest

from shuyuan.kernel.actor import Role


@pytest.fixture
def city(db):
    """The working calendar and the factories of people and departments."""
    import_module("shuyuan.casework.services").seed_calendar()
    return import_module("organizations.factories")


@pytest.fixture
def legal(city):
    calendar = import_module("shuyuan.casework.selectors").working_calendar()
    return import_module("shuyuan.regulations.context").legal_now(calendar)


@pytest.fixture
def police(city):
    return city.make_department("public-security", name="虚拟市公安局")


@pytest.fixture
def officer(city, police):
    """The post of a data officer."""
    return city.make_post(Role.DATA_OFFICER, police, person=city.make_person("li", full_name="李明轩"))


@pytest.fixture
def enter(client, city):
    """`enter(post)`: the test client, signed in as the person of that post."""

    def sign_in(post):
        client.force_login(post.person)
        return client

    return sign_in
