"""The demonstration's moves: an old system, rooms, networks, exchange systems, each as far as it has come."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from shuyuan.kernel.actor import Actor
from shuyuan.papers.steps import attach
from shuyuan.regulations.context import LegalContext
from shuyuan.systems.inbox import MOVE
from shuyuan.systems.models import Move
from shuyuan.systems.moves import Plan, decide_move, plan_move, report_end, report_progress
from shuyuan.systems.services import propose_system, register_system

_BUILT = date(2014, 9, 1)
#: Days before today on which the plans were made.
_AGO = 240


@dataclass(frozen=True)
class _Story:
    """A thing, days from today to the end of its plan, how far it has come, and whether it has ended."""

    department: str
    thing: str
    name: str
    target: str
    due_in: int
    share: int
    end: str = ""


_STORIES = (
    _Story("civil-affairs", "system", "殡葬业务管理系统（旧）", "government_cloud", -35, 60),
    _Story("civil-affairs", "machine_room", "机关三楼机房（6个机柜）", "government_cloud", 150, 35),
    _Story("public-security", "private_network", "户籍业务专网", "egov_network", 210, 20),
    _Story("public-security", "exchange_system", "派出所数据交换前置系统", "platform", -12, 80),
    _Story("real-estate-registry", "machine_room", "不动产登记机房（4个机柜）", "government_cloud", 320, 0),
    _Story("human-resources", "private_network", "公积金业务专网", "egov_network", -60, 100, "done"),
    _Story("tax", "exchange_system", "涉税信息交换系统", "platform", 30, 90, "reported"),
    _Story("market-regulation", "machine_room", "企业登记机房", "government_cloud", -90, 100, "done"),
)


def seed_moves(officers: dict[str, Actor], bureau: Actor, *, legal: LegalContext) -> None:
    """Made once; `officers` are the data officers by department, those that are missing are left out."""
    if Move.objects.exists():
        return
    for story in _STORIES:
        officer = officers.get(story.department)
        if officer is not None:
            _live(story, officer, bureau, legal)


def _live(story: _Story, officer: Actor, bureau: Actor, legal: LegalContext) -> None:
    then = _days_before(legal, _AGO)
    due_on = legal.today + timedelta(days=story.due_in)
    middle = then.today + (due_on - then.today) // 2
    milestones = [(middle, "完成数据迁移和核对"), (due_on, "完成割接，旧设备下线")]
    plan = Plan(story.target, due_on, officer.post_id, "先迁数据、后切业务，保留三十天回退期。", milestones)
    move = _plan(story, plan, officer, bureau, then)
    if not story.share:
        return
    reached = [one.pk for one in move.milestones.all() if one.due_on == middle or story.end]
    words = {"actor": officer, "legal": _days_before(legal, 20)}
    report_progress(move.pk, share=story.share, text="数据已迁移并核对，正在联调。", reached=reached, **words)
    if not story.end:
        return
    with transaction.atomic():
        attach(
            SimpleUploadedFile("割接记录.txt", "演示材料：割接完成，旧设备已下线。".encode()),
            subject_kind=MOVE,
            subject_id=move.pk,
            label="割接记录",
            **words,
        )
    report_end(move.pk, outcome="done", reason="已完成割接，旧设备下线，见附件。", **words)
    if story.end == "done":
        legal = _days_before(legal, 10)
        decide_move(move.pk, agrees=True, opinion="经核实，迁移完成。", actor=bureau, legal=legal)


def _plan(story: _Story, plan: Plan, officer: Actor, bureau: Actor, then: LegalContext) -> Move:
    if story.thing != "system":
        return plan_move(story.thing, plan, name=story.name, in_use_since=_BUILT, actor=officer, legal=then)
    system = propose_system(
        name=story.name,
        network="private",
        hosting="own_room",
        duty="办理殡葬服务审批和收费业务",
        in_service_since=_BUILT,
        protection_grade=2,
        plan=plan,
        actor=officer,
        legal=then,
    )
    register_system(system.pk, actor=bureau, legal=then)
    return system.moves.get()


def _days_before(legal: LegalContext, days: int) -> LegalContext:
    return replace(legal, today=legal.today - timedelta(days=days), now=legal.now - timedelta(days=days))
