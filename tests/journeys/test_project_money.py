"""A project is reviewed, becomes an approved one, gets its money, its plans are cleared, and finance pays."""

from datetime import timedelta
from importlib import import_module

import pytest
from django.db import transaction

from shuyuan.casework.selectors import working_calendar
from shuyuan.kernel.actor import Role
from shuyuan.projects.rules.stages import Kind, Stage
from shuyuan.projects.steps import note_unit
from shuyuan.regulations.context import legal_now

WAN = 1_000_000


@pytest.fixture
def site(city):
    """A reviewed investment and one that breaks the rules of shared use; five people around them."""
    legal = legal_now(working_calendar())
    civil = city.make_department("civil-affairs", name="虚拟市民政局")
    people = {}
    for login, name, role, code, department in (
        ("li", "李明轩", Role.DATA_OFFICER, "civil-affairs", civil),
        ("chen", "陈思远", Role.DATA_ADMINISTRATION, "data-administration", "虚拟市政务服务和大数据管理局"),
        ("fang", "方岚", Role.INVESTMENT_APPROVAL, "development-reform", "虚拟市发展改革委"),
        ("qian", "钱多", Role.FINANCE, "finance", "虚拟市财政局"),
    ):
        found = department if role is Role.DATA_OFFICER else city.make_department(code, name=department)
        people[login] = city.make_post(role, found, person=city.make_person(login, full_name=name))
    make = import_module("projects.factories").make_project
    day = legal.today - timedelta(days=30)
    reviewed = {
        "stage": Stage.REVIEWED, "stage_since": day, "reviewed_on": day, "meets_connection": True,
        "planned_fen": 500 * WAN, "plan_year": legal.today.year + 1,
    }  # fmt: skip
    good = make(civil, legal=legal, name="虚拟救助一体化平台", meets_co_use=True, **reviewed)
    held = make(civil, legal=legal, name="虚拟婚姻登记系统", meets_co_use=False, **reviewed)
    return good, held, legal, {login: city.actor(post) for login, post in people.items()}


def choose(person, name, value):
    person.page.check(f"[name={name}][value={value}]")


def test_the_bureau_reviews_and_the_commission_has_it(browser_page, site, width):
    good, _held, legal, _people = site
    submitted = import_module("projects.factories").make_project(
        good.unit, legal=legal, name="虚拟养老服务系统", stage=Stage.SUBMITTED, submission=1,
        expert_submission=1, expert_passed=True, planned_fen=300 * WAN,
        expert_aspects=tuple(legal.law.codes("projects.review_aspects", on=legal.today)),
    )  # fmt: skip
    bureau, commission = browser_page(width), browser_page(width)
    bureau.allow("400")
    bureau.sign_in("chen")
    bureau.goto("/projects/approvals/reviews/")
    bureau.follow(f"main a:has-text('{submitted.name}')")
    bureau.page.fill("[name=opinion]", "符合共建共享要求，同意入库。")
    bureau.follow("main form.sy-form button.btn-primary")
    bureau.look("review-incomplete")
    for name in ("meets_co_use", "meets_connection", "passed"):
        choose(bureau, name, "yes")
    bureau.look("review-form")
    bureau.follow("main form.sy-form button.btn-primary")
    submitted.refresh_from_db()
    assert submitted.stage == Stage.REVIEWED
    bureau.goto(f"/projects/approvals/{submitted.pk}/review/")
    bureau.look("reviewed")

    commission.sign_in("fang")
    commission.goto("/projects/approvals/commission/")
    commission.follow(f"main a:has-text('{submitted.name}')")
    commission.look("commission-reviewed")


def test_the_commission_asks_and_approves(browser_page, site, width):
    good, held, _legal, _people = site
    commission, bureau = browser_page(width), browser_page(width)
    commission.sign_in("fang")
    commission.goto("/projects/approvals/commission/")
    commission.look("commission-desk")
    commission.follow(f"main a:has-text('{held.name}')")
    commission.look("approval-closed")
    commission.goto(f"/projects/approvals/{good.pk}/approval/")
    commission.page.fill("[name=question]", "请就建设必要性和共享要求提出行业审查意见。")
    commission.follow("main form[action$='/opinion/ask/'] button")

    bureau.sign_in("chen")
    bureau.goto("/casework/")
    bureau.goto(f"/projects/approvals/{good.pk}/approval/")
    choose(bureau, "consents", "yes")
    bureau.page.fill("[name=opinion]", "符合规划和共建共享要求，同意立项。")
    bureau.look("opinion-form")
    bureau.follow("main form[action$='/opinion/answer/'] button")
    bureau.look("opinion-given")

    commission.goto(f"/projects/approvals/{good.pk}/approval/")
    commission.page.fill("form[action$='/approve/'] [name=fen]", "480")
    commission.page.fill("form[action$='/approve/'] [name=document]", "焦发改审〔2026〕88号")
    commission.look("approval-form")
    commission.follow("main form[action$='/approve/'] button.btn-primary")
    good.refresh_from_db()
    assert (good.stage, good.approved_fen) == (Stage.APPROVED, 480 * WAN)
    commission.goto(f"/projects/{good.pk}/?tab=approvals")
    commission.look("approvals-block")


@pytest.fixture
def budgeted(site):
    """Approved, with money of this year."""
    good, held, legal, people = site
    known = good.known
    with transaction.atomic():
        steps = import_module("shuyuan.projects.steps")
        values = {
            **vars(known), "stage": Stage.BUDGETED, "approved_on": legal.today, "approved_fen": 480 * WAN,
            "budgets": {str(legal.today.year): 300 * WAN},
        }  # fmt: skip
        steps.keep(good, type(known)(**values), legal=legal)
    return good, held, legal, people


def test_plans_are_cleared_line_by_line(browser_page, budgeted, width):
    good = budgeted[0]
    unit, bureau = browser_page(width), browser_page(width)
    unit.allow("409")
    unit.sign_in("li")
    unit.goto(f"/projects/approvals/{good.pk}/procurement/")
    unit.look("procurement-closed")
    bureau.sign_in("chen")
    for plan, lines in (
        ("integration_plan", [("provides", "救助对象信息", "接口，每日更新")]),
        ("co_use_plan", [("cloud", "云主机", "16核64G"), ("network", "电子政务外网", "")]),
    ):
        unit.goto(f"/projects/approvals/{good.pk}/plans/{plan}/")
        for kind, name, detail in lines:
            unit.page.select_option("[name=kind]", kind)
            unit.page.fill("[name=name]", name)
            unit.page.fill("[name=detail]", detail)
            unit.follow("main form[action$='/lines/'] button")
        unit.page.fill("[name=summary]", "统一使用平台和政务云，不新建机房和专网。")
        unit.follow("main form[action$='/summary/'] button")
        unit.look(f"plan-{plan}")
        unit.follow("main form[action$='/hand-in/'] button")
        bureau.goto(f"/projects/approvals/{good.pk}/plans/{plan}/")
        bureau.look(f"plan-{plan}-decide")
        bureau.follow("main form[action$='/decide/'] button.btn-primary")
    bureau.goto("/projects/approvals/plans/")
    bureau.look("plans")
    unit.goto(f"/projects/approvals/{good.pk}/procurement/")
    unit.page.fill("[name=content]", "软件开发与系统集成")
    unit.page.check("[name=follows_approval]")
    unit.look("procurement-open")
    unit.follow("main form.sy-form button")
    good.refresh_from_db()
    assert good.stage == Stage.PROCURING


def test_finance_budgets_and_pays_but_not_against_a_hold(browser_page, budgeted, width):
    good, held, legal, people = budgeted
    with transaction.atomic():
        data = {"year": legal.today.year - 1, "passed": False, "score": 42}
        note_unit(good.unit, Kind.UNIT_SCORED, data=data, actor=people["chen"], legal=legal)
        known = good.known
        values = {**vars(known), "stage": Stage.BUILDING, "contracts": {"HT-2026-031": 200 * WAN},
                  "contracted_fen": 200 * WAN, "started_on": legal.today}  # fmt: skip
        import_module("shuyuan.projects.steps").keep(good, type(known)(**values), legal=legal)
    finance, unit = browser_page(width), browser_page(width)
    unit.allow("409")
    finance.allow("409")
    unit.sign_in("li")
    unit.goto(f"/projects/funds/{good.pk}/request/")
    unit.page.fill("[name=fen]", "201")
    unit.page.fill("[name=grounds]", "首付款，合同第五条")
    unit.follow("main form.sy-form button.btn-primary")
    unit.look("payment-refused")
    unit.page.fill("[name=fen]", "60")
    unit.follow("main form.sy-form button.btn-primary")
    unit.look("payment-asked")

    finance.sign_in("qian")
    finance.goto("/projects/funds/")
    finance.look("finance-desk")
    finance.follow(".sy-tiles a[href*='payments']")
    finance.follow("main tbody a >> nth=0")
    finance.page.fill("[name=document]", "焦财拨〔2026〕7号")
    finance.look("payment-pay")
    finance.follow("main form[action$='/pay/'] button")
    good.refresh_from_db()
    assert good.paid_fen == 60 * WAN

    finance.goto(f"/projects/funds/{held.pk}/")
    finance.look("money-held")
    finance.goto("/projects/funds/budgets/")
    finance.look("budgets")
    finance.page.check(f"[name=line][value='{good.pk}']")
    finance.page.fill(f"[name=fen_{good.pk}]", "100")
    finance.page.fill("[name=document]", "焦财预〔2026〕31号")
    finance.follow("main form .sy-form-actions button")
    finance.look("budgets-results")
    good.refresh_from_db()
    assert good.budgeted_fen == 300 * WAN
    finance.page.check(f"[name=line][value='{good.pk}']")
    finance.page.fill(f"[name=reason_{good.pk}]", "民生急需，已压减。")
    finance.follow("main form .sy-form-actions button")
    good.refresh_from_db()
    assert good.budgeted_fen == 400 * WAN
    finance.goto("/projects/funds/holds/?standing=open")
    finance.look("holds")
    finance.goto("/projects/funds/year-end/")
    finance.follow("main form.sy-form button")
    finance.look("year-end")
