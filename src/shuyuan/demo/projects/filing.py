"""The first half of a project's life: drafted, filed, studied, handed in, reviewed, approved, funded."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

from django.db import transaction

from shuyuan.approvals.services import (
    answer_opinion,
    approve_project,
    ask_opinion,
    refuse_approval,
    review_project,
)
from shuyuan.casework.steps import Gap
from shuyuan.demo.projects.building import build
from shuyuan.demo.projects.names import amount, follow_up_name, project_name, purpose
from shuyuan.demo.projects.world import World
from shuyuan.funds.services import budget_project, review_funds
from shuyuan.organizations.models import Department
from shuyuan.papers.steps import attach
from shuyuan.planning.documents import list_needed
from shuyuan.planning.places import source_of
from shuyuan.planning.services import (
    Goal,
    Infrastructure,
    Line,
    file_project,
    hand_in,
    return_documents,
    save_budget,
    save_targets,
    state_infrastructure,
    study_project,
)
from shuyuan.projects.documents import PROJECT_DOCUMENTS
from shuyuan.projects.models import Project
from shuyuan.projects.rules.filing import FundingMode, ProjectKind
from shuyuan.projects.rules.stages import Stage
from shuyuan.projects.services import ProjectDraft, draft_project, withdraw_project
from shuyuan.studies.seed import fill_study
from shuyuan.systems.models import InformationSystem

_LARGE_FEN = 3_000_000_00
_MODES = (
    *[FundingMode.GOVERNMENT_INVESTMENT] * 6,
    *[FundingMode.PURCHASE_OF_SERVICES] * 3,
    FundingMode.JOINT,
)


def live(world: World, unit: Department, year: int) -> Iterator[date]:
    """A project of a unit from its first draft for the plan of a year."""
    project = _draft(world, unit, year)
    if world.happens(0.03):
        return  # a draft that nobody filed
    yield world.later(1, 12)
    if not world.attempt(file_project, project.pk, actor=world.officer(project)):
        yield world.later(40, 200)  # held: the unit tries again before the year is over, or gives up
        if not world.attempt(file_project, project.pk, actor=world.officer(project)):
            return
    if world.sees("withdrawn", 0.03):
        yield world.later(3, 9)
        withdraw_project(
            project.pk, reason="部门职能调整，暂不建设", actor=world.officer(project), legal=world.legal
        )
        return
    yield from _study(world, project, year)
    yield from _prepare(world, project, year)
    yield from _review(world, project)
    yield from _fund(world, project)
    yield from build(world, project)


def _draft(world: World, unit: Department, year: int) -> Project:
    chance = world.chance
    systems = list(
        InformationSystem.objects.filter(pk__in=world.systems, department=unit, state="registered").order_by(
            "pk"
        )
    )
    kind = ProjectKind.NEW
    if systems and world.happens(0.45):
        kind = chance.choice(
            [
                ProjectKind.EXPAND,
                ProjectKind.REBUILD,
                ProjectKind.OPERATE,
                ProjectKind.OPERATE,
                ProjectKind.RETIRE,
            ]
        )
    mode = chance.choice(_MODES)
    if kind is ProjectKind.OPERATE:
        mode = FundingMode.UPKEEP_ONLY
    system = chance.choice(systems) if kind is not ProjectKind.NEW else None
    draft = ProjectDraft(
        name=follow_up_name(system.name, kind, year, chance, world.names)
        if system
        else project_name(unit, year, chance, world.names),
        kind=kind,
        funding_mode=mode,
        plan_year=year,
        planned_fen=amount(chance),
        purpose=purpose(chance),
        system_id=system.pk if system else None,
        planned_start_on=date(year, 4, 1),
        planned_end_on=date(year, 12, 20),
    )
    return draft_project(draft, actor=world.cast.officers[unit.code], legal=world.legal)


def _study(world: World, project: Project, year: int) -> Iterator[date]:
    """The bureau studies until it includes or declines; then the city's consent is awaited."""
    yield max(date(year - 1, 12, 2), world.today) + timedelta(days=world.chance.randint(1, 20))
    project = world.fresh(project)
    bureau = {"actor": world.cast.bureau}
    if world.sees("returned", 0.1):
        gaps = [Gap("补充项目与现有系统的关系说明"), Gap("核实资金测算依据")]
        world.attempt(study_project, project.pk, opinion="return", gaps=gaps, **bureau)
        yield world.later(2, 6)
        if not world.attempt(file_project, project.pk, actor=world.officer(project)):
            return
        yield world.later(1, 4)
    if world.happens(0.05):
        world.attempt(study_project, project.pk, opinion="decline", text="与市级统建平台功能重复", **bureau)
        return
    rank = world.chance.randint(1, 120)
    world.attempt(study_project, project.pk, opinion="include", text="建议列入", rank=rank, **bureau)
    world.consents.setdefault(year, []).append(project.pk)
    yield date(year, 1, 12) if world.today < date(year, 1, 12) else world.later(1, 2)
    while world.fresh(project).stage == Stage.FILED:
        yield world.later(3, 5)


def _prepare(world: World, project: Project, year: int) -> Iterator[date]:
    """Documents, budget, targets and study; handed in, perhaps returned once."""
    if world.fresh(project).stage != Stage.PLANNED:
        return
    yield world.later(10, 40)
    project = world.fresh(project)
    people = {"actor": world.officer(project), "legal": world.legal}
    if source_of(project) is None:
        statement = Infrastructure(on_government_cloud=True, on_egov_network=True, connects_to_platform=True)
        state_infrastructure(project.pk, statement=statement, **people)
    fen = project.planned_fen
    lines = [Line("软件开发", 1, fen - fen // 5, year, "项"), Line("系统集成与培训", 1, fen // 5, year, "项")]
    save_budget(project.pk, lines=lines, **people)
    goals = [Goal("共享数据项数", Decimal(12), "项"), Goal("系统可用率", Decimal("99.5"), "%")]
    save_targets(project.pk, targets=goals, **people)
    fill_study(project, world.chance, **people)
    _attach(world, project)
    if not world.attempt(hand_in, project.pk, actor=world.officer(project)):
        return
    if world.happens(0.07):
        yield world.later(3, 8)
        gaps = [Gap("初步设计缺少网络拓扑"), Gap("绩效目标需要量化")]
        world.attempt(return_documents, project.pk, gaps=gaps, actor=world.cast.bureau)
        yield world.later(5, 15)
        _attach(world, world.fresh(project))
        world.attempt(hand_in, project.pk, actor=world.officer(project))


def _attach(world: World, project: Project) -> None:
    for document in list_needed(project, legal=world.legal):
        if document.is_data:
            continue
        with transaction.atomic():
            attach(
                world.file,
                subject_kind=PROJECT_DOCUMENTS,
                subject_id=project.pk,
                label=document.label,
                actor=world.officer(project),
                legal=world.legal,
            )


def _review(world: World, project: Project) -> Iterator[date]:
    """Experts see it with others of the season (`years.review_season`), then the bureau decides."""
    if world.fresh(project).stage != Stage.SUBMITTED:
        return
    world.to_review.append(project.pk)
    while world.fresh(project).known.expert_submission != world.fresh(project).known.submission:
        yield world.later(8, 12)
    yield world.later(3, 10)
    project = world.fresh(project)
    passed = bool(project.known.expert_passed)
    weak = passed and world.sees("weak review", 0.02)
    world.attempt(
        review_project,
        project.pk,
        passed=passed,
        meets_co_use=passed and not weak,
        meets_connection=passed and not (weak and world.sees("no connection", 0.5)),
        opinion="符合全市信息化发展规划，同意入库。" if passed else "专家评审未通过，不同意入库。",
        paper=False,
        actor=world.cast.bureau,
    )
    world.fresh(project)


def _fund(world: World, project: Project) -> Iterator[date]:
    """Approval for investments, review of funds for services; then money, this year or a later one."""
    if world.fresh(project).stage != Stage.REVIEWED:
        return
    yield world.later(5, 15)
    project = world.fresh(project)
    if project.mode is FundingMode.GOVERNMENT_INVESTMENT:
        yield from _approve(world, project)
    else:
        fen = project.planned_fen - project.planned_fen // 20
        opinion = "测算基本合理，核减百分之五。"
        world.attempt(review_funds, project.pk, fen=fen, opinion=opinion, actor=world.cast.finance)
    forgotten = world.sees("never funded", 0.02)
    while True:
        yield world.later(5, 25)
        project = world.fresh(project)
        if not forgotten and world.happens(0.72) and _budget(world, project):
            return
        yield date(world.today.year + 1, 3, 1)


def _approve(world: World, project: Project) -> Iterator[date]:
    commission = {"actor": world.cast.commission}
    world.attempt(ask_opinion, project.pk, question="请就项目行业审查提出意见", **commission)
    yield world.later(3, 8)
    consents = world.happens(0.96)
    opinion = "符合要求，建议立项。" if consents else "建设内容与现有平台重复，建议暂缓。"
    bureau = {"actor": world.cast.bureau, "paper": False}
    world.attempt(answer_opinion, project.pk, consents=consents, opinion=opinion, **bureau)
    yield world.later(5, 15)
    project = world.fresh(project)
    document = world.document("焦发改审批")
    if consents:
        fen = project.planned_fen * world.chance.randint(92, 100) // 100
        world.attempt(approve_project, project.pk, fen=fen, document=document, **commission)
    else:
        world.attempt(refuse_approval, project.pk, reason=opinion, document=document, **commission)
    world.fresh(project)


def _budget(world: World, project: Project) -> bool:
    """Half of a large project this year and the rest later; small ones at once."""
    limit = project.known.limit_fen
    fen = limit if limit < _LARGE_FEN else limit * 6 // 10
    done = world.attempt(
        budget_project,
        project.pk,
        year=world.today.year,
        fen=fen,
        document=world.document("焦财预"),
        reason="民生项目，已核实整改计划",
        actor=world.cast.finance,
    )
    return done is not None
