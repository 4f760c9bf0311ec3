"""A unit fills the study of a project from a workbook and names needed data; the bureau sees the overlap."""

from importlib import import_module

import pytest

from catalog.factories import make_published_entry
from shuyuan.casework.selectors import working_calendar
from shuyuan.engine.spec import DataType, ItemSpec
from shuyuan.jobs.worker import run_pending
from shuyuan.kernel.actor import Role
from shuyuan.projects.rules.stages import Stage
from shuyuan.regulations.context import legal_now
from shuyuan.search.documents import write_documents
from shuyuan.studies.models import PlannedEntry
from shuyuan.studies.overlaps import find_overlaps
from workbooks.sheets import make_workbook, rows_of

LABELS = ("机构名称", "核定床位数", "护理员人数", "消防验收日期")


@pytest.fixture
def town(city, settings, tmp_path):
    """A unit with a planned project, the bureau, and an entry of others that has the same data."""
    settings.ATTACHMENTS = str(tmp_path / "attachments")
    import_module("catalog.factories").ensure_classes()
    projects = import_module("projects.factories")
    legal = legal_now(working_calendar())
    bureau = city.make_department("data-administration", name="虚拟市政务服务和大数据管理局")
    civil = city.make_department("civil-affairs", name="虚拟市民政局", short_name="民政局")
    health = city.make_department("health", name="虚拟市卫生健康委")
    city.make_post(Role.DATA_ADMINISTRATION, bureau, person=city.make_person("chen", full_name="陈思远"))
    officer = city.make_post(Role.DATA_OFFICER, civil, person=city.make_person("li", full_name="李明轩"))
    items = [ItemSpec(f"c{at}", label, DataType.CHARACTER, length=30) for at, label in enumerate(LABELS)]
    entry = make_published_entry(health, items, name="医养结合机构信息")
    list(write_documents([entry], at=legal.now))
    projects.make_system(health, registered_on=legal.today, name="虚拟养老服务监管系统")
    project = projects.make_project(
        civil, actor=city.actor(officer), legal=legal, stage=Stage.PLANNED, name="虚拟养老服务监管平台"
    )
    return {"project": project, "legal": legal}


def test_a_study_comes_from_a_workbook_and_its_overlap_is_judged(browser_page, town, tmp_path, width):
    project = town["project"]
    home = f"/projects/studies/{project.pk}/"
    unit = browser_page(width)
    unit.sign_in("li")
    unit.goto(home)
    unit.look("study-empty")

    unit.follow("main a:has-text('用表格导入') >> nth=0")
    unit.look("study-workbook")
    file = tmp_path / "拟编目录.xlsx"
    wrong = rows_of({}, {"type": "文字"}, name="床位补贴台账")
    file.write_bytes(make_workbook([*rows_of(*({"item": one} for one in LABELS)), *wrong]))
    unit.page.set_input_files("[name=file]", file)
    unit.follow("button:has-text('上传并检查')")
    run_pending()
    unit.page.locator("text=逐条结果").wait_for()
    unit.look("study-dry-run")
    unit.follow("a:has-text('查看问题')")
    unit.page.locator("text=第 7 行，列“数据类型”").wait_for()
    with unit.leaving():
        unit.page.go_back()
    unit.follow("button:has-text('写入 1 条拟编目录')")
    run_pending()
    unit.page.locator("text=已写入 1 条拟编目录。").wait_for()
    assert PlannedEntry.objects.get().entry.items.count() == len(LABELS)

    # Where it runs: an own room is refused while it is chosen, and named again on the page.
    unit.goto(f"{home}edit/")
    unit.press("[name=hosting][value=own_room]")
    unit.page.locator("#place >> text=机房").first.wait_for()
    unit.look("study-place-refused")
    unit.press("[name=hosting][value=government_cloud]")
    unit.press("[name=network][value=egov_extranet]")
    unit.page.fill("[name=cpu_cores]", "32")
    unit.page.fill("[name=connection]", "通过共享平台接口交换")
    unit.follow("main button:has-text('保存')")

    # Data of others: the catalog has it already.
    unit.goto(f"{home}needs/")
    unit.page.fill("[name=name]", "医养结合机构")
    unit.page.fill("[name=items]", "核定床位数，护理员人数，入住老人数")
    unit.follow("main form.sy-form button")
    unit.page.locator("text=医养结合机构信息").first.wait_for()
    unit.look("study-needs")
    unit.follow("main button:has-text('采用')")
    unit.look("study-filled")

    # What the hand-in does: overlaps are looked for, and the bureau reads and judges them.
    project.refresh_from_db()
    project.facts["stage"] = project.stage = Stage.SUBMITTED.value
    project.save()
    find_overlaps(project, at=town["legal"].now)
    bureau = browser_page(width)
    bureau.sign_in("chen")
    bureau.goto(home)
    bureau.page.locator("text=虚拟养老服务监管系统").first.wait_for()
    bureau.press(bureau.page.locator("summary:has-text('数据相似')").first)
    bureau.page.locator("text=护理员人数").first.wait_for()
    bureau.press(bureau.page.locator("summary:has-text('评判')").first)
    bureau.look("study-overlaps")
    bureau.page.locator("details[open] textarea").first.fill("应复用已有数据")
    bureau.follow("details[open] button[value=unjustified] >> nth=0")
    bureau.page.locator("text=应复用已有数据").first.wait_for()
