"""Fixtures of the room's tests."""

from datetime import date, datetime
from importlib import import_module

import pytest

from organizations.factories import make_actor, make_department, make_person
from shuyuan.kernel.actor import Role
from shuyuan.kernel.calendar import WorkingCalendar, YearStatus
from shuyuan.regulations.context import LEGAL_ZONE, LegalContext
from shuyuan.regulations.law import load_law


@pytest.fixture
def legal():
    calendar = WorkingCalendar({2026: YearStatus.ANNOUNCED}, frozenset(), frozenset(), "test")
    return LegalContext(
        load_law(), calendar, date(2026, 11, 23), datetime(2026, 11, 23, 9, tzinfo=LEGAL_ZONE)
    )


@pytest.fixture
def education(db):
    return make_department("education", name="焦作市教育局")


@pytest.fixture
def person(education):
    """Somebody of the education bureau without a post."""
    return make_person("zhang", full_name="张测试", home=education)


@pytest.fixture
def security(db):
    return make_actor(Role.SECURITY_ADMINISTRATOR, "data-administration")


@pytest.fixture
def system(db):
    return make_actor(Role.SYSTEM_ADMINISTRATOR, "data-administration")


@pytest.fixture
def principal(education):
    return make_actor(Role.PRINCIPAL_OFFICER, education)


@pytest.fixture
def calendar(db):
    """The working calendar, which every page needs."""
    import_module("shuyuan.casework.services").seed_calendar()
