"""What stands outside of cloud, network and platform: planned, followed, confirmed by the bureau."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from shuyuan.audit.models import Entry as AuditEntry
from shuyuan.casework.models import Task
from shuyuan.casework.selectors import inbox
from shuyuan.kernel.errors import BadInput, Conflict, NotFound, NotPermitted, RuleRefused
from shuyuan.papers.steps import attach
from shuyuan.systems import moves
from shuyuan.systems.connections import confirm_connection
from shuyuan.systems.models import InformationSystem, Move
from shuyuan.systems.moves import Plan
from shuyuan.systems.pictures import by_department, totals
from shuyuan.systems.selectors import access_move, list_moves, list_outside
from shuyuan.systems.services import change_system, propose_system, register_system, retire_system

OLD = date(2015, 5, 1)
DUE = date(2027, 6, 30)
FIELDS = {"name": "老救助系统", "network": "private", "hosting": "own_room", "duty": "办理救助"}


@pytest.fixture
def plan(people):
    """A plan of the officer: to the cloud by June, the data by March."""
    return Plan(
        "government_cloud", DUE, people["officer"].post_id, "分批迁移", [(date(2027, 3, 31), "迁移数据")]
    )


@pytest.fixture
def room(plan, people, legal):
    return moves.plan_move(
        "machine_room", plan, name="三楼机房", in_use_since=OLD, actor=people["officer"], legal=legal
    )


@pytest.fixture
def old_system(plan, people, legal):
    """A system in a room of its own, with the plan of its move, in the register."""
    system = propose_system(**FIELDS, in_service_since=OLD, plan=plan, actor=people["officer"], legal=legal)
    return register_system(system.pk, actor=people["bureau"], legal=legal)


@pytest.fixture
def prove(people, legal, settings, tmp_path):
    settings.HOME = tmp_path

    def add(move):
        with transaction.atomic():
            attach(
                SimpleUploadedFile("割接记录.txt", "已割接".encode()),
                subject_kind="systems.move", subject_id=move.pk, label="割接记录",
                actor=people["officer"], legal=legal,
            )  # fmt: skip

    return add


def refusals(refused):
    return [reason.code for reason in refused.value.verdict.reasons]


def test_a_new_system_outside_of_the_cloud_is_refused_whatever_it_plans(plan, people, legal):
    for since in (None, date(2022, 1, 1)):
        with pytest.raises(RuleRefused) as refused:
            propose_system(**FIELDS, in_service_since=since, plan=plan, actor=people["officer"], legal=legal)
        assert refusals(refused) == [
            "new_system_outside_cloud", "outside_egov_network", "new_machine_room", "new_private_network",
        ]  # fmt: skip
    assert not InformationSystem.objects.exists()


def test_an_old_system_outside_needs_a_plan(people, legal):
    with pytest.raises(RuleRefused) as refused:
        propose_system(**FIELDS, in_service_since=OLD, actor=people["officer"], legal=legal)
    assert "no_migration_plan" in refusals(refused)
    assert "room_without_migration_plan" in refusals(refused)


def test_a_day_to_come_is_no_day_since_which_something_runs(people, legal):
    with pytest.raises(BadInput) as refused:
        propose_system(**FIELDS, in_service_since=date(2027, 1, 1), actor=people["officer"], legal=legal)
    assert refused.value.code == "in_use_in_future"


@pytest.mark.parametrize("kind", ["machine_room", "private_network", "exchange_system"])
def test_a_new_room_network_or_exchange_system_is_refused(plan, people, legal, kind):
    target = {"private_network": "egov_network", "exchange_system": "platform"}.get(kind, plan.target)
    with pytest.raises(RuleRefused) as refused:
        moves.plan_move(
            kind, replace(plan, target=target), name="新建", in_use_since=date(2023, 1, 1),
            actor=people["officer"], legal=legal,
        )  # fmt: skip
    assert refusals(refused) == [f"new_{kind}"]


@pytest.mark.parametrize(
    ("changes", "named", "code"),
    [
        ({}, " ", "move_without_name"),
        ({"how": " "}, "机房", "move_without_words"),
        ({"how": "长" * 2001}, "机房", "move_without_words"),
        ({"due_on": date(2026, 11, 23)}, "机房", "impossible_move_day"),
        ({"due_on": date(9999, 1, 1)}, "机房", "impossible_move_day"),
        ({"responsible": 10**9}, "机房", "unknown_responsible"),
        ({"target": "moon"}, "机房", "unknown_choice"),
        ({"milestones": [(date(2028, 1, 1), "太晚")]}, "机房", "milestone_outside_plan"),
        ({"milestones": [(date(2026, 1, 1), "太早")]}, "机房", "milestone_outside_plan"),
        ({"milestones": [(DUE, "多")] * 51}, "机房", "too_many_milestones"),
    ],
)
def test_a_plan_that_is_none_is_refused(plan, people, legal, changes, named, code):
    with pytest.raises(BadInput) as refused:
        moves.plan_move(
            "machine_room", replace(plan, **changes), name=named, in_use_since=OLD,
            actor=people["officer"], legal=legal,
        )  # fmt: skip
    assert refused.value.code == code
    assert not Move.objects.exists()


def test_a_room_does_not_move_into_a_network(plan, people, legal):
    with pytest.raises(RuleRefused) as refused:
        moves.plan_move(
            "machine_room", replace(plan, target="egov_network"), name="机房", in_use_since=OLD,
            actor=people["officer"], legal=legal,
        )  # fmt: skip
    assert refusals(refused) == ["move_to_wrong_target"]


def test_one_thing_has_one_open_plan_and_a_system_of_others_none(old_system, room, plan, people, legal):
    with pytest.raises(Conflict):
        moves.plan_move("system", plan, system_id=old_system.pk, actor=people["officer"], legal=legal)
    with pytest.raises(Conflict):
        moves.plan_move(
            "machine_room", plan, name="三楼机房", in_use_since=OLD, actor=people["operator"], legal=legal
        )
    with pytest.raises(NotFound):
        moves.plan_move("system", plan, system_id=old_system.pk, actor=people["stranger"], legal=legal)
    with pytest.raises(NotPermitted):
        moves.plan_move("machine_room", plan, name="x", actor=people["auditor"], legal=legal)


def test_the_task_lies_with_the_responsible_post_and_is_due_at_the_next_milestone(room, people, legal):
    task = Task.objects.get(kind="systems:move:carry_out")
    assert (task.post_id, task.due_on) == (people["officer"].post_id, date(2027, 3, 31))
    milestone = room.milestones.get()
    moves.report_progress(
        room.pk, share=40, text="数据已迁移", reached=[milestone.pk], actor=people["operator"], legal=legal
    )
    task.refresh_from_db()
    assert task.due_on == DUE
    assert access_move(room.pk, actor=people["bureau"], today=legal.today).state == "under_way"


def test_a_plan_beyond_the_calendar_has_a_task_within_it(plan, people, legal):
    plan = replace(plan, due_on=date(2030, 6, 30), milestones=[])
    moves.plan_move("machine_room", plan, name="机房", in_use_since=OLD, actor=people["officer"], legal=legal)
    assert Task.objects.get().due_on == date(max(legal.calendar.years), 12, 31)


@pytest.mark.parametrize(("share", "reached", "code"), [
    (101, [], "impossible_share"), (-1, [], "impossible_share"), (50, [10**9], "unknown_milestone"),
])  # fmt: skip
def test_impossible_progress_is_refused(room, people, legal, share, reached, code):
    with pytest.raises(BadInput) as refused:
        moves.report_progress(
            room.pk, share=share, text="x", reached=reached, actor=people["officer"], legal=legal
        )
    assert refused.value.code == code


def test_the_share_never_goes_back(room, people, legal):
    moves.report_progress(room.pk, share=60, text="过半", actor=people["officer"], legal=legal)
    with pytest.raises(BadInput):
        moves.report_progress(room.pk, share=59, text="退", actor=people["officer"], legal=legal)


def test_foreign_departments_and_the_bureau_do_not_report_for_others(room, people, legal):
    for who, error in (("stranger", NotFound), ("bureau", NotPermitted), ("auditor", NotPermitted)):
        with pytest.raises(error):
            moves.report_progress(room.pk, share=10, text="x", actor=people[who], legal=legal)
    with pytest.raises(NotPermitted):
        moves.decide_move(room.pk, agrees=True, opinion="", actor=people["officer"], legal=legal)
    with pytest.raises(NotFound):
        access_move(room.pk, actor=people["stranger"], today=legal.today)


def test_an_end_needs_its_milestones_and_a_paper(room, people, legal, prove):
    with pytest.raises(RuleRefused) as refused:
        moves.report_end(room.pk, outcome="done", reason="完成", actor=people["officer"], legal=legal)
    assert refusals(refused) == ["move_milestones_open", "move_without_evidence"]
    finish(room, people, legal, prove)
    room.refresh_from_db()
    assert (room.state, room.ended_on, room.share) == ("done", legal.today, 100)
    assert inbox(people["bureau"], legal) == []
    events = list(
        AuditEntry.objects.filter(subject_kind="systems.move").order_by("pk").values_list("event", flat=True)
    )
    assert events[-2:] == ["systems:move:submitted", "systems:move:settled"]
    with pytest.raises(Conflict):
        moves.report_progress(room.pk, share=100, text="x", actor=people["officer"], legal=legal)


def finish(move, people, legal, prove):
    """The department reaches everything and proves it, the bureau confirms."""
    officer = {"actor": people["officer"], "legal": legal}
    reached = list(move.milestones.filter(reached_on=None).values_list("pk", flat=True))
    moves.report_progress(move.pk, share=100, text="全部割接", reached=reached, **officer)
    prove(move)
    moves.report_end(move.pk, outcome="done", reason="已割接", **officer)
    assert [item.task.kind for item in inbox(people["bureau"], legal)] == ["systems:move:confirm"]
    return moves.decide_move(move.pk, agrees=True, opinion="", actor=people["bureau"], legal=legal)


def test_a_move_that_is_sent_back_is_under_way_again(room, people, legal):
    officer = {"actor": people["officer"], "legal": legal}
    moves.report_end(room.pk, outcome="given_up", reason="机房已拆除", **officer)
    with pytest.raises(Conflict):
        moves.report_progress(room.pk, share=1, text="x", **officer)
    with pytest.raises(BadInput):
        moves.decide_move(room.pk, agrees=False, opinion=" ", actor=people["bureau"], legal=legal)
    moves.decide_move(room.pk, agrees=False, opinion="请补拆除证明", actor=people["bureau"], legal=legal)
    room.refresh_from_db()
    assert (room.state, room.outcome) == ("under_way", "")
    assert [item.task.kind for item in inbox(people["officer"], legal)] == ["systems:move:carry_out"]
    moves.report_end(room.pk, outcome="given_up", reason="机房已拆除，见附件", **officer)
    moves.decide_move(room.pk, agrees=True, opinion="", actor=people["bureau"], legal=legal)
    room.refresh_from_db()
    assert room.state == "given_up"
    with pytest.raises(Conflict):
        moves.decide_move(room.pk, agrees=True, opinion="", actor=people["bureau"], legal=legal)


def test_a_system_that_has_moved_stands_in_the_register_where_it_runs_now(old_system, people, legal, prove):
    finish(old_system.moves.get(), people, legal, prove)
    old_system.refresh_from_db()
    assert (old_system.hosting, old_system.network) == ("government_cloud", "egov_extranet")


def test_a_system_moves_to_the_platform_when_it_is_joined(proposed, plan, people, legal, prove):
    register_system(proposed.pk, actor=people["bureau"], legal=legal)
    plan = replace(plan, target="platform", milestones=[])
    move = moves.plan_move("system", plan, system_id=proposed.pk, actor=people["officer"], legal=legal)
    prove(move)
    with pytest.raises(RuleRefused) as refused:
        moves.report_end(move.pk, outcome="done", reason="x", actor=people["officer"], legal=legal)
    assert refusals(refused) == ["move_not_joined"]
    confirm_connection(proposed.pk, note="前置机", actor=people["bureau"], legal=legal)
    assert finish(move, people, legal, lambda _move: None).state == "done"


def test_a_plan_for_retirement_retires_the_system_at_its_end(old_system, plan, people, legal, prove):
    old = old_system.moves.get()
    moves.report_end(old.pk, outcome="given_up", reason="改为停用", actor=people["officer"], legal=legal)
    moves.decide_move(old.pk, agrees=True, opinion="", actor=people["bureau"], legal=legal)
    plan = replace(plan, target="retired", milestones=[])
    move = moves.plan_move("system", plan, system_id=old_system.pk, actor=people["officer"], legal=legal)
    finish(move, people, legal, prove)
    old_system.refresh_from_db()
    assert old_system.state == "retired"


def test_a_retired_system_ends_its_move(old_system, people, legal):
    retire_system(old_system.pk, reason="业务取消", actor=people["officer"], legal=legal)
    move = old_system.moves.get()
    assert (move.state, move.end_reason) == ("given_up", "业务取消")
    assert not Task.objects.filter(subject_kind="systems.move", done_at=None).exists()


def test_only_the_bureau_gives_another_day_and_not_before_a_milestone(room, people, legal):
    with pytest.raises(NotPermitted):
        moves.change_due_day(room.pk, due_on=DUE, reason="x", actor=people["officer"], legal=legal)
    bureau = {"actor": people["bureau"], "legal": legal}
    with pytest.raises(BadInput) as refused:
        moves.change_due_day(room.pk, due_on=date(2027, 1, 31), reason="提前", **bureau)
    assert refused.value.code == "move_day_before_milestone"
    moves.change_due_day(room.pk, due_on=date(2027, 9, 30), reason="设备到货推迟", **bureau)
    room.refresh_from_db()
    assert (room.due_on, room.first_due_on) == (date(2027, 9, 30), DUE)


def test_a_plan_is_revised_and_what_is_reached_stays(room, people, legal):
    moves.report_progress(
        room.pk,
        share=30,
        text="数据",
        reached=[room.milestones.get().pk],
        actor=people["officer"],
        legal=legal,
    )
    moves.revise_plan(
        room.pk, responsible=people["operator"].post_id, how="整体搬迁",
        milestones=[(date(2027, 5, 31), "割接")], actor=people["officer"], legal=legal,
    )  # fmt: skip
    assert list(room.milestones.values_list("title", flat=True)) == ["迁移数据", "割接"]
    task = Task.objects.get(done_at=None)
    assert (task.post_id, task.due_on) == (people["operator"].post_id, date(2027, 5, 31))


def test_the_place_of_a_registered_system_follows_its_move(old_system, proposed, people, legal):
    rest = {"duty": "x", "protection_grade": None, "protection_filing": "", "legal": legal}
    cloud = {"network": "egov_extranet", "hosting": "government_cloud", **rest}
    for who in ("officer", "bureau"):
        with pytest.raises(Conflict) as refused:
            change_system(old_system.pk, **cloud, actor=people[who])
        assert refused.value.code == "place_follows_move"
    register_system(proposed.pk, actor=people["bureau"], legal=legal)
    with pytest.raises(RuleRefused) as refused:
        change_system(proposed.pk, **{**cloud, "hosting": "own_room"}, actor=people["bureau"])
    assert refusals(refused) == ["new_system_outside_cloud", "new_machine_room"]
    with pytest.raises(BadInput):
        change_system(proposed.pk, **{**cloud, "protection_grade": 9}, actor=people["officer"])
    with pytest.raises(NotFound):
        change_system(proposed.pk, **cloud, actor=people["stranger"])
    changed = change_system(
        proposed.pk, **{**cloud, "protection_grade": 3, "protection_filing": "备-1"}, actor=people["officer"]
    )
    assert (changed.protection_grade, changed.protection_filing) == (3, "备-1")


def test_a_system_from_before_that_was_entered_without_a_plan_is_found(proposed, people, legal):
    InformationSystem.objects.filter(pk=proposed.pk).update(hosting="own_room")
    with pytest.raises(RuleRefused):
        register_system(proposed.pk, actor=people["bureau"], legal=legal)
    InformationSystem.objects.filter(pk=proposed.pk).update(state="registered")
    assert list(list_outside(actor=people["bureau"])) == [proposed]
    assert not list_outside(actor=people["stranger"]).exists()


def test_the_picture_counts_what_is_overdue_apart(old_system, room, people, legal):
    late = list_moves(actor=people["bureau"], today=DUE + timedelta(days=1))
    assert totals(late) == dict.fromkeys(("done", "reported", "under_way", "planned"), 0) | {"overdue": 2}
    moves.report_progress(room.pk, share=5, text="开工", actor=people["officer"], legal=legal)
    line = by_department(list_moves(actor=people["bureau"], today=legal.today))[0]
    assert (line.counts["planned"], line.counts["under_way"], line.total) == (1, 1, 2)
    assert line.bar == [("under_way", 0.0, 50.0), ("planned", 50.0, 50.0)]
