"""The simulated years of IT projects: everything is met, the same seed lives the same, holds agree."""

from hashlib import sha256

import pytest
from django.db import transaction

from shuyuan.demo.projects.cast import find_cast
from shuyuan.demo.projects.simulation import simulate
from shuyuan.demo.projects.years import units_of_year
from shuyuan.planning.models import AnnualPlan
from shuyuan.projects.models import JournalEntry, Project
from shuyuan.projects.retrace import compare, find_unfolded
from shuyuan.projects.rules.stages import Stage

_HOLDS = {
    "co_use_not_met",
    "connection_not_met",
    "not_in_system_register",
    "not_connected_to_platform",
    "sharing_rules_not_met",
    "funded_but_not_started",
    "acceptance_overdue",
    "upkeep_plans_missing",
    "evaluation_failed",
    "payment_suspended",
    "project_suspended",
    "audit_failed",
    "unit_assessment_failed",
}
#: Half years from November 2020 to November 2026, each with its first day, and the last day.
_LOOKS = 14


def test_all_units_but_the_bureau_have_projects(actors, legal):
    cast = find_cast(actors, legal=legal)
    codes = {unit.code for unit in cast.units}
    assert len(codes) >= 60
    assert "data-administration" not in codes
    assert codes <= set(cast.officers)


def test_holds_agree_with_the_journal_in_every_half_year_of_a_small_city(few_units, legal):
    looks = []
    lived = simulate(
        few_units, projects=6, seed=1, legal=legal, check=lambda day: looks.append(compare(legal=day))
    )
    assert looks == [[]] * _LOOKS
    assert lived.projects == 6
    assert list(find_unfolded()) == []
    assert set(AnnualPlan.objects.values_list("year", flat=True)) == set(range(2021, 2028))


def test_the_same_seed_lives_the_same_years(few_units, legal):
    first, again, other = (_digest(few_units, legal, seed) for seed in (3, 3, 4))
    assert first == again
    assert first != other


@pytest.mark.slow
def test_a_city_meets_every_stage_and_every_hold_and_agrees_with_its_journal(few_units, legal):
    looks = []
    lived = simulate(
        few_units, projects=60, seed=1, legal=legal, check=lambda day: looks.append(compare(legal=day))
    )
    assert looks == [[]] * _LOOKS
    assert {stage.value for stage in Stage} - lived.stages == set()
    assert _HOLDS - lived.holds == set()
    assert list(find_unfolded()) == []
    assert Project.objects.filter(paid_fen__gt=0, stage=Stage.OPERATING.value).exists()


def _digest(actors, legal, seed):
    """What the journal says after some years with two projects, which are forgotten again."""
    before = transaction.savepoint()
    simulate(actors, projects=2, seed=seed, legal=legal)
    rows = JournalEntry.objects.order_by("id").values_list(
        "project__name", "unit__code", "system__name", "kind", "on", "from_stage", "to_stage", "data__fen"
    )
    found = sha256(repr(list(rows)).encode()).hexdigest()
    transaction.savepoint_rollback(before)
    return found


def test_who_can_sign_in_finds_projects_of_the_own_unit(actors, legal):
    cast = find_cast(actors, legal=legal)
    assert [unit.code for unit in cast.signed_in][:2] == ["civil-affairs", "public-security"]
    everybody, counts = list(cast.signed_in), [4, 4, 4, 3, 3, 3, 3]
    years = [units_of_year(count, everybody, iter(cast.units)) for count in counts]
    assert [len(units) for units in years] == counts
    assert all(units[0].code == "civil-affairs" for units in years)
    assert {unit.code for units in years for unit in units} >= {unit.code for unit in cast.signed_in}
