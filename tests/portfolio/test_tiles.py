"""A tile that counts leads to the list that it counts: portfolio, moves, systems, orders, audits."""

import re
from datetime import date, timedelta

import pytest
from django.urls import reverse

from browsers import browser_of
from shuyuan.kernel.actor import Role
from shuyuan.projects.rules.stages import Stage
from shuyuan.supervision.models import AuditCase, Order
from shuyuan.systems import moves
from shuyuan.systems.models import Move
from shuyuan.systems.moves import Plan
from shuyuan.systems.rules import Target, Thing

_TILE = re.compile(r'<a class="sy-tile[^"]*" href="([^"]*)">(.*?)</a>', re.DOTALL)
_NUMBER = re.compile(r"<strong>\s*([\d,]+)\s*</strong>")
_COUNTED = re.compile(r"[（(]\s*([\d,]+)")
_PAGES = [
    ("portfolio:overview", ""), ("portfolio:overview", "year=2025"), ("portfolio:overview", "unit=tax"),
    ("systems:moves", ""), ("systems:list", ""), ("supervision:orders", ""), ("supervision:audits", ""),
]  # fmt: skip


@pytest.fixture
def city(factories, organizations, unit, legal, time_machine):
    """Projects of two units and years, two of them overdue, one held; moves in every state."""
    time_machine.move_to(legal.now)
    tax = organizations.make_department("tax", name="虚拟市税务局")
    late = {"stage": Stage.COMPLETED, "completed_on": legal.today - timedelta(days=300)}
    reviewed = {"reviewed_on": legal.today - timedelta(days=30), "meets_co_use": False}
    factories.make_project(unit, legal=legal, **late, plan_year=2025)
    factories.make_project(tax, legal=legal, **late, plan_year=2026)
    factories.make_project(tax, legal=legal, stage=Stage.FILED, plan_year=2025)
    factories.make_project(
        unit, legal=legal, stage=Stage.REVIEWED, planned_fen=1_000_000, meets_connection=True, **reviewed
    )
    officer = organizations.make_actor(Role.DATA_OFFICER, "tax")
    due = legal.today + timedelta(days=40)
    plan = Plan(Target.CLOUD.value, due, officer.post_id, "搬入政务云机房")
    states = [state for state in Move.State.values for _ in range(2)]
    for number, state in enumerate(states):
        made = moves.plan_move(
            Thing.MACHINE_ROOM.value, plan, name=f"虚拟机房{number}", in_use_since=date(2019, 1, 1),
            actor=officer, legal=legal,
        )  # fmt: skip
        on = due if number % 2 else legal.today - timedelta(days=1)
        Move.objects.filter(pk=made.pk).update(state=state, due_on=on)
    watched = factories.make_project(unit, legal=legal, stage=Stage.BUILDING, plan_year=2026)
    for number, state in enumerate(Order.State.values * 2):
        Order.objects.create(
            number=f"整改{number}", project=watched, finding="甲", demand="乙", state=state,
            issued_on=legal.today - timedelta(days=40), due_on=legal.today + timedelta(days=number - 3),
        )  # fmt: skip
    for number, state in enumerate(AuditCase.State.values):
        AuditCase.objects.create(
            number=f"审计{number}", project=watched, year=2020 + number, state=state,
            planned_on=legal.today,
        )  # fmt: skip


def _listed(browser, address):
    page = browser.get(address).context["page"]
    return page.count


@pytest.mark.parametrize(("name", "query"), _PAGES)
@pytest.mark.parametrize("who", ["bureau", "leader"])
def test_every_tile_that_counts_leads_to_that_many_rows(city, organizations, bureau, name, query, who):
    actor = bureau if who == "bureau" else organizations.make_actor(Role.CITY_LEADER, "government-office")
    browser = browser_of(actor)
    address = f"{reverse(name)}?{query}" if query else reverse(name)
    tiles = _TILE.findall(browser.get(address).content.decode())
    assert tiles
    for href, inside in tiles:
        found = _NUMBER.search(inside) or _COUNTED.search(inside)
        target = href.replace("&amp;", "&")
        target = reverse(name) + target if target.startswith("?") else target
        assert int(found[1].replace(",", "")) == _listed(browser, target), inside
