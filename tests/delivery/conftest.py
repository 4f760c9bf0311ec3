"""Fixtures: the people of projects, and a project that is being bought, built, or completed."""

from datetime import date

import pytest
import time_machine

from browsers import browser_of
from presses import keep_in_a_file
from projects.conftest import (  # noqa: F401 fixtures of this room, too
    auditor,
    bureau,
    commission,
    factories,
    finance,
    legal,
    officer,
    organizations,
    places,
    unit,
)
from shuyuan.delivery import services
from shuyuan.kernel.identifiers.made_up import MadeUpNumbers
from shuyuan.projects.rules.stages import Stage

WAN = 1_000_000
keep_in_a_file("delivery")
PANEL = [services.Panelist("韩予", "虚拟大学"), services.Panelist("严望", "虚拟研究院")]


@pytest.fixture
def codes():
    """Invented credit codes: builder, supervisor, another company."""
    numbers = MadeUpNumbers(20261123)
    return {name: numbers.uscc() for name in ("builder", "supervisor", "other")}


@pytest.fixture
def bought(factories, unit, legal):  # noqa: F811
    """A project of 500 万元 in procurement since the beginning of March."""
    return factories.make_project(
        unit, legal=legal, stage=Stage.PROCURING, stage_since=date(2026, 3, 2), planned_fen=500 * WAN,
        approved_fen=500 * WAN, approved_on=date(2026, 1, 12), budgets={"2026": 500 * WAN},
    )  # fmt: skip


@pytest.fixture
def building(bought, officer, codes, legal):  # noqa: F811
    """The same under construction since 1 April 2026, with its contract, leader and supervisor."""
    by = {"actor": officer, "legal": legal}
    services.name_leader(bought.pk, name="周衡", **by)
    services.conclude_contract(
        bought.pk, number="HT-1", title="虚拟平台开发合同", kind="build", party="虚拟软件公司",
        uscc=codes["builder"], fen=400 * WAN, signed_on=date(2026, 3, 20), **by,
    )  # fmt: skip
    services.appoint_supervisor(
        bought.pk, company="虚拟监理公司", uscc=codes["supervisor"], certificate="JL-00123",
        valid_until=date(2028, 5, 1), on=date(2026, 3, 25), **by,
    )  # fmt: skip
    services.start_construction(bought.pk, on=date(2026, 4, 1), **by)
    bought.refresh_from_db()
    return bought


@pytest.fixture
def completed(building, officer, legal):  # noqa: F811
    """The same, completed on 31 August 2026."""
    services.complete_construction(building.pk, on=date(2026, 8, 31), actor=officer, legal=legal)
    building.refresh_from_db()
    return building


@pytest.fixture
def cleared(completed, officer, bureau, legal):  # noqa: F811
    """The same in acceptance, with expert and clearance."""
    services.apply_for_acceptance(
        completed.pk,
        statement="全部功能已建成并上线试运行。",
        on=date(2026, 9, 10),
        actor=officer,
        legal=legal,
    )
    services.name_expert(completed.pk, name="韩予", employer="虚拟大学", actor=bureau, legal=legal)
    services.decide_clearance(completed.pk, cleared=True, opinion="同意核准。", actor=bureau, legal=legal)
    completed.refresh_from_db()
    return completed


@pytest.fixture
def enter(legal):  # noqa: F811
    """`enter(actor)`: a signed-in browser on Monday 23 November 2026."""
    with time_machine.travel(legal.now):
        yield browser_of


@pytest.fixture
def decide(officer, legal):  # noqa: F811
    def call(project, *, passed, actor=officer, **fields):
        fields = {"panel": PANEL, "opinion": "验收组意见。", "issue": False, **fields}
        if not passed:
            fields = {"defects": "日志留存不足。", "rectify_by": date(2027, 1, 15), **fields}
        return services.record_result(project.pk, passed=passed, actor=actor, legal=legal, **fields)

    return call
