"""What many rooms' tests begin with: the factories, a Monday morning under the law, a signed-in browser.

`tests/conftest.py` gives these fixtures to every test; a room that needs another city defines its own of the
same name.
"""

from datetime import date, datetime
from importlib import import_module

import pytest

from shuyuan.kernel.actor import Role
from shuyuan.regulations.context import LEGAL_ZONE, LegalContext
from shuyuan.regulations.law import load_law

#: Monday, 23 November 2026.
TODAY = date(2026, 11, 23)
BACKEND = "django.contrib.auth.backends.ModelBackend"


def legal_on(day):
    """The law and the city's calendar on a day, nine in the morning."""
    import_module("shuyuan.casework.services").seed_calendar()
    calendar = import_module("shuyuan.casework.selectors").working_calendar()
    now = datetime(day.year, day.month, day.day, 9, 0, tzinfo=LEGAL_ZONE)
    return LegalContext(load_law(), calendar, day, now)


@pytest.fixture
def legal(db):
    """The law on the day of the tests."""
    return legal_on(TODAY)


@pytest.fixture
def organizations(db):
    """How departments, people and posts are made."""
    return import_module("organizations.factories")


@pytest.fixture
def catalog(db):
    """How entries are made."""
    return import_module("catalog.factories")


@pytest.fixture
def housing(organizations):
    """A department of the city."""
    return organizations.make_department("housing", name="虚拟住房局")


@pytest.fixture
def officer(organizations, housing):
    """The data officer of housing."""
    return organizations.make_actor(Role.DATA_OFFICER, housing)


@pytest.fixture
def stranger(organizations):
    """The data officer of another department."""
    return organizations.make_actor(Role.DATA_OFFICER, "forestry")


@pytest.fixture
def bureau(organizations):
    """A clerk of the department that administers data."""
    return organizations.make_actor(Role.DATA_ADMINISTRATION, "data-administration")


@pytest.fixture
def enter(legal):
    """`enter(actor)`: a browser in which the actor's person is signed in."""
    browser_class = import_module("django.test").Client
    person = import_module("shuyuan.organizations.models").Person

    def open_browser(actor):
        browser = browser_class()
        browser.force_login(person.objects.get(pk=actor.person_id), backend=BACKEND)
        return browser

    return open_browser
