"""What others do to projects and units: inspections, sanctions, audits, breaches, assessments."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

from shuyuan.demo.projects.clock import Ended
from shuyuan.demo.projects.world import World
from shuyuan.kernel.errors import Conflict
from shuyuan.organizations.models import Department
from shuyuan.projects.models import Project
from shuyuan.projects.rules.stages import Stage
from shuyuan.supervision import services
from shuyuan.supervision.models import Order, Sanction
from shuyuan.systems.models import InformationSystem

_BUILT = (Stage.BUILDING.value, Stage.COMPLETED.value, Stage.PROCURING.value)
_PASS = 60
_LADDER = tuple(Sanction.Kind)
_SUSPENSIONS = (Sanction.Kind.SUSPEND_PAYMENT, Sanction.Kind.SUSPEND_PROJECT)


def inspect(world: World) -> Iterator[date]:
    """Every quarter some projects are looked at; what is ordered is met, or the ladder is climbed."""
    while True:
        yield world.later(80, 95)
        found = Project.objects.filter(stage__in=_BUILT).order_by("pk")
        chosen = world.chance.sample(list(found), min(len(found), 3))
        if not chosen:
            continue
        bureau = {"actor": world.cast.bureau, "legal": world.legal}
        inspection = services.open_inspection(
            title=f"{world.today.year}年信息化项目专项检查",
            held_on=world.today,
            projects=[project.pk for project in chosen],
            plan="合同履行、变更程序和网络安全",
            **bureau,
        )
        for project in chosen:
            world.clock.begin(_follow_order(world, project, inspection.pk))
        yield world.later(5, 15)
        services.close_inspection(
            inspection.pk, result="已下达整改通知", actor=world.cast.bureau, legal=world.legal
        )


def _follow_order(world: World, project: Project, inspection: int) -> Iterator[date]:
    world.fresh(project)
    order = services.issue_order(
        project.pk,
        finding="合同变更未按程序报批",
        demand="补办变更审批，完善合同管理制度",
        due_on=world.today + timedelta(days=30),
        inspection_id=inspection,
        paper=False,
        actor=world.cast.bureau,
        legal=world.legal,
    )
    yield world.later(31, 50)
    stubborn = world.sees("stubborn", 0.04)
    for kind in _LADDER:
        world.fresh(project)
        if not stubborn and world.happens(0.62):
            break
        step = {"kind": kind, "reason": "逾期未整改", "paper": False}
        if not world.attempt(services.impose_sanction, order.pk, actor=world.cast.bureau, **step):
            break
        yield world.later(30, 70)
    project = world.fresh(project)
    unit = world.officer(project)
    services.answer_order(order.pk, answer="已按要求补办审批手续", actor=unit, legal=world.legal)
    yield world.later(2, 8)
    world.fresh(project)
    _settle(world, order)


def _settle(world: World, order: Order) -> None:
    bureau = {"actor": world.cast.bureau, "legal": world.legal}
    services.check_order(order.pk, met=True, opinion="整改到位", **bureau)
    for sanction in order.sanctions.filter(kind__in=_SUSPENSIONS):
        services.lift_sanction(sanction.pk, reason="整改到位", **bureau)


def audit(world: World) -> Iterator[date]:
    """A yearly plan of audits; what is found is mended by most, and some are held responsible."""
    while True:
        yield date(world.today.year + 1, 4, 6)
        running = list(Project.objects.filter(stage=Stage.OPERATING.value).order_by("pk"))
        for project in world.chance.sample(running, min(len(running), 6)):
            world.clock.begin(_audit_one(world, project))


def _audit_one(world: World, project: Project) -> Iterator[date]:
    auditor = {"actor": world.cast.auditor}
    case = services.plan_audit(
        project.pk, year=world.today.year, scope="资金和资产", legal=world.legal, **auditor
    )
    yield world.later(60, 120)
    world.fresh(project)
    passed = not world.sees("bad audit", 0.4)
    services.conclude_audit(
        case.pk,
        passed=passed,
        findings="未发现问题" if passed else "部分资产未登记",
        rectify_by=None if passed else world.later(60, 90),
        legal=world.legal,
        **auditor,
    )
    if passed:
        return
    if world.happens(0.25):
        services.record_liability(
            project.pk, person="虚拟负责人", finding="超预算采购", legal=world.legal, **auditor
        )
    yield world.later(60, 260)
    project = world.fresh(project)
    if world.happens(0.75):
        unit = world.officer(project)
        services.report_audit_rectification(case.pk, text="资产已登记", actor=unit, legal=world.legal)
        services.accept_audit_rectification(case.pk, opinion="已整改", legal=world.legal, **auditor)


def assess_units(world: World) -> Iterator[date]:
    """Every March units with projects get their scores of last year."""
    while True:
        yield date(world.today.year + 1, 3, 18)
        with_projects = set(Project.objects.values_list("unit__code", flat=True))
        for unit in world.cast.units:
            if unit.code not in with_projects:
                continue
            score = Decimal(world.chance.randint(52, 98))
            services.score_unit(
                unit.code,
                year=world.today.year - 1,
                score=score,
                passed=score >= _PASS,
                actor=world.cast.bureau,
                legal=world.legal,
            )


def watch_sharing(world: World) -> Iterator[date]:
    """Now and then a unit does not share what it must, until it mends that."""
    while True:
        yield world.later(60, 120)
        world.clock.begin(_breach(world, world.chance.choice(world.cast.units)))


def _breach(world: World, unit: Department) -> Iterator[date]:
    try:
        breach = services.raise_breach(
            unit.code,
            grounds="责任清单中的数据长期未更新",
            heard_until=world.today + timedelta(days=14),
            actor=world.cast.bureau,
            legal=world.legal,
        )
    except Conflict as error:
        raise Ended from error  # something is held against the unit already
    yield world.later(2, 10)
    officer = world.cast.officers[unit.code]
    services.state_on_breach(breach.pk, statement="系统升级期间暂停更新", actor=officer, legal=world.legal)
    yield world.later(2, 6)
    found = world.happens(0.85)
    bureau = {"actor": world.cast.bureau}
    services.decide_breach(breach.pk, found=found, opinion="经核实", legal=world.legal, **bureau)
    if found:
        yield world.later(60, 240)
        services.mend_breach(breach.pk, opinion="已恢复更新", legal=world.legal, **bureau)


def watch_connections(world: World) -> Iterator[date]:
    """A system loses its connection for some weeks; another is taken out of the register."""
    while True:
        yield world.later(50, 110)
        systems = list(
            InformationSystem.objects.filter(pk__in=world.systems, connected_on__isnull=False).order_by("pk")
        )
        if systems:
            world.clock.begin(_lose(world, world.chance.choice(systems)))


def _lose(world: World, system: InformationSystem) -> Iterator[date]:
    world.disconnect(system)
    yield world.later(20, 90)
    world.connect(system)
