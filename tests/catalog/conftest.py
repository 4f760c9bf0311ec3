"""Fixtures of the catalog's tests: two departments, the bureau, their people, Monday 23 November 2026."""

from datetime import date, datetime
from importlib import import_module

import pytest

from shuyuan.kernel.actor import Role
from shuyuan.regulations.context import LEGAL_ZONE, LegalContext
from shuyuan.regulations.law import load_law

TODAY = date(2026, 11, 23)


@pytest.fixture
def organizations(db):
    return import_module("organizations.factories")


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
def legal(db):
    import_module("shuyuan.casework.services").seed_calendar()
    calendar = import_module("shuyuan.casework.selectors").working_calendar()
    now = datetime(TODAY.year, TODAY.month, TODAY.day, 9, 0, tzinfo=LEGAL_ZONE)
    return LegalContext(load_law(), calendar, TODAY, now)


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
