"""Two ways to the same holds: the rules, and SQL over the journal that shares no code with them."""

import random
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from django.db import transaction

from shuyuan.cli import main
from shuyuan.projects import steps
from shuyuan.projects.holding import refresh_holds
from shuyuan.projects.models import Hold, JournalEntry, Project
from shuyuan.projects.retrace import compare, find_unfolded, retrace
from shuyuan.projects.rules.filing import FundingMode, ProjectKind
from shuyuan.projects.rules.stages import ENDED, STEPS, Kind
from shuyuan.projects.rules.standing import fold
from shuyuan.regulations.context import LEGAL_ZONE

ONWARD = frozenset({Kind.BUDGETED, Kind.PLAN_CLEARED})
#: Kinds of holds that every walk meets.
MANY = 8
PLANS = ("quality_assurance", "operation", "security", "emergency")
#: Ends of a project are met rarely, or no walk would get far.
RARE = frozenset(kind for kind, step in STEPS.items() if step.leads_to in ENDED)


def on_day(legal, day):
    return replace(legal, today=day, now=datetime(day.year, day.month, day.day, 9, tzinfo=LEGAL_ZONE))


PLAIN = {
    Kind.EXPERTS_CONCLUDED: {"passed": True, "aspects": []},
    Kind.OPINION_ANSWERED: {"consents": True},
    Kind.APPROVED: {"fen": 1000},
    Kind.FUNDS_REVIEWED: {"fen": 1000},
    Kind.LEADER_NAMED: {"name": "虚拟负责人"},
    Kind.SUPERVISOR_APPOINTED: {"company": "虚拟监理公司", "qualified": True},
    Kind.CONTRACTED: {"contract": "1", "fen": 100},
    Kind.CONTRACT_AMENDED: {"contract": "1", "fen": 90},
    Kind.CHANGE_APPROVED: {"fen": 1000},
    Kind.PAID: {"fen": 1, "contract": "1"},
    Kind.EXPERT_NAMED: {"name": "虚拟专家"},
    Kind.ACCEPTANCE_CLEARED: {"cleared": True},
    Kind.ACCEPTANCE_FAILED: {"rectify_by": "2026-12-01"},
    Kind.RESULTS_HANDED_IN: {"documents": ["acceptance_report"]},
    Kind.CATALOGED: {"entries": ["A"]},
    Kind.UPKEEP_BUDGETED: {"year": 2025, "fen": 1},
    Kind.ORDERED: {"order": "1"},
    Kind.ORDER_MET: {"order": "1"},
}


def data_of(kind, on, chance, systems):
    passed = chance.random() < 0.5
    return {
        **PLAIN,
        Kind.FILED: {"late": False, "plan_year": on.year + 1},
        Kind.UNFUNDED: {"year": on.year},
        Kind.PLAN_CLEARED: {"plan": chance.choice(["integration_plan", "co_use_plan"])},
        Kind.REVIEW_FAILED: {"meets_co_use": False, "meets_connection": passed},
        Kind.REVIEWED: {"meets_co_use": chance.random() < 0.7, "meets_connection": passed},
        Kind.BUDGETED: {"year": on.year, "fen": 100},
        Kind.START_EXCUSED: {"year": on.year - 1},
        Kind.DELAY_REPORTED: {"until": (on + timedelta(days=chance.randrange(1, 300))).isoformat()},
        Kind.OPERATED: {"system_id": chance.choice(systems)},
        Kind.EVALUATED: {"passed": passed, "score": 50},
        Kind.AUDITED: {"passed": passed},
        Kind.UPKEEP_PLAN_FILED: {"plan": chance.choice(PLANS)},
        Kind.AMENDED: {"kind": chance.choice(list(ProjectKind)).value},
    }.get(kind, {})


def next_kind(stage, chance):
    """A step that the stage allows; those of the main line twice as often, so that walks get far."""
    allowed = [kind for kind, step in STEPS.items() if stage in step.stages and kind not in RARE]
    if chance.random() < 0.05:
        allowed = [kind for kind in RARE if stage in STEPS[kind].stages]
    onward = [kind for kind in allowed if STEPS[kind].leads_to or kind in ONWARD]
    return chance.choice(sorted(onward or allowed if chance.random() < 0.5 else allowed))


def happen(project, kind, on, data, legal):
    """An entry of the journal whether the law allows it or not: walks go where no service leads."""
    known = fold(project.known, kind, on, data, person=0)
    JournalEntry.objects.create(project=project, kind=kind.value, on=on, at=legal.now, data=data)
    steps.keep(project, known, legal=legal)


@pytest.mark.parametrize("seed", range(12))
def test_random_lives_of_projects_give_the_same_holds_both_ways(
    factories, organizations, bureau, legal, seed
):
    chance = random.Random(seed)
    start = date(2022, 1, 10)
    units = [organizations.make_department(f"unit-{number}") for number in range(3)]
    systems = [factories.make_system(unit).pk for unit in units for _ in range(2)]
    begun = on_day(legal, start)
    projects = [
        factories.make_project(
            chance.choice(units),
            legal=begun,
            kind=chance.choice(list(ProjectKind)),
            funding_mode=chance.choice(list(FundingMode)),
            system=chance.choice([None, factories.make_system(chance.choice(units))]),
        )
        for _ in range(12)
    ]
    day = start
    for _ in range(24):
        day += timedelta(days=chance.randrange(5, 110))
        if day.year > 2026:
            break
        now = on_day(legal, day)
        with transaction.atomic():
            for project in projects:
                if project.known.stage not in ENDED and chance.random() < 0.9:
                    kind = next_kind(project.known.stage, chance)
                    happen(project, kind, day, data_of(kind, day, chance, systems), now)
            speak_of_units_and_systems(chance, units, systems, bureau, now)
            for project in Project.objects.select_related("unit"):
                refresh_holds(project, legal=now)
        assert compare(legal=now) == [], f"on {day}"
    met = set(Hold.objects.values_list("code", flat=True))
    assert len(met) >= MANY, f"only {sorted(met)}"


def speak_of_units_and_systems(chance, units, systems, bureau, legal):
    about_units = [Kind.SHARING_BREACHED, Kind.SHARING_MENDED, Kind.UNIT_SCORED]
    about_systems = [
        Kind.SYSTEM_REGISTERED,
        Kind.SYSTEM_CONNECTED,
        Kind.SYSTEM_DISCONNECTED,
        Kind.SYSTEM_RETIRED,
    ]
    kind = chance.choice(about_units)
    data = {"year": legal.today.year, "passed": chance.random() < 0.5} if kind is Kind.UNIT_SCORED else {}
    steps.note_unit(chance.choice(units), kind, data=data, actor=bureau, legal=legal)
    steps.note_system(chance.choice(systems), chance.choice(about_systems), actor=bureau, legal=legal)


def test_a_hold_that_somebody_made_up_or_took_away_is_found(factories, bureau, unit, legal):
    with transaction.atomic():
        steps.note_unit(
            unit, Kind.UNIT_SCORED, data={"year": 2025, "passed": False}, actor=bureau, legal=legal
        )
    project = factories.make_project(unit, legal=legal)
    assert [hold.code for hold in retrace(legal=legal)] == ["unit_assessment_failed"]
    assert compare(legal=legal) == []

    Hold.objects.filter(project=project).delete()
    Hold.objects.create(
        project=project, code="audit_failed", cites="jz-project-2020/32.1", funds="upkeep", since=legal.today,
        found_at=legal.now,
    )  # fmt: skip
    found = compare(legal=legal)
    assert [(one.kept is None, one.retraced is None) for one in found] == [(False, True), (True, False)]


def test_a_standing_that_was_written_past_the_journal_is_found(factories, officer, legal):
    honest = factories.make_project(officer.department, actor=officer, legal=legal)
    assert list(find_unfolded()) == []

    Project.objects.filter(pk=honest.pk).update(facts={**honest.facts, "stage": "operating"})
    assert list(find_unfolded()) == [honest.number]


@pytest.mark.parametrize("arguments", [[], ["--json"]])
def test_the_command_says_whether_all_agrees(factories, unit, legal, capsys, arguments):
    project = factories.make_project(unit, legal=legal)
    assert main(["projects", "verify", *arguments]) == 0

    Hold.objects.create(
        project=project, code="audit_failed", cites="jz-project-2020/32.1", funds="upkeep", since=legal.today,
        found_at=legal.now,
    )  # fmt: skip
    capsys.readouterr()
    assert main(["projects", "verify", *arguments]) == 1
    assert "audit_failed" in capsys.readouterr().out
