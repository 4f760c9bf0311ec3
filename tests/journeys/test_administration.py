"""The three administrators and a principal officer: accounts, posts, the trail and its verification."""

from importlib import import_module
from pathlib import Path

import orjson
import pytest
from django.db import transaction

from shuyuan.kernel.actor import PLATFORM, Role


@pytest.fixture
def bureau(city):
    """The directory with the three administrators and a principal officer of education."""
    import_module("shuyuan.organizations.seed").seed_departments()
    models = import_module("shuyuan.organizations.models")
    place = {
        d.code: d for d in models.Department.objects.filter(code__in=["data-administration", "education"])
    }
    people = {
        "wang": (Role.SYSTEM_ADMINISTRATOR, "data-administration", "王系统"),
        "li": (Role.SECURITY_ADMINISTRATOR, "data-administration", "李安全"),
        "zhao": (Role.AUDIT_ADMINISTRATOR, "data-administration", "赵审计"),
        "sun": (Role.PRINCIPAL_OFFICER, "education", "孙主要"),
    }
    for username, (role, code, name) in people.items():
        person = city.make_person(username, full_name=name, home=place[code])
        city.make_post(role, place[code], person=person)
    return place


@pytest.fixture
def reads(bureau, settings):
    """Some entries and one batch of read records in the trail."""
    factories = import_module("audit.batches")
    taking = import_module("shuyuan.audit.taking")
    folder = import_module("shuyuan.engine.crypto").KeyFolder(Path(settings.KEYS))
    lines = [orjson.dumps(factories.read_record(request_id=f"r-{n}")) for n in range(3)]
    batch, _ = factories.signed_batch(lines, folder, chain="w0", seq=0)
    taking._take([batch], taking.gateway_keys())
    steps = import_module("shuyuan.audit.steps")
    with transaction.atomic():
        steps.record("catalog:entry:published", actor=PLATFORM, subject_kind="entry", subject_id="307001/1")


def test_an_account_is_opened_appointed_and_used(bureau, browser_page, width):
    system = browser_page(width)
    system.sign_in("wang")
    system.goto("/organizations/people/")
    system.look("accounts")
    system.goto("/organizations/people/new/")
    system.look("account-new")
    system.page.fill("[name=username]", "zhou")
    system.page.fill("[name=full_name]", "周测试")
    system.page.select_option("[name=department]", "education")
    system.follow("main form button[type=submit]")
    system.look("account-password")
    shown = system.page.locator("dl.sy-facts").inner_text()
    password = next(word for word in shown.split() if word.count("-") == 3)

    officer = browser_page(width)
    officer.sign_in("sun")
    officer.goto("/organizations/")
    officer.look("departments")
    officer.goto("/organizations/departments/education/")
    officer.look("department-gaps")
    officer.goto("/organizations/departments/education/appoint/")
    officer.page.fill("[name=username]", "zhou")
    officer.page.select_option("[name=role]", "data_officer")
    officer.look("appoint")
    officer.follow("main form button[type=submit]")
    officer.look("department")
    assert "周测试" in officer.page.content()
    officer.goto("/jobs/")
    officer.look("jobs")

    newcomer = browser_page(width)
    newcomer.sign_in("zhou", password)
    assert newcomer.page.url.endswith("/accounts/password/change/")
    newcomer.look("password-change")
    newcomer.page.fill("[name=oldpassword]", password)
    for name in ("password1", "password2"):
        newcomer.page.fill(f"[name={name}]", "green-river-42")
    newcomer.follow("main form button[type=submit]")
    assert newcomer.page.url == newcomer.base + "/"


def test_the_trail_is_searched_and_verified(reads, browser_page, width):
    auditor = browser_page(width)
    auditor.sign_in("zhao")
    auditor.goto("/audit/")
    auditor.look("audit")
    auditor.goto("/audit/2/")
    auditor.look("audit-entry")
    auditor.goto("/audit/reads/")
    auditor.look("reads")
    auditor.follow(auditor.page.locator("td a[href^='/audit/reads/']").first)
    auditor.look("read")
    auditor.goto("/audit/verification/")
    auditor.look("verification-empty")
    auditor.follow("main form button[type=submit]")
    auditor.look("verification-running")
    import_module("shuyuan.jobs.worker").run_pending()
    auditor.goto("/audit/verification/")
    auditor.look("verification")
    assert "完整无损" in auditor.page.content()
    job = import_module("shuyuan.jobs.models").Job.objects.get(name="audit.verify")
    auditor.goto(f"/jobs/{job.pk}/")
    auditor.look("job")


def test_the_security_administrator_looks_at_an_account(bureau, browser_page, width):
    security = browser_page(width)
    security.sign_in("li")
    person = import_module("shuyuan.organizations.models").Person.objects.get(username="sun")
    security.goto(f"/organizations/people/{person.pk}/")
    security.look("account")
    security.press("[data-dialog=reset]")
    security.look("account-reset")
