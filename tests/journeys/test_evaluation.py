"""In a browser: a plan of upkeep goes on file; a project is evaluated after its year and rectified."""

from datetime import timedelta
from importlib import import_module

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from shuyuan.evaluation.models import Evaluation
from shuyuan.evaluation.seed import seed
from shuyuan.kernel.actor import Role
from shuyuan.organizations.selectors import as_actor
from shuyuan.projects.rules.stages import Stage
from shuyuan.regulations.context import legal_now

pytestmark = pytest.mark.browser
PDF = b"%PDF-1.4\n1 0 obj\n<< >>\nendobj\ntrailer\n<< >>\n%%EOF\n"


@pytest.fixture
def project(city, settings, tmp_path):
    """A project that has run for more than a year, and the scheme of this year."""
    settings.ATTACHMENTS = str(tmp_path / "attachments")
    legal = legal_now(import_module("shuyuan.casework.selectors").working_calendar())
    department = city.make_department("bureau", name="虚拟市大数据局")
    bureau = as_actor(city.make_post(Role.DATA_ADMINISTRATION, department, person=city.make_person("bureau")))
    unit = city.make_department("civil-affairs", name="虚拟市民政局")
    city.make_post(Role.DATA_OFFICER, unit, person=city.make_person("officer"))
    seed(year=legal.today.year, actor=bureau, legal=legal)
    return import_module("projects.factories").make_project(
        unit,
        legal=legal,
        stage=Stage.OPERATING,
        operating_since=legal.today - timedelta(400),
        accepted_on=legal.today - timedelta(420),
        name="虚拟社会救助一体化平台",
    )


def test_a_failed_evaluation_is_rectified(browser_page, project):
    officer = browser_page(390)
    officer.sign_in("officer")
    officer.goto(f"/projects/evaluation/plans/{project.pk}/")
    officer.look("evaluation-plans")
    files = {"name": "运维方案.pdf", "mimeType": "application/pdf", "buffer": PDF}
    officer.page.set_input_files("#file-operation", files)
    officer.follow(officer.page.locator("form:has(#file-operation) button"))
    expect(officer.page.locator("main")).to_contain_text("运维方案.pdf")

    bureau = browser_page()
    bureau.sign_in("bureau")
    bureau.goto(f"/projects/evaluation/schemes/{timezone.localdate().year}/")
    bureau.look("evaluation-scheme")
    services = import_module("shuyuan.evaluation.services.opening")
    services.open_due_evaluations(
        legal=legal_now(import_module("shuyuan.casework.selectors").working_calendar())
    )
    evaluation = Evaluation.objects.get()

    officer.goto(evaluation.get_absolute_url())
    officer.page.fill("#id_text", "系统运行平稳。")
    officer.page.fill("#id_uptime", "99.9")
    officer.follow(officer.page.get_by_role("button", name="提交自评报告"))

    bureau.goto(evaluation.get_absolute_url())
    bureau.page.fill("#id_name", "虚拟绩效评价中心")
    bureau.page.fill("#id_contract", "虚评合1号")
    bureau.page.fill("#id_qualification", "备案")
    bureau.follow(bureau.page.get_by_role("button", name="登记", exact=True))
    for indicator in evaluation.scheme.indicators.filter(measure="judged"):
        bureau.page.fill(f"#id_points_{indicator.pk}", "40")
    bureau.follow(bureau.page.get_by_role("button", name="保存得分"))
    bureau.look("evaluation-marked")
    bureau.page.fill("#id_rectify_by", (timezone.localdate() + timedelta(60)).isoformat())
    bureau.follow(bureau.page.get_by_role("button", name="登记评价结果"))
    expect(bureau.page.locator("main")).to_contain_text("未达标，待整改")
    bureau.look("evaluation-failed")

    officer.goto(evaluation.get_absolute_url())
    officer.look("evaluation-to-rectify")
    officer.page.fill("#id_text", "已补充编目并接入平台。")
    officer.follow(officer.page.get_by_role("button", name="报告整改情况"))
    bureau.goto(evaluation.get_absolute_url())
    bureau.follow(bureau.page.get_by_role("button", name="整改通过"))
    expect(bureau.page.locator("main")).to_contain_text("未达标，已整改")
    bureau.goto("/projects/evaluation/")
    bureau.look("evaluation-list")
    project.refresh_from_db()
    assert project.evaluation_failed_on is None
