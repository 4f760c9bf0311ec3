"""Gates show what is missing with its provision, and agree with the journal on what may happen."""

from datetime import date

import pytest
from django.utils.translation import override

from shuyuan.kernel.errors import RuleRefused
from shuyuan.projects.figures import HELD_FEN, held_fen
from shuyuan.projects.models import Project
from shuyuan.projects.progress import PHASES, next_of, way_of
from shuyuan.projects.rules.facts import ProjectFacts
from shuyuan.projects.rules.filing import FundingMode, ProjectKind
from shuyuan.projects.rules.gates import GateState, gates_of
from shuyuan.projects.rules.stages import ENDED, Kind, Stage
from shuyuan.projects.selectors import find_project_holds


def states(facts, legal, holds=()):
    return {gate.kind: gate.state for gate in gates_of(facts, holds, legal=legal)}


def reasons(facts, kind, legal, holds=()):
    gate = next(gate for gate in gates_of(facts, holds, legal=legal) if gate.kind is kind)
    return [(reason.code, reason.cites) for reason in gate.verdict.reasons]


def test_a_submitted_project_without_experts_does_not_pass_the_review(legal):
    facts = ProjectFacts(stage=Stage.SUBMITTED, planned_fen=100, submission=1)
    assert states(facts, legal)[Kind.REVIEWED] is GateState.CLOSED
    assert reasons(facts, Kind.REVIEWED, legal) == [("expert_review_missing", "jz-project-2020/10.1")]


def test_procurement_names_both_plans_as_missing(legal):
    facts = ProjectFacts(
        stage=Stage.BUDGETED, planned_fen=100, reviewed_on=date(2026, 1, 5), budgets={"2026": 100}
    )
    assert states(facts, legal)[Kind.PROCUREMENT_OPENED] is GateState.CLOSED
    assert reasons(facts, Kind.PROCUREMENT_OPENED, legal) == [("plans_not_cleared", "jz-project-2020/14.1")]


def test_an_open_gate_is_open_and_a_passed_one_lies_behind(legal):
    facts = ProjectFacts(
        stage=Stage.CLEARED,
        planned_fen=100,
        reviewed_on=date(2026, 1, 5),
        approved_on=date(2026, 2, 5),
        budgets={"2026": 100},
        cleared_plans=("integration_plan", "co_use_plan"),
    )
    found = states(facts, legal)
    assert found[Kind.REVIEWED] is found[Kind.APPROVED] is found[Kind.BUDGETED] is GateState.PASSED
    assert found[Kind.PROCUREMENT_OPENED] is GateState.OPEN


def test_purchased_services_have_no_gate_of_the_commission(legal):
    facts = ProjectFacts(funding_mode=FundingMode.PURCHASE_OF_SERVICES, planned_fen=100)
    assert Kind.APPROVED not in states(facts, legal)


def test_upkeep_projects_build_nothing(legal):
    facts = ProjectFacts(kind=ProjectKind.OPERATE, funding_mode=FundingMode.UPKEEP_ONLY, planned_fen=100)
    assert not {Kind.STARTED, Kind.ACCEPTED, Kind.APPROVED} & set(states(facts, legal))


@pytest.mark.parametrize("stage", sorted(ENDED))
def test_a_project_that_has_ended_stands_before_no_gate(legal, stage):
    assert gates_of(ProjectFacts(stage=stage), legal=legal) == []


def test_a_closed_gate_refuses_the_step_with_the_same_reasons(factories, finance, legal):
    project = factories.make_project(
        legal=legal, stage=Stage.REVIEWED, reviewed_on=date(2026, 3, 2), meets_co_use=False,
        meets_connection=True,
    )  # fmt: skip
    holds = find_project_holds(project, legal=legal)
    shown = {code for code, _ in reasons(project.known, Kind.BUDGETED, legal, holds)}
    with pytest.raises(RuleRefused) as refused:
        factories.take_step(project, Kind.BUDGETED, actor=finance, legal=legal, fen=1, year=2026)
    assert {"co_use_not_met", "not_approved_as_project"} <= shown
    assert shown <= {reason.code for reason in refused.value.verdict.reasons}


@pytest.mark.parametrize("stage", sorted(Stage))
def test_every_stage_has_its_place_on_the_way_and_a_next_step(factories, legal, stage):
    project = factories.make_project(legal=legal, stage=stage)
    way = way_of(project, list(project.journal.order_by("id")))
    assert len(way) == len(PHASES)
    wanted = "stopped" if stage in ENDED else "now"
    assert [state for _, state, _ in way].count(wanted) == 1
    assert (next_of(project, legal=legal) is None) == (stage in ENDED)


@pytest.mark.parametrize("mode", [FundingMode.PURCHASE_OF_SERVICES, FundingMode.JOINT])
def test_what_is_no_investment_goes_from_the_review_to_the_money(factories, legal, mode):
    project = factories.make_project(legal=legal, stage=Stage.REVIEWED, funding_mode=mode)
    way = way_of(project, list(project.journal.order_by("id")))
    assert [state for _, state, _ in way] == ["done", "done", "now", "next", "next", "next", "next"]
    assert str(way[2][0]) == "资金"
    assert {str(name) for name, _, _ in way}.isdisjoint({"立项"})


def test_the_sum_of_held_money_is_the_same_in_lists_as_on_the_page(factories, legal):
    reviewed = {"reviewed_on": date(2026, 3, 2), "meets_connection": True}
    made = [
        factories.make_project(legal=legal, stage=Stage.DRAFT),
        factories.make_project(legal=legal, stage=Stage.REVIEWED, meets_co_use=False, **reviewed),
        factories.make_project(
            legal=legal, stage=Stage.BUILDING, meets_co_use=False, approved_fen=50_000_000,
            budgets={"2026": 40_000_000}, payments={"2026": 15_000_000}, **reviewed,
        ),
        factories.make_project(
            legal=legal, stage=Stage.SUBMITTED, kind=ProjectKind.OPERATE,
            funding_mode=FundingMode.UPKEEP_ONLY, planned_fen=3_000_000,
        ),
        factories.make_project(legal=legal, stage=Stage.OPERATING, accepted_on=date(2026, 1, 5)),
    ]  # fmt: skip
    listed = {project.pk: project.held for project in Project.objects.annotate(held=HELD_FEN).order_by("pk")}
    assert [listed[project.pk] for project in made] == [held_fen(project) for project in made]
    assert [held_fen(project) for project in made] == [0, 100_000_000, 35_000_000, 3_000_000, 0]


@pytest.mark.parametrize(
    ("stage", "facts", "words"),
    [
        (
            Stage.SUBMITTED,
            {"submission": 2, "expert_submission": 1, "expert_passed": True},
            "Have it seen by experts and decide",
        ),
        (
            Stage.SUBMITTED,
            {"submission": 2, "expert_submission": 2, "expert_passed": True},
            "Decide on the review; the experts have concluded",
        ),
        (Stage.ACCEPTING, {"acceptance_expert": "韩予"}, "Name the expert and clear the acceptance"),
        (
            Stage.ACCEPTING,
            {"acceptance_expert": "韩予", "acceptance_cleared": True},
            "Hold the acceptance and record its result",
        ),
        (
            Stage.OPERATING,
            {"evaluated_on": date(2026, 10, 9), "evaluation_passed": False},
            "Rectify what the evaluation found",
        ),
        (
            Stage.OPERATING,
            {"evaluated_on": date(2026, 10, 9), "evaluation_passed": True},
            "Keep it up and share its data",
        ),
    ],
)
def test_what_comes_next_follows_the_facts(factories, legal, stage, facts, words):
    project = factories.make_project(legal=legal, stage=stage, operating_since=date(2025, 9, 1), **facts)
    with override("en"):
        assert str(next_of(project, legal=legal).label) == words
