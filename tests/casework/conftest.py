"""A small city: two departments, the bureau, their people, a calendar, and Monday, 23 November 2026."""

from datetime import date, datetime

import pytest

from shuyuan.casework.selectors import working_calendar
from shuyuan.casework.services import seed_calendar
from shuyuan.casework.steps import open_task
from shuyuan.kernel.actor import Actor, Role
from shuyuan.kernel.identifiers.made_up import MadeUpNumbers
from shuyuan.organizations.models import Department, Person, Post, Region
from shuyuan.regulations.context import LEGAL_ZONE, LegalContext
from shuyuan.regulations.law import load_law

TODAY = date(2026, 11, 23)
NUMBERS = MadeUpNumbers(42)


@pytest.fixture
def legal(db) -> LegalContext:
    seed_calendar()
    now = datetime(TODAY.year, TODAY.month, TODAY.day, 9, 0, tzinfo=LEGAL_ZONE)
    return LegalContext(load_law(), working_calendar(), TODAY, now)


@pytest.fixture
def make_actor(db):
    """Appoint somebody; departments are made when first named."""
    region = Region.objects.create(code="419901", name="虚拟区")

    def make(department: str, role: Role, username: str = "") -> Actor:
        found, _ = Department.objects.get_or_create(
            code=department,
            defaults={"name": f"虚拟{department}局", "uscc": NUMBERS.uscc("11"), "region": region},
        )
        username = username or f"{department}-{role}"
        person = Person.objects.create(username=username, full_name=username)
        post = Post.objects.create(person=person, department=found, role=role, started_on=date(2025, 1, 1))
        return Actor(person.pk, person.full_name, post.pk, department, role)

    return make


@pytest.fixture
def operator(make_actor) -> Actor:
    return make_actor("housing", Role.OPERATOR)


@pytest.fixture
def stranger(make_actor) -> Actor:
    return make_actor("forestry", Role.OPERATOR)


@pytest.fixture
def bureau(make_actor) -> Actor:
    return make_actor("bureau", Role.DATA_ADMINISTRATION)


@pytest.fixture
def people(make_actor, operator, stranger, bureau) -> dict[str, Actor]:
    """One actor for every relation to a task of the housing department's operator."""
    return {
        "operator": operator,
        "officer": make_actor("housing", Role.DATA_OFFICER),
        "principal": make_actor("housing", Role.PRINCIPAL_OFFICER),
        "opener": make_actor("transport", Role.DATA_OFFICER),
        "opener's colleague": make_actor("transport", Role.OPERATOR),
        "bureau": bureau,
        "stranger": stranger,
        "auditor": Actor(99, "auditor", 99, "", Role.AUDIT_ADMINISTRATOR),
    }


@pytest.fixture
def make_task(legal, bureau):
    """Open a task, by default the bureau's review of an entry, received today."""

    def make(number: int = 1, **changes):
        values = {
            "kind": "catalog:entry:review",
            "subject_kind": "catalog.entry",
            "subject_id": number,
            "title": f"虚拟目录 {number}",
            "url": f"/catalog/{number}/",
            "parameter": "catalog.review_days",
            "actor": bureau,
            "legal": legal,
        } | changes
        if "role" not in values and "post" not in values:
            values |= {"role": Role.DATA_ADMINISTRATION}
        return open_task(values.pop("kind"), **values)

    return make
