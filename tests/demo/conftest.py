"""Fixtures: the people of the demonstration in a city of a few units; Monday 23 November 2026."""

from datetime import date, datetime

import pytest

from shuyuan.casework.selectors import working_calendar
from shuyuan.casework.services import seed_calendar
from shuyuan.catalog.classes import ensure_classes
from shuyuan.demo.posts import DEMO_POSTS, ensure_posts
from shuyuan.organizations.models import Department
from shuyuan.organizations.seed import seed_departments
from shuyuan.regulations.context import LEGAL_ZONE, LegalContext
from shuyuan.regulations.law import load_law

_TODAY = date(2026, 11, 23)
_UNITS = ("transport", "water", "health", "education", "justice", "archives")


@pytest.fixture
def legal(db):
    """The law of the day on which the years end."""
    seed_calendar()
    now = datetime(_TODAY.year, _TODAY.month, _TODAY.day, 9, 0, tzinfo=LEGAL_ZONE)
    return LegalContext(load_law(), working_calendar(), _TODAY, now)


@pytest.fixture
def actors(legal, settings, tmp_path):
    """The people of the demonstration in the whole city; papers are kept in a folder of the test."""
    settings.ATTACHMENTS = str(tmp_path / "attachments")
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    seed_departments()
    ensure_classes()
    return ensure_posts(tmp_path / "sign-ins", legal=legal)


@pytest.fixture
def few_units(actors):
    """The same people, but only units of the demonstration and a few more take part."""
    kept = {*_UNITS, *(post.department for post in DEMO_POSTS)}
    Department.objects.exclude(code__in=kept).update(is_active=False)
    return actors
