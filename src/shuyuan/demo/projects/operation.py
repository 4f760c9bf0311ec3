"""After the acceptance: documents, catalog, register, connection, upkeep, evaluation, retirement."""

from collections.abc import Iterator
from datetime import date

from django.db import transaction

from shuyuan.delivery.services import hand_in_results, put_into_operation
from shuyuan.demo.projects.names import system_name
from shuyuan.demo.projects.world import World
from shuyuan.evaluation.seed import run_evaluation, run_rectification
from shuyuan.evaluation.services import file_upkeep_plan
from shuyuan.funds.services import budget_upkeep, pay, request_payment
from shuyuan.projects.models import Project
from shuyuan.projects.rules.filing import ProjectKind
from shuyuan.projects.rules.stages import Kind, Stage
from shuyuan.projects.steps import note
from shuyuan.studies.seed import publish_entries
from shuyuan.studies.steps import enter_catalog
from shuyuan.systems.models import InformationSystem
from shuyuan.systems.services import propose_system, register_system

_DOCUMENTS = ("acceptance_report", "project_summary", "resource_catalog", "sharing_status")
_FIRST_YEAR = 380
#: What panels give for judged indicators; nobody calls invented data, so that only good points reach 60.
_GOOD_POINTS, _BAD_POINTS = (93, 100), (35, 75)


def operate(world: World, project: Project) -> Iterator[date]:
    """From the passed acceptance to this day."""
    project = world.fresh(project)
    if project.stage != Stage.ACCEPTED:
        return
    yield world.later(4, 20)
    project = world.fresh(project)
    officer = {"actor": world.officer(project)}
    documents = dict.fromkeys(_DOCUMENTS, world.file)
    world.attempt(hand_in_results, project.pk, documents=documents, **officer)
    system = yield from _register(world, project)
    if not world.sees("no catalog", 0.05):
        with transaction.atomic():
            enter_catalog(world.fresh(project), system_code=system.code, legal=world.legal, **officer)
        yield world.later(2, 9)
        publish_entries(world.fresh(project), actor=world.cast.bureau, legal=world.legal)
    yield world.later(3, 15)
    world.fresh(project)
    world.attempt(put_into_operation, project.pk, system_id=system.pk, **officer)
    if not world.sees("no upkeep plans", 0.06):
        for plan in world.legal.law.codes("projects.upkeep_plans", on=world.today):
            file_upkeep_plan(project.pk, plan=plan, upload=world.file, legal=world.legal, **officer)
    yield from _pay_rest(world, project)
    yield from _years(world, project)


def _register(world: World, project: Project) -> Iterator[date]:
    """The system of the project; a new one is proposed, and mostly registered and connected."""
    project = world.fresh(project)
    if project.system_id:
        return InformationSystem.objects.get(pk=project.system_id)
    officer = world.officer(project)
    system = propose_system(
        name=system_name(project.name),
        network="egov_extranet",
        hosting="government_cloud",
        duty=project.purpose[:200],
        actor=officer,
        legal=world.legal,
    )
    world.systems.add(system.pk)
    yield world.later(3, 12)
    if not world.sees("unregistered", 0.05):
        register_system(system.pk, actor=world.cast.bureau, legal=world.legal)
        yield world.later(2, 20)
        if not world.sees("unconnected", 0.07):
            world.connect(system)
    return system


def _pay_rest(world: World, project: Project) -> Iterator[date]:
    """What is left of the contract, once its documents are there and the catalog has its entries."""
    for _ in range(3):
        yield world.later(20, 60)
        project = world.fresh(project)
        contract = project.delivery_contracts.order_by("pk").first()
        if contract is None:
            return
        left = contract.fen - project.known.paid_by_contract.get(contract.number, 0)
        fen = min(left, project.budgeted_fen - project.paid_fen)
        if fen <= 0:
            return
        asked = world.attempt(
            request_payment,
            project.pk,
            fen=fen,
            contract=contract.number,
            grounds="验收后支付尾款",
            actor=world.officer(project),
        )
        if asked:
            yield world.later(3, 10)
            world.fresh(project)
            document = world.document("焦财拨")
            world.attempt(pay, asked.pk, document=document, actor=world.cast.finance)
            return


def _years(world: World, project: Project) -> Iterator[date]:
    """Upkeep money every spring, an evaluation after the first year, an end some day."""
    evaluated = False
    if world.fresh(project).project_kind is ProjectKind.RETIRE:
        yield world.later(20, 90)
        _retire(world, project)
        return
    while True:
        yield date(world.today.year + 1, 3, world.chance.randint(2, 26))
        project = world.fresh(project)
        since = project.operating_since
        if not evaluated and since and (world.today - since).days > _FIRST_YEAR:
            evaluated = True
            yield from _evaluate(world, project)
        project = world.fresh(project)
        world.attempt(
            budget_upkeep,
            project.pk,
            year=world.today.year,
            fen=max(project.planned_fen // 12, 1),
            document=world.document("焦财运维"),
            reason="保障系统正常运行，已核实整改计划",
            actor=world.cast.finance,
        )
        if evaluated and world.sees("retired", 0.05):
            yield world.later(30, 200)
            _retire(world, project)
            return


def _evaluate(world: World, project: Project) -> Iterator[date]:
    """Whatever the points say decides; a failure is rectified mostly, and late."""
    people = {"unit": world.officer(project), "actor": world.cast.bureau}
    points = world.chance.randint(*(_BAD_POINTS if world.sees("bad evaluation", 0.15) else _GOOD_POINTS))
    made = world.attempt(run_evaluation, project, points=points, rectify_by=world.later(60, 90), **people)
    if made is None or made.state == made.State.PASSED:
        return
    yield world.later(40, 250)
    world.fresh(project)
    if world.happens(0.7):
        run_rectification(made, legal=world.legal, **people)


def _retire(world: World, project: Project) -> None:
    project = world.fresh(project)
    with transaction.atomic():
        note(
            project,
            Kind.RETIRED,
            data={"reason": "功能并入市级平台"},
            cites="jz-project-2020/9.1",
            actor=world.officer(project),
            legal=world.legal,
        )
