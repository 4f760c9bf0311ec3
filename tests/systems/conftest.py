"""A department with its people, the bureau, and somebody else."""

from datetime import date, datetime
from importlib import import_module

import pytest
import time_machine

from shuyuan.kernel.actor import Role

TODAY = date(2026, 11, 23)


@pytest.fixture
def legal(db):
    import_module("shuyuan.casework.services").seed_calendar()
    context = import_module("shuyuan.regulations.context")
    law = import_module("shuyuan.regulations.law")
    calendar = import_module("shuyuan.casework.selectors").working_calendar()
    now = datetime(TODAY.year, TODAY.month, TODAY.day, 9, 0, tzinfo=context.LEGAL_ZONE)
    return context.LegalContext(law.load_law(), calendar, TODAY, now)


@pytest.fixture
def people(db):
    """One actor for every relation to a system of the civil affairs department."""
    factories = import_module("organizations.factories")
    own = factories.make_department("civil-affairs")
    bureau = factories.make_department("data-bureau")
    return {
        "officer": factories.make_actor(Role.DATA_OFFICER, own),
        "operator": factories.make_actor(Role.OPERATOR, own),
        "bureau": factories.make_actor(Role.DATA_ADMINISTRATION, bureau),
        "stranger": factories.make_actor(Role.DATA_OFFICER, factories.make_department("forestry")),
        "auditor": factories.make_actor(Role.AUDIT_ADMINISTRATOR, bureau),
    }


@pytest.fixture
def proposed(people, legal):
    """A system that waits for the bureau."""
    return import_module("shuyuan.systems.services").propose_system(
        name="社会救助管理系统",
        network="egov_extranet",
        hosting="government_cloud",
        duty="办理社会救助",
        actor=people["officer"],
        legal=legal,
    )


@pytest.fixture
def enter(legal):
    """`enter(actor)`: a browser in which that actor is signed in, on the test's day."""
    browser_class = import_module("django.test").Client
    person = import_module("shuyuan.organizations.models").Person

    def sign_in(actor):
        browser = browser_class()
        browser.force_login(
            person.objects.get(pk=actor.person_id), backend="django.contrib.auth.backends.ModelBackend"
        )
        session = browser.session
        session["post"] = actor.post_id
        session.save()
        return browser

    with time_machine.travel(legal.now):
        yield sign_in
