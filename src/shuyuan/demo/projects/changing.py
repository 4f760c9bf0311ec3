"""What departs from the approval while it is built: changes, supplements, and two changes left open."""

from collections.abc import Iterator
from datetime import date

from shuyuan.delivery.models import ChangeRequest
from shuyuan.delivery.services import Change, amend_contract, approve_change, decide_change, request_change
from shuyuan.demo.projects.world import World
from shuyuan.projects.models import Project
from shuyuan.projects.rules.filing import FundingMode
from shuyuan.projects.rules.stages import Stage

#: What one project in so many signs: a supplement to its contract.
_SUPPLEMENTS = 0.15


def change(world: World, project: Project) -> Iterator[date]:
    """Asked for, decided by the bureau, and approved by the commission where it costs more."""
    yield world.later(10, 40)
    project = world.fresh(project)
    more = project.mode is FundingMode.GOVERNMENT_INVESTMENT and world.sees("larger investment", 0.5)
    asked = _ask(world, project, more=more)
    yield world.later(4, 12)
    world.fresh(project)
    if not asked or asked.state != ChangeRequest.State.ASKED:
        return
    consents = world.happens(0.8)
    bureau = world.cast.bureau
    asked = world.attempt(decide_change, asked.pk, consents=consents, opinion="按程序办理", actor=bureau)
    if asked and asked.state == ChangeRequest.State.CONSENTED:
        yield world.later(5, 15)
        world.fresh(project)
        document = world.document("焦发改变更")
        world.attempt(approve_change, asked.pk, document=document, actor=world.cast.commission)


def supplement(world: World, project: Project) -> None:
    """Now and then the contract gets another sum: more within the approval, or less where parts fall away.

    Whether it does is a lot of the project's own, so that all other lots stay as they are.
    """
    project = world.fresh(project)
    contract = project.delivery_contracts.order_by("pk").first()
    if contract is None or not world.sees_apart("supplement", project, _SUPPLEMENTS):
        return
    known = project.known
    room = known.limit_fen - known.contracted_fen
    more = room >= contract.fen // 100
    fen = contract.fen + room // 2 if more else contract.fen - contract.fen // 25
    world.attempt(
        amend_contract,
        contract.pk,
        agreement=f"{contract.number}-补1",
        reason="新增与市大数据平台的接口" if more else "核减利旧设备",
        fen=fen,
        signed_on=world.today,
        actor=world.officer(project),
    )


def leave_open(world: World) -> None:
    """On the last day one change waits for the bureau and one, where there are two, for the commission."""
    building = Project.objects.filter(
        stage=Stage.BUILDING.value, funding_mode=FundingMode.GOVERNMENT_INVESTMENT.value
    )
    for number, project in enumerate(building.select_related("unit").order_by("pk")[:2]):
        asked = _ask(world, project, more=True)
        if asked and number:
            said = {"consents": True, "opinion": "确有需要，同意调整"}
            world.attempt(decide_change, asked.pk, **said, actor=world.cast.bureau)


def _ask(world: World, project: Project, *, more: bool) -> ChangeRequest | None:
    limit = project.known.limit_fen
    wanted = Change(
        goals=f"{project.purpose}在原目标上增加移动端办理。",
        content="建设网页端业务办理。增加移动端模块。",
        fen=limit + (limit // 10 if more else 0),
        concerns_main_content=True,
        content_before="建设网页端业务办理。",
    )
    waits = (ChangeRequest.State.ASKED, ChangeRequest.State.CONSENTED)
    if project.change_requests.filter(state__in=waits).exists():
        return None
    officer = world.officer(project)
    asked: ChangeRequest | None = world.attempt(
        request_change, project.pk, change=wanted, reason="群众办事需要", actor=officer
    )
    return asked
