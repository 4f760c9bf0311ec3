"""Somebody is told of a thing, reads it, follows another, and chooses how to be reached."""

import pytest
from django.db import transaction
from django.utils import timezone

from shuyuan.casework.selectors import working_calendar
from shuyuan.kernel.actor import Role
from shuyuan.notices.models import Delivery
from shuyuan.notices.steps import tell
from shuyuan.regulations.context import legal_now


@pytest.fixture
def told(city):
    """An officer with three messages, an operator of the platform, and a mail that could not be sent."""
    civil = city.make_department("civil-affairs", name="虚拟市民政局", short_name="民政局")
    bureau = city.make_department("data-administration", name="虚拟市政务服务和大数据管理局")
    officer = city.make_post(Role.DATA_OFFICER, civil, person=city.make_person("li", full_name="李明轩"))
    city.make_post(Role.SYSTEM_ADMINISTRATOR, bureau, person=city.make_person("wu", full_name="吴远航"))
    chen = city.make_post(
        Role.DATA_ADMINISTRATION, bureau, person=city.make_person("chen", full_name="陈思远")
    )
    actor = city.actor(chen)
    with transaction.atomic():
        for number, title in enumerate(
            ["目录“养老机构名录”已发布", "目录“低保对象信息”更新申请逾期", "需求清单已转交"]
        ):
            tell(
                "catalog:entry:changed",
                posts=[officer.pk],
                title=title,
                text="第 3 版自今日起生效。" if not number else "",
                url="/notices/following/",
                subject_kind="catalog.entry",
                subject_id=number,
                urgent=number == 1,
                actor=actor,
                legal=legal_now(working_calendar()),
            )
        Delivery.objects.create(
            person=officer.person, channel="mail", state="failed", attempts=7, error="smtp_550",
            made_at=timezone.now(), due_at=timezone.now(),
        )  # fmt: skip


def test_a_message_is_read_and_the_way_outside_is_chosen(browser_page, told, width):
    officer = browser_page(width)
    officer.allow("400")  # a mail without an address is refused first
    officer.sign_in("li")
    assert officer.page.locator(".sy-tool-count").inner_text() == "3"
    officer.follow("a.sy-tool[href='/notices/']")
    officer.look("notices")
    officer.follow("main >> text=目录“养老机构名录”已发布", "**/notices/following/")
    officer.look("notices-following")
    assert officer.page.locator(".sy-tool-count").inner_text() == "2"
    officer.goto("/notices/")
    officer.follow("text=全部标为已读")
    assert officer.page.locator(".sy-tool-count").count() == 0

    officer.goto("/notices/preferences/")
    officer.page.check("[name=mail][value=digest]")
    officer.follow("main button:has-text('保存设置')")
    officer.look("notices-preferences")
    officer.page.fill("[name=mail_address]", "li.mingxuan@example.org")
    officer.follow("main button:has-text('保存设置')")
    assert officer.page.input_value("[name=mail_address]") == "li.mingxuan@example.org"

    operator = browser_page(width)
    operator.sign_in("wu")
    operator.goto("/notices/outbox/")
    operator.look("notices-outbox")
    operator.follow("main button:has-text('重试全部失败项')")
    assert Delivery.objects.get().state == Delivery.State.WAITING
