"""Nobody skips a gate by its address: whoever posts to it ahead of time is refused, and the trail says so."""

import pytest

from shuyuan.audit.models import Entry
from shuyuan.kernel.actor import Role
from shuyuan.projects.rules.stages import Stage

WAN = 1_000_000
_MONEY = {
    "fen": "10",
    "document": "焦财预〔2026〕1号",
    "year": "2026",
    "opinion": "同意",
    "grounds": "首付款",
}

#: Gate: who stands before it, the stage that is too early, its address, what is sent, the provision.
GATES = {
    "approval": (
        Role.INVESTMENT_APPROVAL, Stage.SUBMITTED, "/projects/approvals/{}/approval/approve/",
        {"fen": "10", "document": "焦发改〔2026〕1号", "on": "2026-01-05"}, "jz-project-2020/11.1",
    ),
    "budget": (
        Role.FINANCE, Stage.SUBMITTED, "/projects/funds/{}/budget/", _MONEY, "jz-project-2020/12.1",
    ),
    "upkeep": (
        Role.FINANCE, Stage.BUILDING, "/projects/funds/{}/upkeep/", _MONEY, "jz-project-2020/22.1",
    ),
    "procurement": (
        Role.DATA_OFFICER, Stage.APPROVED, "/projects/approvals/{}/procurement/",
        {"content": "软件开发", "follows_approval": "on"}, "jz-project-2020/14.1",
    ),
    "construction": (
        Role.DATA_OFFICER, Stage.BUDGETED, "/projects/delivery/{}/start/", {"on": "2026-01-05"},
        "jz-project-2020/17.1",
    ),
    "acceptance": (
        Role.DATA_ADMINISTRATION, Stage.COMPLETED, "/projects/delivery/{}/acceptance/result/",
        {"passed": "yes", "held_on": "2026-01-05", "panel": "韩予，虚拟大学", "opinion": "通过"}, "",
    ),
}  # fmt: skip


@pytest.fixture
def people(organizations, officer, bureau, commission, finance):
    return {
        Role.DATA_OFFICER: officer,
        Role.DATA_ADMINISTRATION: bureau,
        Role.INVESTMENT_APPROVAL: commission,
        Role.FINANCE: finance,
        Role.SYSTEM_ADMINISTRATOR: organizations.make_actor(Role.SYSTEM_ADMINISTRATOR, "data-administration"),
    }


@pytest.mark.parametrize("gate", GATES)
def test_a_gate_that_is_ahead_is_not_opened_by_its_address(client_of, factories, unit, people, present, gate):
    role, stage, address, data, cites = GATES[gate]
    project = factories.make_project(unit, legal=present, stage=stage, planned_fen=100 * WAN)
    answer = client_of(people[role]).post(address.format(project.pk), data)
    assert answer.status_code == 409
    project.refresh_from_db()
    assert project.stage == stage
    kept = Entry.objects.filter(event="audit:step:refused", subject_id=address.format(project.pk))
    if cites:
        assert [entry.cites for entry in kept] == [cites]


@pytest.mark.parametrize("gate", GATES)
def test_who_runs_the_platform_passes_no_gate(client_of, factories, unit, people, present, gate):
    _, _, address, data, _ = GATES[gate]
    stage = {"approval": Stage.REVIEWED, "budget": Stage.APPROVED, "upkeep": Stage.OPERATING}
    project = factories.make_project(
        unit, legal=present, stage=stage.get(gate, Stage.BUDGETED), planned_fen=100 * WAN
    )
    before = project.stage
    answer = client_of(people[Role.SYSTEM_ADMINISTRATOR]).post(address.format(project.pk), data)
    assert answer.status_code in {403, 404}
    project.refresh_from_db()
    assert project.stage == before
    kept = Entry.objects.filter(event="audit:step:refused", subject_id=address.format(project.pk))
    assert kept.count() == 1


def test_a_refusal_that_the_form_shows_is_in_the_trail_with_its_provision(
    client_of, factories, unit, officer, finance, present
):
    year = str(present.today.year)
    project = factories.make_project(
        unit, legal=present, stage=Stage.BUILDING, budgets={year: 80 * WAN}, approved_fen=100 * WAN,
        contracts={"HT-1": 50 * WAN}, contracted_fen=50 * WAN, started_on=present.today,
        reviewed_on=present.today, opinion_answered_on=present.today, approved_on=present.today,
    )  # fmt: skip
    ask = f"/projects/funds/{project.pk}/request/"
    own, desk = client_of(officer), client_of(finance)
    assert own.post(ask, {"what": "HT-1", "fen": "51", "grounds": "首付款"}).status_code == 409
    delay = f"/projects/delivery/{project.pk}/complete/"
    assert own.post(delay, {"on": "2020-01-05", "statement": "建成"}).status_code == 409
    budgets = {
        "line": str(project.pk), f"fen_{project.pk}": "21", "document": "焦财预1号", "year": year,
    }  # fmt: skip
    assert desk.post("/projects/funds/budgets/", budgets).status_code == 200
    kept = Entry.objects.filter(event="audit:step:refused").order_by("pk").values_list("subject_id", "cites")
    assert list(kept) == [
        (ask, "jz-project-2020/15.1"),
        (delay, "jz-project-2020/30.1"),
        (f"/projects/funds/{project.pk}/budget/", "jz-project-2020/12.1"),
    ]
