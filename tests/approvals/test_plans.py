"""Two plans before procurement: handed in by the unit, cleared line by line, and no way around them."""

import pytest

from shuyuan.approvals.models import Plan
from shuyuan.approvals.services import (
    LineWish,
    add_line,
    begin_plan,
    decide_plan,
    hand_in_plan,
    open_procurement,
    remove_line,
)
from shuyuan.casework.models import Task
from shuyuan.kernel.actor import Role
from shuyuan.kernel.errors import BadInput, Conflict, NotFound, NotPermitted, RuleRefused
from shuyuan.papers.models import IssuedPaper
from shuyuan.projects.rules.stages import Kind, Stage

LINES = {
    "integration_plan": (LineWish("provides", "虚拟救助对象信息", "接口，每日"),),
    "co_use_plan": (LineWish("cloud", "计算资源", "16核64G"), LineWish("network", "电子政务外网")),
}


@pytest.fixture
def budgeted(factories, unit, legal):
    return factories.make_project(unit, legal=legal, stage=Stage.BUDGETED, budgets={"2026": 100})


@pytest.fixture
def write(officer, legal):
    def write(project, plan, lines=None, summary="按统一接口对接。"):
        wishes = LINES[plan] if lines is None else lines
        return begin_plan(project.pk, plan=plan, summary=summary, lines=wishes, actor=officer, legal=legal)

    return write


def test_procurement_without_plans_names_both(budgeted, officer, legal):
    with pytest.raises(RuleRefused) as refused:
        open_procurement(budgeted.pk, actor=officer, legal=legal)
    (reason,) = refused.value.verdict.reasons
    assert (reason.code, reason.facts["missing"]) == (
        "plans_not_cleared",
        ["integration_plan", "co_use_plan"],
    )


def test_before_the_money_no_procurement(factories, unit, officer, legal):
    project = factories.make_project(unit, legal=legal, stage=Stage.APPROVED)
    with pytest.raises(Conflict) as refused:
        open_procurement(project.pk, actor=officer, legal=legal)
    assert refused.value.code == "step_not_open"


def test_a_plan_is_not_handed_in_before_the_money(factories, unit, officer, write, legal):
    project = factories.make_project(unit, legal=legal, stage=Stage.APPROVED)
    write(project, "co_use_plan")
    with pytest.raises(Conflict):
        hand_in_plan(project.pk, plan="co_use_plan", actor=officer, legal=legal)


@pytest.mark.parametrize(
    ("lines", "summary", "missing"),
    [
        ((), "", ["plan_summary", "cloud", "network"]),
        ((LineWish("cloud", "云主机"),), "共建", ["network"]),
        ((LineWish("security", "防护"),), "共建", ["cloud", "network"]),
    ],
)
def test_an_incomplete_plan_names_everything(budgeted, officer, write, legal, lines, summary, missing):
    write(budgeted, "co_use_plan", lines, summary)
    with pytest.raises(RuleRefused) as refused:
        hand_in_plan(budgeted.pk, plan="co_use_plan", actor=officer, legal=legal)
    assert refused.value.verdict.reasons[0].facts["missing"] == missing


@pytest.mark.parametrize(
    ("line", "error"),
    [
        (LineWish("cloud", "云主机"), BadInput),
        (LineWish("provides", ""), BadInput),
        (LineWish("provides", "长" * 121), BadInput),
        (LineWish("provides", "x", entry="不存在"), NotFound),
    ],
)
def test_a_line_that_does_not_belong_is_refused(budgeted, officer, legal, line, error):
    with pytest.raises(error):
        add_line(budgeted.pk, plan="integration_plan", line=line, actor=officer, legal=legal)
    assert not Plan.objects.exists()


def test_an_unknown_plan_is_not_found(budgeted, officer, legal):
    with pytest.raises(NotFound):
        begin_plan(budgeted.pk, plan="other", actor=officer, legal=legal)


def test_others_do_not_write_it(budgeted, organizations, bureau, legal):
    stranger = organizations.make_actor(Role.DATA_OFFICER, "forestry")
    with pytest.raises(NotFound):
        begin_plan(budgeted.pk, plan="co_use_plan", actor=stranger, legal=legal)
    with pytest.raises(NotPermitted):
        begin_plan(budgeted.pk, plan="co_use_plan", actor=bureau, legal=legal)


def test_what_lies_before_the_bureau_is_not_changed(budgeted, officer, write, legal):
    plan = write(budgeted, "co_use_plan")
    hand_in_plan(budgeted.pk, plan="co_use_plan", actor=officer, legal=legal)
    for change in (
        lambda: add_line(
            budgeted.pk, plan="co_use_plan", line=LineWish("cloud", "x"), actor=officer, legal=legal
        ),
        lambda: remove_line(
            budgeted.pk, plan="co_use_plan", line_id=plan.lines.first().pk, actor=officer, legal=legal
        ),
        lambda: hand_in_plan(budgeted.pk, plan="co_use_plan", actor=officer, legal=legal),
    ):
        with pytest.raises(Conflict):
            change()
    assert plan.lines.count() == 2


def test_every_line_needs_an_answer_and_a_refusal_its_words(budgeted, officer, bureau, write, legal):
    plan = write(budgeted, "co_use_plan")
    hand_in_plan(budgeted.pk, plan="co_use_plan", actor=officer, legal=legal)
    first, second = plan.lines.all()
    with pytest.raises(BadInput) as refused:
        decide_plan(budgeted.pk, plan="co_use_plan", verdicts={first.pk: True}, actor=bureau, legal=legal)
    assert refused.value.code == "plan_lines_undecided"
    with pytest.raises(BadInput) as refused:
        decide_plan(
            budgeted.pk, plan="co_use_plan", verdicts={first.pk: True, second.pk: False}, actor=bureau,
            legal=legal,
        )  # fmt: skip
    assert refused.value.code == "opinion_missing"


def test_a_refused_plan_comes_back_as_a_new_round(budgeted, officer, bureau, write, legal):
    plan = write(budgeted, "co_use_plan")
    hand_in_plan(budgeted.pk, plan="co_use_plan", actor=officer, legal=legal)
    verdicts = {line.pk: line.kind == "cloud" for line in plan.lines.all()}
    entry = decide_plan(
        budgeted.pk, plan="co_use_plan", verdicts=verdicts, opinion="请补充网络方案。", paper=False,
        actor=bureau, legal=legal,
    )  # fmt: skip
    assert (entry.kind, entry.data["refused"]) == (Kind.PLAN_NOT_CLEARED, ["电子政务外网"])

    again = begin_plan(budgeted.pk, plan="co_use_plan", actor=officer, legal=legal)
    assert (again.round, again.lines.count(), again.lines.filter(cleared__isnull=False).count()) == (2, 2, 0)
    hand_in_plan(budgeted.pk, plan="co_use_plan", actor=officer, legal=legal)
    entry = decide_plan(budgeted.pk, plan="co_use_plan", paper=False, actor=bureau, legal=legal)
    assert entry.kind == Kind.PLAN_CLEARED


def test_with_both_cleared_the_procurement_opens(budgeted, officer, bureau, write, legal):
    for plan in LINES:
        write(budgeted, plan)
        hand_in_plan(budgeted.pk, plan=plan, actor=officer, legal=legal)
        decide_plan(budgeted.pk, plan=plan, paper=plan == "co_use_plan", actor=bureau, legal=legal)
    budgeted.refresh_from_db()
    assert budgeted.stage == Stage.CLEARED
    assert Task.objects.get(kind="approvals:project:procurement", done_at__isnull=True)
    assert IssuedPaper.objects.get().kind == "project_clearance"
    with pytest.raises(RuleRefused):
        open_procurement(budgeted.pk, follows_approval=False, actor=officer, legal=legal)
    open_procurement(budgeted.pk, content="软件开发", actor=officer, legal=legal)
    budgeted.refresh_from_db()
    assert budgeted.stage == Stage.PROCURING
    assert not Task.objects.filter(kind__startswith="approvals:", done_at__isnull=True).exists()


def test_an_old_page_does_not_decide(budgeted, officer, bureau, write, legal):
    write(budgeted, "co_use_plan")
    handed_in = hand_in_plan(budgeted.pk, plan="co_use_plan", actor=officer, legal=legal)
    with pytest.raises(Conflict) as refused:
        decide_plan(
            budgeted.pk, plan="co_use_plan", revision=handed_in.revision - 1, actor=bureau, legal=legal
        )
    assert refused.value.code == "plan_changed"


def test_the_pages_of_unit_and_bureau(client_of, factories, unit, officer, bureau, present):
    project = factories.make_project(unit, legal=present, stage=Stage.BUDGETED, budgets={"2026": 100})
    own, desk = client_of(officer), client_of(bureau)
    procurement = f"/projects/approvals/{project.pk}/procurement/"
    posted = own.post(procurement, {"content": "软件", "follows_approval": "on"})
    assert posted.status_code == 409
    for plan, lines in LINES.items():
        address = f"/projects/approvals/{project.pk}/plans/{plan}/"
        assert own.get(address).status_code == 200
        assert own.post(address + "lines/", {"kind": "wrong", "name": "x"}).status_code == 400
        for line in lines:
            assert own.post(address + "lines/", {"kind": line.kind, "name": line.name}).status_code == 302
        assert own.post(address + "hand-in/").status_code == 409
        assert own.post(address + "summary/", {"summary": "统一对接"}).status_code == 302
        assert own.post(address + "hand-in/").status_code == 302
        page = desk.get(address)
        assert page.status_code == 200
        made = Plan.objects.get(plan=plan)
        answers = {f"line_{line.pk}": "yes" for line in made.lines.all()}
        assert desk.post(address + "decide/", {"revision": made.revision}).status_code == 400
        assert desk.post(address + "decide/", {**answers, "revision": made.revision}).status_code == 302
    assert project.name in desk.get("/projects/approvals/plans/").content.decode()
    assert own.get(procurement).status_code == 200
    assert own.post(procurement, {"content": "软件", "follows_approval": "on"}).status_code == 302
    assert desk.get(procurement).status_code == 200
