"""A department with a published entry, the bureau, and Monday, 23 November 2026."""

from datetime import date, datetime

import pytest

from catalog.factories import make_published_entry
from organizations.factories import make_actor, make_department
from shuyuan.casework.selectors import working_calendar
from shuyuan.casework.services import seed_calendar
from shuyuan.kernel.actor import Role
from shuyuan.regulations.context import LEGAL_ZONE, LegalContext
from shuyuan.regulations.law import load_law

TODAY = date(2026, 11, 23)


def legal_of(day):
    """The law on the morning of a day."""
    now = datetime(day.year, day.month, day.day, 9, tzinfo=LEGAL_ZONE)
    return LegalContext(load_law(), working_calendar(), day, now)


@pytest.fixture
def legal(db):
    seed_calendar()
    return legal_of(TODAY)


@pytest.fixture
def housing(db):
    return make_department("housing", name="虚拟住房局")


@pytest.fixture
def officer(housing):
    return make_actor(Role.DATA_OFFICER, housing)


@pytest.fixture
def operator(housing):
    return make_actor(Role.OPERATOR, housing)


@pytest.fixture
def stranger(db):
    return make_actor(Role.DATA_OFFICER, "forestry")


@pytest.fixture
def bureau(db):
    return make_actor(Role.DATA_ADMINISTRATION, "data-administration")


@pytest.fixture
def security(db):
    return make_actor(Role.SECURITY_ADMINISTRATOR, "data-administration")


@pytest.fixture
def entry(housing):
    """Published on 2 November 2026, to be updated every month."""
    return make_published_entry(housing, name="保障房项目信息")
