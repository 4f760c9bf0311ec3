"""What others do to projects and units: inspections, sanctions, audits, breaches, assessments."""

from collections.abc import Iterator
from datetime import date

from django.db import transaction

from shuyuan.demo.projects.world import World
from shuyuan.kernel.actor import Actor
from shuyuan.organizations.models import Department
from shuyuan.projects.models import Project
from shuyuan.projects.rules.stages import ENDED, Kind, Stage
from shuyuan.projects.steps import note, note_unit
from shuyuan.systems.models import InformationSystem

_BUILT = (Stage.BUILDING.value, Stage.COMPLETED.value, Stage.PROCURING.value)
_PASS = 60
_INSPECTION = "jz-project-2020/31.1"
_AUDIT = "jz-project-2020/32.1"


def inspect(world: World) -> Iterator[date]:
    """Every quarter some projects are looked at; what is ordered is met, or the ladder is climbed."""
    number = 0
    while True:
        yield world.later(80, 95)
        found = Project.objects.filter(stage__in=_BUILT).order_by("pk")
        for project in world.chance.sample(list(found), min(len(found), 3)):
            number += 1
            world.clock.begin(_follow_order(world, project, f"整改{number:03d}"))


def _follow_order(world: World, project: Project, order: str) -> Iterator[date]:
    said = {"order": order, "finding": "合同变更未按程序报批"}
    if not _take(world, project, Kind.ORDERED, said, _INSPECTION, world.cast.bureau):
        return
    yield world.later(30, 60)
    steps: list[Kind] = []
    for kind in (Kind.CRITICIZED, Kind.PAYMENT_SUSPENDED, Kind.PROJECT_SUSPENDED, Kind.TERMINATED):
        project = world.fresh(project)
        if world.happens(0.62):
            break
        if not _take(
            world, project, kind, {"order": order, "reason": "逾期未整改"}, _INSPECTION, world.cast.bureau
        ):
            break
        steps.append(kind)
        yield world.later(30, 70)
    project = world.fresh(project)
    _take(world, project, Kind.ORDER_MET, {"order": order}, _INSPECTION, world.cast.bureau)
    for kind, opposite in (
        (Kind.PAYMENT_SUSPENDED, Kind.PAYMENT_RESUMED),
        (Kind.PROJECT_SUSPENDED, Kind.PROJECT_RESUMED),
    ):
        if kind in steps:
            _take(world, project, opposite, {"order": order}, _INSPECTION, world.cast.bureau)


def audit(world: World) -> Iterator[date]:
    """A yearly plan of audits; what is found is mended by most, and some are held responsible."""
    while True:
        yield date(world.today.year + 1, 4, 6)
        running = list(Project.objects.filter(stage=Stage.OPERATING.value).order_by("pk"))
        for project in world.chance.sample(running, min(len(running), 6)):
            world.clock.begin(_audit_one(world, project))


def _audit_one(world: World, project: Project) -> Iterator[date]:
    auditor = world.cast.auditor
    _take(world, project, Kind.AUDIT_PLANNED, {"year": world.today.year}, _AUDIT, auditor)
    yield world.later(60, 120)
    project = world.fresh(project)
    passed = world.happens(0.6)
    said = {"passed": passed, "finding": "" if passed else "部分资产未登记"}
    _take(world, project, Kind.AUDITED, said, _AUDIT, auditor)
    if passed:
        return
    if world.happens(0.25):
        liable = {"person": "虚拟负责人", "finding": "超预算采购"}
        _take(world, project, Kind.LIABILITY_RECORDED, liable, "jz-project-2020/33.1", auditor)
    yield world.later(60, 260)
    if world.happens(0.75):
        _take(world, world.fresh(project), Kind.AUDIT_RECTIFIED, {"opinion": "已整改"}, _AUDIT, auditor)


def assess_units(world: World) -> Iterator[date]:
    """Every March each unit gets its score of last year."""
    while True:
        yield date(world.today.year + 1, 3, 18)
        for unit in world.cast.units:
            score = world.chance.randint(52, 98)
            said = {"year": world.today.year - 1, "score": score, "passed": score >= _PASS}
            _speak(world, unit, Kind.UNIT_SCORED, said)


def watch_sharing(world: World) -> Iterator[date]:
    """Now and then a unit does not share what it must, until it mends that."""
    while True:
        yield world.later(60, 120)
        world.clock.begin(_breach(world, world.chance.choice(world.cast.units)))


def _breach(world: World, unit: Department) -> Iterator[date]:
    _speak(world, unit, Kind.SHARING_BREACHED, {"reason": "责任清单中的数据长期未更新"})
    yield world.later(60, 240)
    _speak(world, unit, Kind.SHARING_MENDED, {"opinion": "已完成汇聚并恢复更新"})


def watch_connections(world: World) -> Iterator[date]:
    """A system loses its connection for some weeks; another is taken out of the register."""
    while True:
        yield world.later(50, 110)
        systems = list(InformationSystem.objects.filter(connected_on__isnull=False).order_by("pk"))
        if systems:
            world.clock.begin(_lose(world, world.chance.choice(systems)))


def _lose(world: World, system: InformationSystem) -> Iterator[date]:
    world.disconnect(system)
    yield world.later(20, 90)
    world.connect(system)


def _speak(world: World, unit: Department, kind: Kind, said: dict[str, object]) -> None:
    cites = "jz-project-2020/24.1" if kind is Kind.UNIT_SCORED else "jz-project-2020/19.1.3"
    with transaction.atomic():
        note_unit(unit, kind, data=said, cites=cites, actor=world.cast.bureau, legal=world.legal)


def _take(  # noqa: PLR0917 one line of the story reads better so
    world: World,
    project: Project,
    kind: Kind,
    said: dict[str, object],
    cites: str,
    actor: Actor,
) -> bool:
    """One entry in the journal; False when the project ended or the law refuses."""
    if project.known.stage in ENDED:
        return False

    def act(*, legal: object) -> bool:
        with transaction.atomic():
            note(project, kind, data=said, cites=cites, actor=actor, legal=legal)  # type: ignore[arg-type]
        return True

    return bool(world.attempt(act))
