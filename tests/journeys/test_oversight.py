"""Audit, inspection, leaders: findings are rectified, suspended is suspended, all is seen at once."""

import csv
import hashlib
import io
import zipfile
from datetime import timedelta
from importlib import import_module

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from shuyuan.casework.selectors import working_calendar
from shuyuan.jobs.worker import run_pending
from shuyuan.kernel.actor import Role
from shuyuan.papers.services import add_attachment
from shuyuan.projects.models import Hold
from shuyuan.projects.rules.stages import Stage
from shuyuan.regulations.context import legal_now
from shuyuan.supervision.models import AuditCase, Order

WAN = 1_000_000
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
SUBMIT = "main form.sy-form .sy-form-actions button[type=submit]"


@pytest.fixture
def site(city, settings, tmp_path):
    """A project being built with a contract and a file, and five people around it."""
    settings.ATTACHMENTS = str(tmp_path / "attachments")
    legal = legal_now(working_calendar())
    civil = city.make_department("civil-affairs", name="虚拟市民政局")
    people = {}
    for login, name, role, code, department in (
        ("li", "李明轩", Role.DATA_OFFICER, "civil-affairs", "虚拟市民政局"),
        ("chen", "陈思远", Role.DATA_ADMINISTRATION, "data-administration", "虚拟市政务服务和大数据管理局"),
        ("qian", "钱多", Role.FINANCE, "finance", "虚拟市财政局"),
        ("cheng", "程审", Role.AUDIT_OFFICE, "audit", "虚拟市审计局"),
        ("dong", "董远", Role.CITY_LEADER, "government-office", "虚拟市人民政府办公室"),
    ):
        found = city.make_department(code, name=department)
        person = city.make_person(login, full_name=name)
        people[login] = city.actor(city.make_post(role, found, person=person))
    day, year = legal.today - timedelta(days=60), str(legal.today.year)
    project = import_module("projects.factories").make_project(
        civil, legal=legal, actor=people["li"], name="虚拟救助一体化平台", stage=Stage.BUILDING,
        stage_since=day, plan_year=legal.today.year, planned_fen=500 * WAN, reviewed_on=day,
        meets_co_use=True, meets_connection=True, approved_on=day, approved_fen=480 * WAN,
        budgets={year: 300 * WAN}, contracts={"HT-2026-031": 200 * WAN}, contracted_fen=200 * WAN,
        started_on=day,
    )  # fmt: skip
    add_attachment(
        SimpleUploadedFile("设计.pdf", PDF), subject_kind="projects.project", subject_id=str(project.pk),
        label="初步设计", actor=people["li"], legal=legal,
    )  # fmt: skip
    return project, legal


def later(legal, days):
    return (legal.today + timedelta(days=days)).isoformat()


def test_what_an_audit_finds_is_rectified_and_the_archive_leaves(browser_page, site, width, tmp_path):
    project, legal = site
    auditor, unit = browser_page(width), browser_page(width)
    auditor.sign_in("cheng")
    auditor.goto(project.get_absolute_url())
    auditor.follow("main a:has-text('列入审计计划')")
    auditor.page.fill("[name=scope]", "资金使用和资产管理")
    auditor.look("audit-plan")
    auditor.follow(SUBMIT)
    auditor.follow("main a:has-text('作出审计结论')")
    auditor.page.check("[name=passed][value=no]")
    auditor.page.fill("[name=findings]", "部分设备没有登记入账。")
    auditor.follow(SUBMIT)
    auditor.allow("400")
    auditor.page.fill("[name=rectify_by]", later(legal, 30))
    auditor.follow(SUBMIT)
    auditor.look("audit-failed")
    case = AuditCase.objects.get()
    assert Hold.objects.filter(project=project, code="audit_failed", released_at=None).exists()

    unit.sign_in("li")
    unit.goto("/casework/")
    unit.follow(f"main a:has-text('{project.name}') >> nth=0")
    unit.goto(case.get_absolute_url())
    unit.follow("main a:has-text('报告整改情况')")
    unit.page.fill("[name=text]", "设备已全部登记入账，附清单。")
    unit.look("audit-report")
    unit.follow(SUBMIT)

    auditor.goto(case.get_absolute_url())
    auditor.follow("main a:has-text('整改通过')")
    auditor.page.fill("[name=opinion]", "已核对资产台账，整改完成。")
    auditor.follow(SUBMIT)
    auditor.look("audit-rectified")
    assert not Hold.objects.filter(project=project, code="audit_failed", released_at=None).exists()

    auditor.goto(f"{project.get_absolute_url()}?tab=oversight")
    auditor.look("project-oversight")
    auditor.follow("main a:has-text('项目档案')")
    auditor.follow("main button:has-text('打包档案')")
    run_pending()
    auditor.goto(f"/projects/{project.pk}/archive/")
    auditor.look("archive")
    packed = tmp_path / "archive.zip"
    auditor.download("main a[download]").save_as(packed)
    with zipfile.ZipFile(packed) as archive:
        index = list(csv.reader(io.StringIO(archive.read("index.csv").decode("utf-8-sig"))))[1:]
        digests = {path: hashlib.sha256(archive.read(path)).hexdigest() for path, *_ in index}
        assert digests == {path: digest for path, _what, _size, digest in index}
        assert {"index.csv", "index.html", *digests} == set(archive.namelist())
        journal = archive.read("journal.csv").decode("utf-8-sig")
    assert any(path.startswith("documents/初步设计/") for path in digests)
    assert "data/supervision.auditcase.csv" in digests
    assert journal.count("审计") >= 3


def test_a_suspended_payment_is_not_paid_until_the_order_is_met(browser_page, site, width):
    project, legal = site
    bureau, unit, finance = browser_page(width), browser_page(width), browser_page(width)
    unit.sign_in("li")
    unit.goto(f"/projects/funds/{project.pk}/request/")
    unit.page.fill("[name=fen]", "60")
    unit.page.fill("[name=grounds]", "首付款，合同第五条")
    unit.follow("main form.sy-form button.btn-primary")
    payment = unit.page.url

    bureau.sign_in("chen")
    bureau.goto("/supervision/inspections/")
    bureau.look("inspections-empty")
    bureau.follow("main a:has-text('开展检查')")
    bureau.page.fill("[name=title]", "信息化项目专项检查")
    bureau.allow("400")
    bureau.follow(SUBMIT)
    bureau.page.locator("text=请选择检查的项目").first.wait_for()
    bureau.page.fill("[name=find]", "焦信项〔2020〕0号")
    bureau.page.locator("text=没有找到其他项目").first.wait_for()
    bureau.page.fill("[name=find]", "救助")
    bureau.page.check(f"[name=projects][value='{project.pk}']")
    bureau.page.fill("[name=find]", "税务")
    bureau.page.locator("text=没有找到其他项目").first.wait_for()
    bureau.look("inspection-form")
    bureau.follow(SUBMIT)
    bureau.look("inspection")
    bureau.follow("main a:has-text('下达整改通知')")
    bureau.page.fill("[name=finding]", "合同变更未按程序报批。")
    bureau.page.fill("[name=demand]", "补办变更审批。")
    bureau.page.fill("[name=due_on]", later(legal, 20))
    bureau.look("order-form")
    bureau.follow(SUBMIT)
    order = Order.objects.get()
    assert (order.inspection.title, order.state) == ("信息化项目专项检查", Order.State.ISSUED)
    bureau.look("order-running")

    Order.objects.update(due_on=legal.today - timedelta(days=1))  # the days pass
    bureau.goto("/supervision/orders/?late=overdue")
    bureau.look("orders-overdue")
    bureau.follow(f"main a:has-text('{project.name}')")
    bureau.follow("main a:has-text('采取处理措施')")
    bureau.page.check("[name=kind][value=suspend_payment]")
    bureau.page.fill("[name=reason]", "逾期未整改。")
    bureau.look("sanction-form")
    bureau.follow(SUBMIT)
    bureau.look("order-sanctioned")

    finance.sign_in("qian")
    finance.goto(payment)
    finance.page.locator("text=项目资金暂缓拨付").first.wait_for()
    finance.look("payment-suspended")
    assert "/pay/" not in finance.page.content()

    unit.goto(order.get_absolute_url())
    unit.follow("main a:has-text('报告整改情况')")
    unit.page.check("[name=refuses][value=no]")
    unit.page.fill("[name=answer]", "变更审批已补办。")
    unit.look("order-answer")
    unit.follow(SUBMIT)
    bureau.goto(order.get_absolute_url())
    bureau.follow("main a:has-text('核查整改情况')")
    bureau.page.check("[name=met][value=yes]")
    bureau.page.fill("[name=opinion]", "整改到位。")
    bureau.follow(SUBMIT)
    bureau.follow("main a:has-text('解除处理措施')")
    bureau.page.fill("[name=reason]", "整改已到位，恢复拨付。")
    bureau.follow(SUBMIT)
    bureau.look("order-met")

    finance.goto(payment)
    finance.page.fill("[name=document]", "焦财拨〔2026〕9号")
    finance.follow("main form[action$='/pay/'] button")
    project.refresh_from_db()
    assert project.paid_fen == 60 * WAN


def test_a_leader_sees_how_all_stand_and_one_project(browser_page, site, width):
    project, _legal = site
    leader = browser_page(width)
    leader.sign_in("dong")
    leader.goto("/projects/portfolio/")
    leader.page.locator(".sy-tiles").wait_for()
    leader.look("portfolio")
    leader.follow("main .sy-tiles a[href^='/projects/'] >> nth=0")
    leader.look("projects-of-the-leader")
    leader.follow(f"main a:has-text('{project.name}')")
    for words in ("下一步", "由谁办理", "已支付", "建设中"):
        leader.page.locator(f"main :text('{words}')").first.wait_for()
    leader.look("project-of-the-leader")
    leader.goto("/projects/portfolio/deadlines/")
    leader.look("deadlines")
