"""The second half of a project's life: plans, procurement, construction, changes, completion, acceptance."""

from collections.abc import Iterator
from datetime import date, timedelta

from shuyuan.approvals.models import Plan
from shuyuan.approvals.services import LineWish, begin_plan, decide_plan, hand_in_plan, open_procurement
from shuyuan.delivery.services import (
    Offer,
    Panelist,
    apply_for_acceptance,
    appoint_supervisor,
    complete_construction,
    conclude_contract,
    decide_clearance,
    mark_milestone,
    name_expert,
    name_leader,
    plan_milestone,
    record_report,
    record_result,
    record_tender,
    rectify,
    report_delay,
    start_construction,
)
from shuyuan.demo.projects.changing import change, supplement
from shuyuan.demo.projects.names import builder, supervisor
from shuyuan.demo.projects.operation import operate
from shuyuan.demo.projects.world import World
from shuyuan.funds.services import ask_excuse, budget_project, grant_excuse, pay, request_payment
from shuyuan.projects.models import Project
from shuyuan.projects.rules.stages import Stage

_PLAN_LINES = {
    "integration_plan": (LineWish("provides", "业务办理结果"), LineWish("uses", "人口基础信息")),
    "co_use_plan": (LineWish("cloud", "云主机8台"), LineWish("network", "政务外网接入")),
}
#: Monthly reports of the engineering supervisor that somebody wrote down.
_REPORTS = 2
_EXPERT = ("虚拟专家甲", "虚拟大学")


def build(world: World, project: Project) -> Iterator[date]:
    """From the money to the passed acceptance."""
    if world.fresh(project).stage != Stage.BUDGETED:
        return
    yield from _clear_plans(world, project)
    yield from _procure(world, project)
    yield from _construct(world, project)
    yield from _accept(world, project)
    yield from operate(world, project)


def _clear_plans(world: World, project: Project) -> Iterator[date]:
    """Both plans, one of them perhaps in a second round."""
    for plan, lines in _PLAN_LINES.items():
        yield world.later(6, 25)
        project = world.fresh(project)
        officer, bureau = world.officer(project), world.cast.bureau
        begin_plan(
            project.pk, plan=plan, summary="按照统一要求对接。", lines=lines, actor=officer, legal=world.legal
        )
        hand_in_plan(project.pk, plan=plan, actor=officer, legal=world.legal)
        yield world.later(3, 8)
        if world.happens(0.08):
            made = Plan.objects.filter(project=project, plan=plan).latest("round")
            refused = dict.fromkeys(made.lines.values_list("pk", flat=True), False)
            decide_plan(
                project.pk,
                plan=plan,
                verdicts=refused,
                opinion="补充数据更新频率",
                paper=False,
                actor=bureau,
                legal=world.legal,
            )
            yield world.later(5, 12)
            hand_again = {"plan": plan, "actor": officer, "legal": world.legal}
            begin_plan(project.pk, summary="已补充更新频率。", **hand_again)
            hand_in_plan(project.pk, **hand_again)
            yield world.later(2, 6)
        world.attempt(decide_plan, project.pk, plan=plan, opinion="同意", paper=False, actor=bureau)


def _procure(world: World, project: Project) -> Iterator[date]:
    yield world.later(5, 20)
    project = world.fresh(project)
    officer = {"actor": world.officer(project)}
    if not world.attempt(open_procurement, project.pk, content="按批复内容采购", **officer):
        return
    yield world.later(20, 45)
    project = world.fresh(project)
    chance = world.chance
    (winner, code), (watcher, watcher_code) = builder(chance), supervisor(chance)
    world.attempt(name_leader, project.pk, name=officer["actor"].name, duty="项目负责人", **officer)
    price = project.known.limit_fen * chance.randint(880, 985) // 1000
    tender = world.attempt(
        record_tender,
        project.pk,
        title=project.name,
        method="public",
        announcement=f"焦政采公开-{world.today.year}-{world.number('采购'):03d}",
        opened_on=world.today,
        offers=[Offer(winner, code, price)],
        winner=code,
        follows_approval=True,
        **officer,
    )
    yield world.later(5, 15)
    world.fresh(project)
    world.attempt(
        conclude_contract,
        project.pk,
        number=f"JZ-HT-{world.today.year}-{world.number('合同'):03d}",
        title="建设合同",
        kind="build",
        party=winner,
        uscc=code,
        fen=price,
        signed_on=world.today,
        tender_id=tender.pk if tender else None,
        **officer,
    )
    world.attempt(
        appoint_supervisor,
        project.pk,
        company=watcher,
        uscc=watcher_code,
        certificate=f"JL{41_990_000 + world.number('监理')}",
        valid_until=world.today + timedelta(days=1500),
        **officer,
    )


def _construct(world: World, project: Project) -> Iterator[date]:
    """Begun in time or too late, changed, paid for, completed."""
    if world.fresh(project).stage != Stage.PROCURING:
        return
    yield world.later(5, 20)
    if world.happens(0.09):
        yield from _wait_a_year(world, project)
    project = world.fresh(project)
    officer = {"actor": world.officer(project)}
    milestones = [
        plan_milestone(
            project.pk,
            name=name,
            planned_start_on=world.today + timedelta(days=start),
            planned_end_on=world.today + timedelta(days=end),
            legal=world.legal,
            **officer,
        )
        for name, start, end in (("需求与设计", 0, 40), ("开发与集成", 41, 150), ("试运行", 151, 200))
    ]
    if not world.attempt(start_construction, project.pk, **officer):
        return
    yield from _pay(world, project, 30)
    if world.sees("change", 0.12):
        yield from change(world, project)
    for number, milestone in enumerate(milestones):
        began = world.today
        yield world.later(35, 75)
        project = world.fresh(project)
        world.attempt(mark_milestone, milestone.pk, started_on=began, finished_on=world.today, **officer)
        if (
            number < _REPORTS
            and not project.supervision_reports.filter(month=world.today.replace(day=1)).exists()
        ):
            share = 40 * (number + 1)
            world.attempt(
                record_report, project.pk, month=world.today, progress=share, summary="进度正常", **officer
            )
    supplement(world, project)
    yield from _budget_rest(world, project)
    yield from _pay(world, project, 40)
    yield world.later(5, 40)
    project = world.fresh(project)
    world.attempt(complete_construction, project.pk, statement="合同内容全部完成", **officer)


def _wait_a_year(world: World, project: Project) -> Iterator[date]:
    """Nothing begins with this year's money; the unit explains itself, or not."""
    year = world.today.year
    yield date(year + 1, 1, 9)
    project = world.fresh(project)
    if project.known.budgets.get(str(year)) and world.happens(0.4):
        reason = "机房搬迁影响实施条件"
        asked = world.attempt(ask_excuse, project.pk, year=year, reason=reason, actor=world.officer(project))
        yield world.later(3, 9)
        if asked:
            world.attempt(grant_excuse, asked.pk, opinion="情况属实", actor=world.cast.bureau)
    yield world.later(20, 150)


def _budget_rest(world: World, project: Project) -> Iterator[date]:
    """What was left of a large project's money, in the year after."""
    project = world.fresh(project)
    rest = project.known.limit_fen - project.budgeted_fen
    if rest <= 0:
        return
    yield max(date(world.today.year, 3, 5), world.today)
    project = world.fresh(project)
    world.attempt(
        budget_project,
        project.pk,
        year=world.today.year,
        fen=rest,
        document=world.document("焦财预"),
        reason="续建项目，已核实整改计划",
        actor=world.cast.finance,
    )


def _pay(world: World, project: Project, share: int) -> Iterator[date]:
    """A part of the contract in hundredths; tried again once when a hold stands against it."""
    for _ in range(2):
        yield world.later(8, 25)
        project = world.fresh(project)
        contract = project.delivery_contracts.order_by("pk").first()
        if contract is None:
            return
        left = contract.fen - project.known.paid_by_contract.get(contract.number, 0)
        fen = min(left, contract.fen * share // 100, project.budgeted_fen - project.paid_fen)
        if fen <= 0:
            return
        asked = world.attempt(
            request_payment,
            project.pk,
            fen=fen,
            contract=contract.number,
            grounds="按合同进度支付",
            actor=world.officer(project),
        )
        if asked is None:
            continue
        yield world.later(4, 12)
        world.fresh(project)
        document = world.document("焦财拨")
        if world.attempt(pay, asked.pk, document=document, actor=world.cast.finance):
            return


def _accept(world: World, project: Project) -> Iterator[date]:
    """In time, after a reported delay, or too late; the first one may fail."""
    project = world.fresh(project)
    if project.stage != Stage.COMPLETED:
        return
    officer = {"actor": world.officer(project)}
    if world.happens(0.78):
        yield world.later(30, 140)
    elif world.happens(0.4):
        yield world.later(120, 170)
        until = world.today + timedelta(days=150)
        world.attempt(report_delay, project.pk, reason="等待等级保护测评结果", until=until, **officer)
        yield world.later(60, 190)
    else:
        yield world.later(210, 460)
    while True:
        project = world.fresh(project)
        statement = "建设内容已完成，试运行正常"
        if not world.attempt(apply_for_acceptance, project.pk, statement=statement, **officer):
            return
        yield world.later(3, 9)
        project = world.fresh(project)
        bureau = {"actor": world.cast.bureau}
        name, employer = _EXPERT
        world.attempt(name_expert, project.pk, name=name, employer=employer, **bureau)
        world.attempt(decide_clearance, project.pk, cleared=True, opinion="已接入大数据平台", **bureau)
        yield world.later(4, 15)
        project = world.fresh(project)
        passed = project.known.acceptance_failures > 0 or not world.sees("failed acceptance", 0.14)
        world.attempt(
            record_result,
            project.pk,
            passed=passed,
            panel=[Panelist(name, employer), Panelist("虚拟专家乙", "虚拟研究院")],
            opinion="同意通过验收" if passed else "不同意通过验收",
            defects="" if passed else "接口文档不全，压力测试未达标",
            rectify_by=None if passed else world.today + timedelta(days=45),
            issue=False,
            **officer,
        )
        if passed:
            return
        yield world.later(20, 60)
        world.fresh(project)
        world.attempt(rectify, project.pk, text="已补充接口文档并重新测试", **officer)
        yield world.later(3, 10)
