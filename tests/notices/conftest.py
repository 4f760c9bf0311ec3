"""A small office: two departments, the bureau, and Monday, 23 November 2026."""

from datetime import date, datetime

import pytest

from organizations.factories import make_actor
from shuyuan.engine.crypto import create
from shuyuan.kernel.actor import Role
from shuyuan.kernel.calendar import WorkingCalendar, YearStatus
from shuyuan.notices.kinds import Followable, register_followable, register_kind
from shuyuan.notices.services import choose_ways
from shuyuan.regulations.context import LEGAL_ZONE, LegalContext
from shuyuan.regulations.law import load_law

MAIL = "zhang.test@example.org"
PHONE = "13800000000"
TODAY = date(2026, 11, 23)


@pytest.fixture
def legal():
    calendar = WorkingCalendar({2026: YearStatus.ANNOUNCED}, frozenset(), frozenset(), "test")
    return LegalContext(load_law(), calendar, TODAY, datetime(2026, 11, 23, 9, tzinfo=LEGAL_ZONE))


@pytest.fixture
def principal(housing):
    return make_actor(Role.PRINCIPAL_OFFICER, housing)


@pytest.fixture
def system(db):
    return make_actor(Role.SYSTEM_ADMINISTRATOR, "data-administration")


@pytest.fixture(autouse=True)
def things():
    """A kind of thing that everybody but forestry may follow."""
    register_kind("test:thing:changed", "虚拟变更")
    register_followable(
        Followable(
            "test.thing",
            "虚拟事项",
            lambda actor, subject_id: actor.department != "forestry" and subject_id.isdecimal(),
            lambda subject_id: (f"事项 {subject_id}", f"/things/{subject_id}/"),
        )
    )


@pytest.fixture
def said(bureau, legal):
    """What every telling of a test has in common."""
    return {
        "title": "目录已发布",
        "url": "/catalog/1/",
        "subject_kind": "test.thing",
        "subject_id": 1,
        "actor": bureau,
        "legal": legal,
    }


@pytest.fixture
def keys(settings, tmp_path):
    """Keys, and a home of the test's own; mails stay in memory."""
    settings.HOME, settings.KEYS = tmp_path, tmp_path / "keys"
    settings.MAIL_URL = "memory:"
    settings.PAGES_URL = "https://data.example"
    create(settings.KEYS)
    return settings


@pytest.fixture
def wishes(keys):
    """Choose the ways of an actor."""

    def choose(actor, *, mail="at_once", sms_urgent=True):
        return choose_ways(mail=mail, mail_address=MAIL, sms_urgent=sms_urgent, phone=PHONE, actor=actor)

    return choose
