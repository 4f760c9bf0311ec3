"""Two people decide on the same project at the same moment: one decision holds, the other person is told."""

import pytest
from django.db import transaction

from presses import at_once
from shuyuan.approvals.services import approve_project, refuse_approval, review_project
from shuyuan.casework.steps import Gap
from shuyuan.kernel.actor import Role
from shuyuan.papers.models import IssuedPaper
from shuyuan.planning.services import return_documents
from shuyuan.projects.models import JournalEntry
from shuyuan.projects.rules.stages import Kind, Stage
from shuyuan.regulations.law import load_law

pytestmark = pytest.mark.django_db(transaction=True)

OPINION = {"meets_co_use": True, "meets_connection": True, "opinion": "已研究。"}
#: Codes by which the second of two deciders learns that the project moved on.
TOLD = {"step_not_open", "project_changed"}


@pytest.fixture
def bureau_people(organizations):
    return [organizations.make_actor(Role.DATA_ADMINISTRATION, "data-administration") for _ in range(2)]


@pytest.fixture
def submitted(factories, unit, legal):
    aspects = load_law().codes("projects.review_aspects", on=legal.today)
    with transaction.atomic():
        return factories.make_project(
            unit, legal=legal, stage=Stage.SUBMITTED, submission=1, expert_submission=1, expert_passed=True,
            expert_aspects=tuple(aspects),
        )  # fmt: skip


def decided(project, *kinds):
    kept = JournalEntry.objects.filter(project=project, kind__in=[kind.value for kind in kinds])
    return kept.count()


@pytest.mark.parametrize("knows", [True, False])
def test_two_opposite_reviews_leave_one(submitted, bureau_people, legal, knows):
    seen = submitted.revision if knows else None
    calls = [
        lambda actor=actor, passed=passed: review_project(
            submitted.pk, **OPINION, passed=passed, revision=seen, actor=actor, legal=legal
        )
        for actor, passed in zip(bureau_people, (True, False), strict=True)
    ]
    *told, done = sorted(at_once(*calls), key=lambda found: found == "done")
    assert (done, set(told) <= TOLD, len(told)) == ("done", True, 1)
    assert decided(submitted, Kind.REVIEWED, Kind.REVIEW_FAILED) == 1
    assert IssuedPaper.objects.count() == 1


def test_a_review_and_a_return_leave_one(submitted, bureau_people, legal):
    first, second = bureau_people
    found = at_once(
        lambda: review_project(submitted.pk, **OPINION, passed=True, actor=first, legal=legal),
        lambda: return_documents(submitted.pk, gaps=[Gap("缺少预算依据")], actor=second, legal=legal),
    )
    assert found == ["done", "step_not_open"]
    assert decided(submitted, Kind.REVIEWED, Kind.DOCUMENTS_RETURNED) == 1


def test_an_approval_and_a_refusal_leave_one(factories, unit, organizations, legal):
    day = legal.today
    with transaction.atomic():
        project = factories.make_project(
            unit, legal=legal, stage=Stage.REVIEWED, reviewed_on=day, meets_co_use=True,
            meets_connection=True, opinion_asked_on=day, opinion_answered_on=day, opinion_consents=True,
        )  # fmt: skip
    one, other = (organizations.make_actor(Role.INVESTMENT_APPROVAL, "development-reform") for _ in range(2))
    found = at_once(
        lambda: approve_project(project.pk, fen=100, document="焦发改审1号", actor=one, legal=legal),
        lambda: refuse_approval(project.pk, reason="重复", document="焦发改审2号", actor=other, legal=legal),
    )
    assert found == ["done", "step_not_open"]
    assert decided(project, Kind.APPROVED, Kind.APPROVAL_REFUSED) == 1
