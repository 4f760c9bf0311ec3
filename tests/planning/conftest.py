"""Fixtures: those of projects; an open plan for 2027; a clock that can be set; clients of pages."""

from dataclasses import replace
from datetime import date, datetime

import pytest
import time_machine

from browsers import browser_of
from projects.conftest import (  # noqa: F401 fixtures
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
from shuyuan.planning import services
from shuyuan.projects.rules.filing import FundingMode, ProjectKind
from shuyuan.projects.services import ProjectDraft, draft_project
from shuyuan.regulations.context import LEGAL_ZONE


@pytest.fixture
def on(legal):  # noqa: F811 pytest's way
    """`on(2026, 12, 1)`: the law of another day."""

    def make(*day):
        now = datetime(*day, 9, 0, tzinfo=LEGAL_ZONE)
        return replace(legal, today=date(*day), now=now)

    return make


@pytest.fixture
def plan(bureau, unit, legal):  # noqa: F811 pytest's way
    """The plan of 2027 is open since 23 November 2026."""
    return services.open_plan(year=2027, note="优先安排民生项目", actor=bureau, legal=legal)


@pytest.fixture
def draft(officer, legal):  # noqa: F811 pytest's way
    """`draft(name=…)`: a project of civil affairs for 2027 over 500,000 yuan."""

    def make(actor=None, **fields):
        wanted = {
            "name": "虚拟救助平台",
            "kind": ProjectKind.NEW,
            "funding_mode": FundingMode.GOVERNMENT_INVESTMENT,
            "plan_year": 2027,
            "planned_fen": 50_000_000,
            "purpose": "一门受理各类救助",
            "planned_start_on": date(2027, 3, 1),
            "planned_end_on": date(2027, 12, 20),
            **fields,
        }
        return draft_project(ProjectDraft(**wanted), actor=actor or officer, legal=legal)

    return make


@pytest.fixture
def client_of(legal):  # noqa: F811 pytest's way
    """`client_of(actor)`: a browser without pictures, signed in as that actor, on the day of `legal`."""
    with time_machine.travel(legal.now, tick=False):
        yield browser_of
