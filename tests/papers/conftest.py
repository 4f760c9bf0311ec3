"""A department with its people, the bureau, a stranger, and a subject that stays open until it is closed."""

from datetime import date, datetime
from importlib import import_module

import pytest
import time_machine

from shuyuan.kernel.actor import Role
from shuyuan.regulations.context import LEGAL_ZONE, LegalContext
from shuyuan.regulations.law import load_law

TODAY = date(2026, 11, 23)
KIND = "tests.folder"


@pytest.fixture
def legal(db):
    import_module("shuyuan.casework.services").seed_calendar()
    calendar = import_module("shuyuan.casework.selectors").working_calendar()
    now = datetime(TODAY.year, TODAY.month, TODAY.day, 9, 0, tzinfo=LEGAL_ZONE)
    return LegalContext(load_law(), calendar, TODAY, now)


@pytest.fixture
def people(db):
    factories = import_module("organizations.factories")
    own = factories.make_department("civil-affairs", name="焦作市民政局")
    bureau = factories.make_department("data-bureau", name="焦作市政务服务和大数据管理局")
    return {
        "officer": factories.make_actor(Role.DATA_OFFICER, own),
        "bureau": factories.make_actor(Role.DATA_ADMINISTRATION, bureau),
        "stranger": factories.make_actor(Role.DATA_OFFICER, factories.make_department("forestry")),
        "audit": factories.make_actor(Role.AUDIT_ADMINISTRATOR, bureau),
    }


@pytest.fixture
def closed():
    """Numbers of folders that are closed: they can be read and not changed."""
    return set()


@pytest.fixture(autouse=True)
def folders(monkeypatch, closed, tmp_path, settings):
    """A kind of subject that civil affairs and the bureau may read, and civil affairs may change."""
    settings.ATTACHMENTS = str(tmp_path / "attachments")
    registry = import_module("shuyuan.papers.registry")
    monkeypatch.setattr(registry, "_SUBJECTS", dict(registry._SUBJECTS))
    registry.register_subject(
        KIND,
        may_read=lambda _, actor: actor.department == "civil-affairs" or actor.is_administration,
        may_write=lambda number, actor: actor.department == "civil-affairs" and number not in closed,
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
