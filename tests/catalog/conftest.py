"""Fixtures of the catalog's tests: two departments, the bureau, their people, Monday 23 November 2026."""

from datetime import date, datetime
from importlib import import_module

import pytest
import time_machine

from shuyuan.kernel.actor import Role
from shuyuan.organizations.models import Person
from shuyuan.regulations.context import LEGAL_ZONE

TODAY = date(2026, 11, 23)
BACKEND = "django.contrib.auth.backends.ModelBackend"


@pytest.fixture
def factories(db):
    return import_module("catalog.factories")


@pytest.fixture
def civil_affairs(organizations):
    return organizations.make_department("civil-affairs", name="焦作市民政局", short_name="民政局")


@pytest.fixture
def tax(organizations):
    return organizations.make_department("tax", name="焦作市税务局")


@pytest.fixture
def officer(organizations, civil_affairs):
    return organizations.make_actor(Role.DATA_OFFICER, civil_affairs)


@pytest.fixture
def operator(organizations, civil_affairs):
    return organizations.make_actor(Role.OPERATOR, civil_affairs)


@pytest.fixture
def stranger(organizations, tax):
    return organizations.make_actor(Role.DATA_OFFICER, tax)


@pytest.fixture
def bureau(organizations):
    department = organizations.make_department("bureau", name="焦作市政务服务和大数据管理局")
    return organizations.make_actor(Role.DATA_ADMINISTRATION, department)


@pytest.fixture
def monday_morning():
    with time_machine.travel(datetime(2026, 11, 23, 9, 0, tzinfo=LEGAL_ZONE), tick=False):
        yield


@pytest.fixture
def as_person(client, legal):
    """A client that is signed in as the actor's person."""

    def sign_in(actor):
        client.force_login(Person.objects.get(pk=actor.person_id), backend=BACKEND)
        return client

    return sign_in


@pytest.fixture
def entry(civil_affairs, factories):
    return factories.make_published_entry(civil_affairs, name="低保对象名录")


@pytest.fixture
def draft(civil_affairs, factories):
    return factories.make_entry(civil_affairs, name="殡葬服务机构名录")
