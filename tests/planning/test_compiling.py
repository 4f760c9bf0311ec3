"""The compiled plans: numbered, frozen, sent as papers, compared."""

from datetime import timedelta

import pytest
from python_calamine import CalamineWorkbook

from shuyuan.casework.models import Task
from shuyuan.kernel.errors import Conflict, NotFound, NotPermitted, RuleRefused
from shuyuan.papers.models import IssuedPaper
from shuyuan.planning import selectors, services
from shuyuan.planning.comparing import compare
from shuyuan.planning.effects import plan_of
from shuyuan.planning.files import compiled_workbook
from shuyuan.planning.models import BudgetLine
from shuyuan.planning.rules import spread
from shuyuan.projects.models import Project
from shuyuan.projects.rules.stages import Stage


@pytest.fixture
def reviewed(factories, legal, unit):
    """`reviewed(name, rank, **fields)`: a project of the plan of 2027 that passed its review."""

    def make(name, rank=1, **fields):
        fields = {"stage": Stage.REVIEWED, "reviewed_on": legal.today, "plan_year": 2027, **fields}
        project = factories.make_project(unit, legal=legal, name=name, **fields)
        plan = plan_of(project)
        plan.rank = rank
        plan.save()
        return project

    return make


def test_without_a_reviewed_project_nothing_is_compiled(plan, bureau, legal):
    with pytest.raises(RuleRefused) as refused:
        services.compile_plan(year=2027, actor=bureau, legal=legal)
    assert [reason.code for reason in refused.value.verdict.reasons] == ["nothing_to_compile"]


def test_the_same_is_not_compiled_twice_and_not_by_others(plan, reviewed, bureau, officer, legal):
    reviewed("虚拟平台")
    services.compile_plan(year=2027, actor=bureau, legal=legal)
    with pytest.raises(RuleRefused) as refused:
        services.compile_plan(year=2027, actor=bureau, legal=legal)
    assert refused.value.verdict.reasons[0].facts == {"edition": "2027-1"}
    with pytest.raises(NotPermitted):
        services.compile_plan(year=2027, actor=officer, legal=legal)
    with pytest.raises(NotFound):
        services.compile_plan(year=2026, actor=bureau, legal=legal)


def test_an_edition_holds_reviewed_and_standby_projects_by_priority(plan, reviewed, factories, bureau, legal):
    second, first = reviewed("第二", 2, planned_fen=30_000_000), reviewed("第一", 1, planned_fen=20_000_000)
    BudgetLine.objects.create(project=second, item="开发", quantity=1, price_fen=10_000_000, year=2027)
    BudgetLine.objects.create(project=second, item="运行", quantity=1, price_fen=20_000_000, year=2028)
    reviewed("备选", 3, plan_year=2026, unfunded_years=(2026,), planned_fen=5_000_000)
    factories.make_project(legal=legal, stage=Stage.SUBMITTED, plan_year=2027)

    edition = services.compile_plan(year=2027, note="第一批", actor=bureau, legal=legal)

    lines = list(edition.lines.order_by("position"))
    assert [(line.name, line.is_standby, line.year_fen) for line in lines] == [
        ("第一", False, 20_000_000),
        ("第二", False, 10_000_000),
        ("备选", True, 5_000_000),
    ]
    assert (edition.name, edition.projects, edition.planned_fen) == ("2027-1", 3, 55_000_000)
    assert first.pk == lines[0].project_id
    assert lines[1].years == {"2027": 10_000_000, "2028": 20_000_000}


def test_an_edition_never_changes_and_is_compared_with_the_next(plan, reviewed, bureau, legal):
    kept, gone = reviewed("留下", 1), reviewed("撤走", 2)
    before = services.compile_plan(year=2027, actor=bureau, legal=legal)
    Project.objects.filter(pk=kept.pk).update(planned_fen=70_000_000)
    Project.objects.filter(pk=gone.pk).update(stage=Stage.WITHDRAWN.value)
    reviewed("新来", 3)
    after = services.compile_plan(year=2027, actor=bureau, legal=legal)

    assert (before.lines.get(project=kept).planned_fen, after.name) == (100_000_000, "2027-2")
    found = {(one.line.name, one.kind) for one in compare(before, after)}
    assert found == {("留下", "changed"), ("新来", "added"), ("撤走", "removed")}


def test_both_papers_go_to_commission_and_finance_once(plan, reviewed, bureau, commission, finance, legal):
    reviewed("虚拟平台")
    edition = services.compile_plan(year=2027, actor=bureau, legal=legal)
    with pytest.raises(NotFound):
        selectors.access_compiled(edition.name, actor=finance)

    services.send_plan(edition.name, actor=bureau, legal=legal)

    papers = IssuedPaper.objects.order_by("pk")
    assert [paper.kind for paper in papers] == ["construction_plan", "fund_plan"]
    assert {one.code for one in papers[0].recipients.all()} == {"development-reform", "finance"}
    assert papers[0].content["title"].startswith("关于2027年度")
    assert Task.objects.filter(kind="planning:compiled_plan:note", done_at__isnull=True).count() == 2
    with pytest.raises(Conflict):
        services.send_plan(edition.name, actor=bureau, legal=legal)

    services.acknowledge_plan(edition.name, actor=finance, legal=legal)
    assert Task.objects.get(kind="planning:compiled_plan:note", done_at__isnull=True).role == str(
        commission.role
    )
    with pytest.raises(Conflict):
        services.acknowledge_plan(edition.name, actor=finance, legal=legal)


def test_no_cell_of_the_workbook_becomes_a_formula(plan, reviewed, bureau, legal, tmp_path):
    reviewed('=HYPERLINK("http://evil","x")', planned_fen=12_345_678)
    edition = services.compile_plan(year=2027, actor=bureau, legal=legal)
    path = tmp_path / "plan.xlsx"
    with compiled_workbook(edition, maker="陈思远", at=legal.now + timedelta(hours=1)) as stream:
        path.write_bytes(stream.read())

    book = CalamineWorkbook.from_path(str(path))
    assert len(book.sheet_names) == 2
    rows = book.get_sheet_by_index(0).to_python()
    assert rows[3][2] == '=HYPERLINK("http://evil","x")'
    assert rows[3][10] == 12.345678


def test_an_approval_changes_the_money_of_every_year_alike(plan, reviewed, bureau, legal):
    project = reviewed("核减的平台", planned_fen=30_000_001, approved_fen=20_000_000)
    for item, fen, year in (("开发", 10_000_001, 2027), ("运行", 20_000_000, 2028)):
        BudgetLine.objects.create(project=project, item=item, quantity=1, price_fen=fen, year=year)
    line = services.compile_plan(year=2027, actor=bureau, legal=legal).lines.get()
    assert line.planned_fen == sum(line.years.values()) == 20_000_000
    assert line.year_fen == line.years["2027"] == 6_666_667


@pytest.mark.parametrize(
    ("by_year", "whole", "expected"),
    [
        ({}, 500, {}),
        ({"2027": 0}, 500, {"2027": 0}),
        ({"2027": 1, "2028": 1, "2029": 1}, 100, {"2027": 33, "2028": 33, "2029": 34}),
        ({"2028": 7, "2027": 3}, 10, {"2027": 3, "2028": 7}),
        ({"2027": 5, "2028": 0}, 9, {"2027": 9, "2028": 0}),
    ],
)
def test_no_fen_is_lost_between_the_years(by_year, whole, expected):
    assert spread(by_year, whole) == expected
