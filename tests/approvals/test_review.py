"""The bureau's review: experts first, words always, one decision, nobody on his own project."""

import pytest

from shuyuan.approvals.services import review_project
from shuyuan.casework.models import Task
from shuyuan.kernel.actor import Role
from shuyuan.kernel.errors import BadInput, Conflict, NotPermitted, RuleRefused
from shuyuan.papers.models import IssuedPaper
from shuyuan.projects.rules.filing import FundingMode
from shuyuan.projects.rules.stages import Kind, Stage
from shuyuan.regulations.law import load_law

FINDINGS = {"passed": True, "meets_co_use": True, "meets_connection": True, "opinion": "同意入库。"}


@pytest.fixture
def aspects(legal):
    return load_law().codes("projects.review_aspects", on=legal.today)


@pytest.fixture
def submitted(factories, unit, legal, aspects):
    def make(**facts):
        values = {
            "submission": 1,
            "expert_submission": 1,
            "expert_passed": True,
            "expert_aspects": tuple(aspects),
        }
        return factories.make_project(unit, legal=legal, stage=Stage.SUBMITTED, **{**values, **facts})

    return make


def test_without_experts_it_does_not_pass(submitted, bureau, legal):
    project = submitted(expert_passed=None)
    with pytest.raises(RuleRefused) as refused:
        review_project(project.pk, **FINDINGS, paper=False, actor=bureau, legal=legal)
    assert [reason.code for reason in refused.value.verdict.reasons] == ["expert_review_missing"]


def test_experts_who_saw_an_earlier_version_do_not_count(submitted, bureau, legal):
    project = submitted(submission=2)
    with pytest.raises(RuleRefused):
        review_project(project.pk, **FINDINGS, paper=False, actor=bureau, legal=legal)


@pytest.mark.parametrize("opinion", ["", "  \n", "长" * 2001, "空\0字节"])
def test_without_words_nothing_is_decided(submitted, bureau, legal, opinion):
    with pytest.raises(BadInput) as refused:
        review_project(
            submitted().pk, **{**FINDINGS, "opinion": opinion}, paper=False, actor=bureau, legal=legal
        )
    assert refused.value.code == "opinion_missing"


def test_others_than_the_bureau_do_not_review(submitted, officer, finance, legal):
    project = submitted()
    for actor in (officer, finance):
        with pytest.raises(NotPermitted):
            review_project(project.pk, **FINDINGS, paper=False, actor=actor, legal=legal)


def test_nobody_reviews_what_he_handed_in(submitted, bureau, legal):
    project = submitted(handed_in_by=bureau.person_id)
    with pytest.raises(RuleRefused) as refused:
        review_project(project.pk, **FINDINGS, paper=False, actor=bureau, legal=legal)
    assert [reason.code for reason in refused.value.verdict.reasons] == ["decides_own_project"]


def test_the_second_of_two_deciders_is_told(submitted, organizations, bureau, legal):
    project = submitted()
    review_project(project.pk, **FINDINGS, revision=project.revision, paper=False, actor=bureau, legal=legal)
    other = organizations.make_actor(Role.DATA_ADMINISTRATION, "data-administration")
    with pytest.raises(Conflict) as refused:
        review_project(
            project.pk, **FINDINGS, revision=project.revision, paper=False, actor=other, legal=legal
        )
    assert refused.value.code == "project_changed"


def test_a_refused_review_takes_no_number(submitted, bureau, legal):
    with pytest.raises(RuleRefused):
        review_project(submitted(expert_passed=False).pk, **FINDINGS, paper=False, actor=bureau, legal=legal)
    entry = review_project(submitted().pk, **FINDINGS, paper=False, actor=bureau, legal=legal)
    assert entry.data["number"] == "焦数审〔2026〕1号"


def test_passing_issues_the_paper_and_puts_it_before_the_commission(
    submitted, bureau, commission, finance, legal
):
    project = submitted()
    entry = review_project(project.pk, **FINDINGS, actor=bureau, legal=legal)

    project.refresh_from_db()
    assert project.stage == Stage.REVIEWED
    paper = IssuedPaper.objects.get()
    assert (paper.number, paper.kind) == (entry.data["number"], "project_review")
    received = set(paper.recipients.values_list("code", flat=True))
    assert received == {"civil-affairs", commission.department, finance.department}
    assert Task.objects.get(kind="approvals:project:approval").role == "investment_approval"


def test_a_purchased_service_does_not_go_to_the_commission(submitted, bureau, commission, legal):
    project = submitted(funding_mode=FundingMode.PURCHASE_OF_SERVICES)
    review_project(project.pk, **FINDINGS, paper=False, actor=bureau, legal=legal)
    assert not Task.objects.filter(kind="approvals:project:approval").exists()


def test_a_breach_of_shared_use_holds_all_money(submitted, bureau, legal):
    project = submitted()
    review_project(project.pk, **{**FINDINGS, "meets_co_use": False}, paper=False, actor=bureau, legal=legal)
    hold = project.holds.get(code="co_use_not_met")
    assert set(hold.fund_list) == {"construction", "upkeep"}


def test_not_passing_ends_the_project(submitted, bureau, legal):
    project = submitted(expert_passed=None)
    entry = review_project(
        project.pk, **{**FINDINGS, "passed": False}, paper=False, actor=bureau, legal=legal
    )
    assert (entry.kind, entry.to_stage) == (Kind.REVIEW_FAILED, Stage.REJECTED)


def test_the_page_reviews(client_of, factories, unit, bureau, present, aspects):
    project = factories.make_project(
        unit, legal=present, stage=Stage.SUBMITTED, submission=1, expert_submission=1, expert_passed=True,
        expert_aspects=tuple(aspects),
    )  # fmt: skip
    browser = client_of(bureau)
    assert project.name in browser.get("/projects/approvals/reviews/").content.decode()
    address = f"/projects/approvals/{project.pk}/review/"
    assert browser.get(address).status_code == 200
    wrong = browser.post(address, {"opinion": "同意"})
    assert wrong.status_code == 400
    sent = {
        "meets_co_use": "yes", "meets_connection": "yes", "passed": "yes", "opinion": "同意入库。",
        "revision": project.revision,
    }  # fmt: skip
    assert browser.post(address, sent).status_code == 302
    project.refresh_from_db()
    assert project.stage == Stage.REVIEWED
    assert "同意入库" in browser.get(address).content.decode()
