"""A project comes into the yearly plan from the pages: filed, studied, consented to, handed in, compiled."""

from importlib import import_module

import pytest
from docx import Document

from planning.steps_of_a_year import upload
from shuyuan.casework.selectors import working_calendar
from shuyuan.kernel.actor import Role
from shuyuan.planning import services
from shuyuan.planning.effects import plan_of
from shuyuan.projects import registry
from shuyuan.projects.rules.filing import FundingMode, ProjectKind
from shuyuan.projects.rules.stages import Kind, Stage
from shuyuan.projects.services import ProjectDraft, draft_project
from shuyuan.regulations.context import legal_now

PLANS = "/projects/plans"


@pytest.fixture
def town(city, settings, tmp_path, monkeypatch):
    """A unit with a drafted project, the bureau, commission and finance; studies judge nothing here."""
    settings.ATTACHMENTS = str(tmp_path / "attachments")
    judges = {name: judge for name, judge in registry._JUDGES[Kind.SUBMITTED].items() if name == "planning"}
    monkeypatch.setitem(registry._JUDGES, Kind.SUBMITTED, judges)
    legal = legal_now(working_calendar())
    departments = {
        code: city.make_department(code, name=name)
        for code, name in (
            ("data-administration", "虚拟市政务服务和大数据管理局"),
            ("civil-affairs", "虚拟市民政局"),
            ("education", "虚拟市教育局"),
            ("development-reform", "虚拟市发展改革委"),
            ("finance", "虚拟市财政局"),
        )
    }
    people = {}
    for code, username, full_name, role in (
        ("data-administration", "chen", "陈思远", Role.DATA_ADMINISTRATION),
        ("civil-affairs", "li", "李明轩", Role.DATA_OFFICER),
        ("development-reform", "fang", "方岚", Role.INVESTMENT_APPROVAL),
        ("finance", "qian", "钱一鸣", Role.FINANCE),
    ):
        person = city.make_person(username, full_name=full_name)
        people[username] = city.actor(city.make_post(role, departments[code], person=person))
    project = draft_project(
        ProjectDraft(
            name="虚拟救助一体化平台",
            kind=ProjectKind.NEW,
            funding_mode=FundingMode.GOVERNMENT_INVESTMENT,
            plan_year=legal.today.year + 1,
            planned_fen=120_000_000,
            purpose="一门受理、统一核对、精准救助",
        ),
        actor=people["li"],
        legal=legal,
    )
    return {"legal": legal, "people": people, "project": project, "departments": departments}


def fill(page, fields):
    for name, value in fields.items():
        page.fill(f"[name='{name}']", value)


def test_a_project_comes_into_the_plan(browser_page, town, tmp_path):
    legal, people, project = town["legal"], town["people"], town["project"]
    year = project.plan_year
    bureau = browser_page(1440)
    bureau.sign_in("chen")
    bureau.goto(f"{PLANS}/")
    bureau.look("planning-none")
    bureau.follow("main a:has-text('启动年度计划')")
    bureau.page.select_option("[name=year]", str(year))
    bureau.look("planning-open")
    bureau.follow("main form.sy-form button", f"**/{year}/")
    bureau.look("planning-plan")
    plan = services.plans.AnnualPlan.objects.get()
    if legal.today > plan.last_day:  # in December
        services.grant_late(
            year=year,
            unit="civil-affairs",
            until=legal.today,
            reason="补报",
            actor=people["chen"],
            legal=legal,
        )

    # The unit files on a phone.
    unit = browser_page(390)
    unit.allow("409")
    unit.sign_in("li")
    unit.goto(f"{PLANS}/{year}/")
    unit.look("planning-unit")
    unit.goto(f"{PLANS}/project/{project.pk}/file/")
    unit.look("planning-file")
    unit.follow("main form button:has-text('申报年度计划')")

    # The bureau studies it, sees it before the city government, records the consent.
    bureau.goto(f"{PLANS}/{year}/filings/")
    bureau.look("planning-filings")
    bureau.follow("main table a:has-text('研究')")
    bureau.page.check("[name=opinion][value=include]")
    fill(bureau.page, {"rank": "1", "text": "建议优先列入"})
    bureau.look("planning-study")
    bureau.follow("main form.sy-form button[type=submit]", f"**/{year}/filings/")
    bureau.goto(f"{PLANS}/{year}/consent/")
    bureau.page.check("[name=project]")
    fill(bureau.page, {"document": "虚政〔2026〕8号", "day": legal.today.isoformat()})
    scan = tmp_path / "scan.txt"
    scan.write_text("同意", encoding="utf-8")
    bureau.page.set_input_files("[name=scan]", str(scan))
    bureau.look("planning-consent")
    bureau.follow("main button:has-text('登记同意')")
    bureau.look("planning-consented")

    # The unit hands its documents in: files, cloud and network, budget, targets.
    unit.goto(f"{PLANS}/project/{project.pk}/documents/")
    unit.look("planning-documents-missing")
    for code in ("feasibility_study", "preliminary_design"):
        upload(project, code, actor=people["li"], legal=legal)
    unit.page.set_input_files("main input[type=file] >> nth=0", str(scan))
    unit.follow("main li button >> nth=0")
    unit.follow("main a:has-text('打开可行性研究')")
    unit.goto(f"/projects/studies/{project.pk}/edit/")
    unit.press("[name=hosting][value=government_cloud]")
    unit.press("[name=network][value=egov_extranet]")
    fill(unit.page, {"connection": "通过共享平台接口交换"})
    unit.follow("main .sy-form-actions button")
    unit.goto(f"{PLANS}/project/{project.pk}/documents/")
    fill(unit.page, {"item-0": "应用软件", "quantity-0": "1", "price-0": "1000000", "year-0": str(year)})
    unit.follow("main button:has-text('保存预算')")
    unit.look("planning-budget-differs")
    fill(unit.page, {"item-1": "数据治理", "quantity-1": "2", "price-1": "100000", "year-1": str(year)})
    unit.follow("main button:has-text('保存预算')")
    fill(unit.page, {"indicator-0": "办理时限压缩", "value-0": "50", "scale-0": "%"})
    unit.follow("main button:has-text('保存绩效目标')")
    unit.look("planning-documents")
    unit.follow("main button:has-text('报送材料')")
    project.refresh_from_db()
    assert project.stage == "submitted"

    # After the review the plans are compiled, sent, and downloaded by the commission.
    reviewed = import_module("projects.factories").make_project(
        town["departments"]["education"], legal=legal, stage=Stage.REVIEWED, plan_year=year,
        name="虚拟智慧教育平台", planned_fen=80_000_000, reviewed_on=legal.today,
    )  # fmt: skip
    plan_of(reviewed)
    bureau.goto(f"{PLANS}/{year}/compile/")
    bureau.look("planning-compile")
    bureau.press("main button[data-dialog=compile]")
    bureau.follow("dialog[open] .btn-primary", f"**/{year}-1/")
    bureau.press("main button[data-dialog=send]")
    bureau.follow("dialog[open] .btn-primary")
    bureau.look("planning-edition")
    commission = browser_page(1440)
    commission.sign_in("fang")
    commission.goto(f"{PLANS}/compiled/{year}-1/")
    files = {}
    for words, number in (("PDF", 0), ("PDF", 1), ("Word", 0), ("工作簿", 0)):
        download = commission.download(f"main a:has-text('{words}') >> nth={number}")
        files[words, number] = download.path()
    assert files["PDF", 0].read_bytes().startswith(b"%PDF")
    assert files["PDF", 1].read_bytes() != files["PDF", 0].read_bytes()
    tables = Document(str(files["Word", 0])).tables
    assert "虚拟智慧教育平台" in {cell.text for table in tables for row in table.rows for cell in row.cells}
    commission.follow("main button:has-text('签收')")
    commission.look("planning-noted")

    # The library waits for money; a dry run tells what the year's end would do.
    bureau.goto(f"{PLANS}/library/?year={year}")
    bureau.look("planning-library")
    bureau.follow("main button:has-text('年末试算')", "**/runs/*/")
    bureau.look("planning-run")
