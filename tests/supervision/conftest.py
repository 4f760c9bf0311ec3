"""Fixtures: a unit with its officer, the bureau, finance, audit; Monday 23 November 2026."""

from datetime import date, datetime
from importlib import import_module

import pytest

from shuyuan.kernel.actor import Role
from shuyuan.regulations.context import LEGAL_ZONE, LegalContext
from shuyuan.regulations.law import load_law

TODAY = date(2026, 11, 23)


@pytest.fixture(autouse=True)
def places(settings, tmp_path):
    """Papers are kept in a folder of the test."""
    settings.ATTACHMENTS = str(tmp_path / "attachments")


@pytest.fixture
def organizations(db):
    return import_module("organizations.factories")


@pytest.fixture
def factories(db):
    return import_module("projects.factories")


@pytest.fixture
def legal(db):
    import_module("shuyuan.casework.services").seed_calendar()
    calendar = import_module("shuyuan.casework.selectors").working_calendar()
    now = datetime(TODAY.year, TODAY.month, TODAY.day, 9, 0, tzinfo=LEGAL_ZONE)
    return LegalContext(load_law(), calendar, TODAY, now)


@pytest.fixture
def unit(organizations):
    return organizations.make_department("civil-affairs", name="虚拟市民政局")


@pytest.fixture
def officer(organizations, unit):
    return organizations.make_actor(Role.DATA_OFFICER, unit)


@pytest.fixture
def bureau(organizations):
    return organizations.make_actor(Role.DATA_ADMINISTRATION, "data-administration")


@pytest.fixture
def commission(organizations):
    return organizations.make_actor(Role.INVESTMENT_APPROVAL, "development-reform")


@pytest.fixture
def finance(organizations):
    return organizations.make_actor(Role.FINANCE, "finance")


@pytest.fixture
def auditor(organizations):
    return organizations.make_actor(Role.AUDIT_OFFICE, "audit")
