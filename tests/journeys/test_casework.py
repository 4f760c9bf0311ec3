"""A matter is supervised, answered and closed, as the bureau and a department see it in their inboxes."""

from datetime import timedelta

import pytest
from django.db import transaction

from shuyuan.casework.models import Supervision
from shuyuan.casework.selectors import working_calendar
from shuyuan.casework.steps import open_task
from shuyuan.kernel.actor import Role
from shuyuan.regulations.context import legal_now


@pytest.fixture
def waiting(city):
    """A task of the bureau's that lies with an officer of civil affairs, near its limit."""
    civil = city.make_department("civil-affairs", name="虚拟市民政局", short_name="民政局")
    bureau = city.make_department("data-administration", name="虚拟市政务服务和大数据管理局")
    city.make_post(Role.DATA_OFFICER, civil, person=city.make_person("li", full_name="李明轩"))
    city.make_post(Role.PRINCIPAL_OFFICER, civil, person=city.make_person("zhao", full_name="赵国平"))
    chen = city.make_post(
        Role.DATA_ADMINISTRATION, bureau, person=city.make_person("chen", full_name="陈思远")
    )
    legal = legal_now(working_calendar())
    with transaction.atomic():
        return open_task(
            "catalog:entry:amend",
            subject_kind="made_up",
            subject_id=1,
            title="养老机构名录",
            url="/catalog/",
            role=Role.DATA_OFFICER,
            department="civil-affairs",
            due_on=legal.today + timedelta(days=1),
            cites="jz-data-2020/10.1",
            actor=city.actor(chen),
            legal=legal,
        )


def test_a_matter_is_supervised_until_it_is_closed(browser_page, waiting, width):
    bureau = browser_page(width)
    bureau.sign_in("chen")
    bureau.goto("/casework/started/")
    bureau.look("casework-started")
    bureau.goto(f"/casework/tasks/{waiting.pk}/")
    bureau.look("casework-task")
    bureau.goto(f"/casework/tasks/{waiting.pk}/supervise/")
    bureau.page.fill("[name=demand]", "说明为何迟迟未改，并报完成日期。")
    bureau.page.fill("[name=due_on]", (waiting.due_on + timedelta(days=14)).isoformat())
    bureau.follow("main button[type=submit]:has-text('督办')", "**/casework/supervised/*/")
    bureau.look("casework-supervision")
    supervision = Supervision.objects.get()
    assert supervision.number in bureau.page.inner_text("main")

    officer = browser_page(width)
    officer.sign_in("li")
    officer.goto("/casework/")
    officer.look("casework-inbox")
    assert "督办中" in officer.page.inner_text("main")
    officer.goto(f"/casework/supervised/{supervision.pk}/")
    officer.press("main button:has-text('答复') >> visible=true")
    officer.page.fill("#answer-reason", "今日改完。")
    officer.follow("#answer button.btn-primary")
    assert "今日改完。" in officer.page.inner_text("main")

    bureau.goto(f"/casework/supervised/{supervision.pk}/")
    bureau.press("main button:has-text('办结') >> visible=true")
    bureau.page.fill("#close-reason", "已改，予以办结。")
    bureau.follow("#close button.btn-primary")
    bureau.look("casework-closed")
    supervision.refresh_from_db()
    assert supervision.state == "closed"


def test_the_other_pages_of_casework_fit_and_read_well(browser_page, waiting, width):
    principal = browser_page(width)
    principal.sign_in("zhao")
    for page in ("substitutions/new", "phrases", "supervised", "done", f"tasks/{waiting.pk}/why"):
        assert principal.goto(f"/casework/{page}/") == 200
        principal.look(f"casework-{page.partition('/')[0]}")
