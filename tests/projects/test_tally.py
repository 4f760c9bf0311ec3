"""The running totals: whatever happens to projects, they are the sums of the projects."""

import random
from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import transaction

from shuyuan.kernel.errors import NotPermitted
from shuyuan.projects import steps
from shuyuan.projects.figures import held_fen
from shuyuan.projects.holding import refresh_holds
from shuyuan.projects.models import Project, Tally
from shuyuan.projects.rules.filing import FundingMode, ProjectKind
from shuyuan.projects.rules.stages import Kind, Stage
from shuyuan.projects.tally import GROUP, MEASURES, MONEY, add_up, draw_together, find_drift, settle
from shuyuan.projects.tasks import run_refresh


class Quiet:
    """A run that nobody watches."""

    def progress(self, done, total=0, note=""):
        """Nobody listens."""


def counted_by_hand():
    """The sums of all projects in plain Python."""
    sums = {}
    for project in Project.objects.order_by("pk"):
        one = sums.setdefault((project.unit_id, project.plan_year, project.stage), Counter())
        one["count"] += 1
        one["held_count"] += int(project.hold_count > 0)
        one["held_fen"] += held_fen(project)
        for name in MONEY:
            one[name] += getattr(project, name)
    return sorted((*group, *(one[name] for name in MEASURES)) for group, one in sums.items())


def totals():
    return sorted(add_up(Tally.objects.all(), *GROUP))


@pytest.mark.parametrize("seed", range(6))
def test_random_changes_of_projects_leave_the_totals_true(factories, organizations, bureau, legal, seed):
    chance = random.Random(seed)
    units = [organizations.make_department(f"unit-{number}") for number in range(2)]
    projects = [
        factories.make_project(
            chance.choice(units), legal=legal, kind=chance.choice(list(ProjectKind)),
            funding_mode=chance.choice(list(FundingMode)), planned_fen=chance.randrange(1, 10**9),
        )
        for _ in range(5)
    ]  # fmt: skip
    for _ in range(12):
        one = chance.choice(projects)
        known = replace(
            one.known, stage=chance.choice(list(Stage)), plan_year=chance.choice([2026, 2027]),
            budgets={"2026": chance.randrange(10**9)}, payments={"2026": chance.randrange(10**6)},
            reviewed_on=legal.today, meets_co_use=chance.random() < 0.5, meets_connection=True,
            completed_on=legal.today - timedelta(days=chance.randrange(400)),
        )  # fmt: skip
        with transaction.atomic():
            steps.keep(one, known, legal=legal)
            kind = chance.choice([Kind.SHARING_BREACHED, Kind.SHARING_MENDED])
            steps.note_unit(chance.choice(units), kind, actor=bureau, legal=legal)
            refresh_holds(one, legal=legal)
        if chance.random() < 0.3:
            draw_together()
        assert totals() == counted_by_hand()
        assert find_drift() == []


def test_a_step_that_is_refused_leaves_the_totals_alone(factories, officer, bureau, legal):
    project = factories.make_project(officer.department, actor=officer, legal=legal)
    before = totals()
    with pytest.raises(NotPermitted):
        factories.take_step(project, Kind.BUDGETED, actor=bureau, legal=legal, year=2026, fen=100)
    assert totals() == before == counted_by_hand()


def test_nothing_is_written_when_nothing_changes(factories, unit, legal):
    project = factories.make_project(unit, legal=legal, stage=Stage.FILED)
    rows = Tally.objects.count()
    with transaction.atomic():
        refresh_holds(project, legal=legal)
        steps.keep(project, project.known, legal=legal)
    assert Tally.objects.count() == rows


def test_what_was_changed_past_the_journal_is_found_and_mended(factories, unit, legal):
    project = factories.make_project(unit, legal=legal, stage=Stage.FILED, planned_fen=7_000_000)
    Project.objects.filter(pk=project.pk).update(stage=Stage.PLANNED.value, planned_fen=9_000_000)
    assert [(row[2], row[3], row[5]) for row in find_drift()] == [
        ("filed", -1, -7_000_000),
        ("planned", 1, 9_000_000),
    ]
    assert settle() == 2
    assert find_drift() == []
    assert settle() == 0
    assert totals() == counted_by_hand()


def test_the_nightly_run_makes_one_row_of_each_group(factories, organizations, unit, legal, time_machine):
    time_machine.move_to(legal.now)
    other = organizations.make_department("tax", name="虚拟市税务局")
    for stage in (Stage.FILED, Stage.FILED, Stage.PLANNED):
        factories.make_project(unit, legal=legal, stage=stage)
        factories.make_project(other, legal=legal, stage=stage)
    assert Tally.objects.count() > 4
    found = run_refresh(Quiet())
    assert found["totals_mended"] == 0
    assert found["totals_drawn"] > 0
    assert Tally.objects.count() == 4
    assert totals() == counted_by_hand()
    assert draw_together() == 0


def test_open_holds_know_what_they_keep_back(factories, unit, legal):
    reviewed = {"reviewed_on": legal.today, "meets_co_use": False, "meets_connection": True}
    project = factories.make_project(
        unit,
        legal=legal,
        stage=Stage.BUDGETED,
        planned_fen=9_000_000,
        budgets={"2026": 5_000_000},
        **reviewed,
    )
    hold = project.holds.get(code="co_use_not_met")
    assert (hold.unpaid_fen, hold.unbudgeted_fen) == (5_000_000, 4_000_000)
    with transaction.atomic():
        known = replace(project.known, payments={"2026": 2_000_000}, upkeep_budgets={"2026": 100})
        steps.keep(project, known, legal=legal)
        refresh_holds(project, legal=legal)
    hold.refresh_from_db()
    assert (hold.unpaid_fen, hold.unbudgeted_fen) == (3_000_000, 4_000_000)
    assert hold.upkeep_fen == (100 if "upkeep" in hold.funds else 0)
