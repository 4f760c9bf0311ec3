"""The commission: only investments, never without the opinion that it asks for, by a document of its own."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from shuyuan.approvals.documents import SUBJECT
from shuyuan.approvals.services import answer_opinion, approve_project, ask_opinion, refuse_approval
from shuyuan.casework.models import Task
from shuyuan.kernel.errors import BadInput, Conflict, NotPermitted, RuleRefused
from shuyuan.papers.models import Attachment
from shuyuan.papers.registry import may_write
from shuyuan.projects.rules.filing import FundingMode
from shuyuan.projects.rules.stages import Stage

DECISION = {"fen": 90_000_000, "document": "焦发改审〔2026〕88号"}


@pytest.fixture
def reviewed(factories, unit, legal):
    def make(**facts):
        values = {"reviewed_on": legal.today, "meets_co_use": True, "meets_connection": True}
        return factories.make_project(unit, legal=legal, stage=Stage.REVIEWED, **{**values, **facts})

    return make


@pytest.fixture
def consented(reviewed, legal):
    day = legal.today
    return reviewed(opinion_asked_on=day, opinion_answered_on=day, opinion_consents=True)


def codes(refused):
    return {reason.code for reason in refused.value.verdict.reasons}


def test_without_the_opinion_nothing_is_approved(reviewed, commission, legal):
    with pytest.raises(RuleRefused) as refused:
        approve_project(reviewed().pk, **DECISION, actor=commission, legal=legal)
    assert codes(refused) == {"opinion_not_asked"}


def test_without_the_review_nothing_is_approved_even_when_the_stage_were_right(reviewed, commission, legal):
    project = reviewed(reviewed_on=None, meets_co_use=None, meets_connection=None)
    with pytest.raises(RuleRefused) as refused:
        approve_project(project.pk, **DECISION, actor=commission, legal=legal)
    assert "not_reviewed_by_administration" in codes(refused)


def test_a_project_under_review_is_not_approved(factories, unit, commission, legal):
    project = factories.make_project(unit, legal=legal, stage=Stage.SUBMITTED)
    with pytest.raises(Conflict) as refused:
        approve_project(project.pk, **DECISION, actor=commission, legal=legal)
    assert refused.value.code == "step_not_open"


@pytest.mark.parametrize("mode", [FundingMode.PURCHASE_OF_SERVICES, FundingMode.JOINT])
def test_what_is_no_investment_is_not_approved_here(reviewed, commission, legal, mode):
    project = reviewed(funding_mode=mode)
    for decide in (
        lambda: ask_opinion(project.pk, actor=commission, legal=legal),
        lambda: approve_project(project.pk, **DECISION, actor=commission, legal=legal),
    ):
        with pytest.raises(RuleRefused) as refused:
            decide()
        assert "approval_only_for_investments" in codes(refused)


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"document": " "}, "document_number_missing"),
        ({"document": "号" * 61}, "document_number_missing"),
        ({"fen": 0}, "impossible_amount"),
        ({"fen": -5}, "impossible_amount"),
        ({"fen": 10**15}, "impossible_amount"),
    ],
)
def test_an_impossible_decision_is_refused(consented, commission, legal, fields, code):
    with pytest.raises(BadInput) as refused:
        approve_project(consented.pk, **{**DECISION, **fields}, actor=commission, legal=legal)
    assert refused.value.code == code


def test_the_bureau_does_not_record_the_decision_of_the_commission(consented, bureau, legal):
    with pytest.raises(NotPermitted):
        approve_project(consented.pk, **DECISION, actor=bureau, legal=legal)


def test_a_decision_is_not_dated_ahead(consented, commission, legal):
    on = legal.today + timedelta(days=1)
    with pytest.raises(RuleRefused) as refused:
        approve_project(consented.pk, **DECISION, on=on, actor=commission, legal=legal)
    assert codes(refused) == {"day_in_the_future"}


def test_approving_against_the_opinion_needs_a_reason(reviewed, commission, legal):
    day = legal.today
    project = reviewed(opinion_asked_on=day, opinion_answered_on=day, opinion_consents=False)
    with pytest.raises(RuleRefused) as refused:
        approve_project(project.pk, **DECISION, actor=commission, legal=legal)
    assert codes(refused) == {"departs_from_opinion"}
    entry = approve_project(
        project.pk, **DECISION, reason="市政府常务会议已明确。", actor=commission, legal=legal
    )
    assert entry.data["reason"]


def test_an_opinion_that_nobody_asked_for_is_not_given(reviewed, bureau, legal):
    with pytest.raises(Conflict) as refused:
        answer_opinion(reviewed().pk, consents=True, opinion="同意。", actor=bureau, legal=legal)
    assert refused.value.code == "no_opinion_asked"


def test_asking_twice_is_a_conflict(reviewed, commission, legal):
    project = reviewed()
    ask_opinion(project.pk, actor=commission, legal=legal)
    with pytest.raises(Conflict):
        ask_opinion(project.pk, actor=commission, legal=legal)


def test_asking_opens_the_task_with_its_day_and_the_answer_closes_it(
    reviewed, commission, bureau, legal, settings
):
    settings.PROJECT_OPINION_DAYS = 5
    project = reviewed()
    ask_opinion(project.pk, question="请就必要性提出意见。", actor=commission, legal=legal)
    task = Task.objects.get(kind="approvals:project:opinion")
    assert task.due_on == legal.calendar.add(legal.today, 5)

    entry = answer_opinion(project.pk, consents=True, opinion="同意立项。", actor=bureau, legal=legal)
    task.refresh_from_db()
    assert task.done_at is not None
    assert entry.data["number"].startswith("焦数审")


def test_the_approval_keeps_document_and_scan_for_good(consented, commission, legal):
    scan = SimpleUploadedFile("批复.pdf", b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF")
    entry = approve_project(consented.pk, **DECISION, scan=scan, actor=commission, legal=legal)

    consented.refresh_from_db()
    assert (consented.stage, consented.approved_fen) == (Stage.APPROVED, 90_000_000)
    kept = Attachment.objects.get(pk=entry.data["attachment"])
    assert (kept.subject_kind, kept.label) == (SUBJECT, "焦发改审〔2026〕88号")
    assert not may_write(SUBJECT, str(consented.pk), commission)


def test_refusing_needs_its_reason_and_ends_the_project(consented, commission, legal):
    with pytest.raises(BadInput):
        refuse_approval(consented.pk, reason=" ", document="x", actor=commission, legal=legal)
    refuse_approval(
        consented.pk, reason="与规划不符。", document="焦发改〔2026〕9号", actor=commission, legal=legal
    )
    consented.refresh_from_db()
    assert consented.stage == Stage.REJECTED


def test_the_pages_of_commission_and_bureau(client_of, factories, unit, commission, bureau, present):
    project = factories.make_project(
        unit, legal=present, stage=Stage.REVIEWED, reviewed_on=present.today, meets_co_use=True,
        meets_connection=True,
    )  # fmt: skip
    browser, desk = client_of(commission), client_of(bureau)
    assert project.name in browser.get("/projects/approvals/commission/").content.decode()
    address = f"/projects/approvals/{project.pk}/approval/"
    assert browser.get(address).status_code == 200
    approve = {"fen": "900", "document": "焦发改审〔2026〕88号", "on": present.today.isoformat()}
    closed = browser.post(address + "approve/", approve)
    assert closed.status_code == 409

    assert browser.post(f"/projects/approvals/{project.pk}/opinion/ask/", {}).status_code == 302
    assert desk.get(address).status_code == 200
    answer = {"consents": "yes", "opinion": "同意。"}
    assert (
        desk.post(f"/projects/approvals/{project.pk}/opinion/answer/", {"consents": "yes"}).status_code == 400
    )
    assert desk.post(f"/projects/approvals/{project.pk}/opinion/answer/", answer).status_code == 302
    assert browser.post(address + "approve/", {**approve, "fen": "-1"}).status_code == 400
    assert browser.post(address + "approve/", approve).status_code == 302
    project.refresh_from_db()
    assert project.approved_fen == 900 * 1_000_000
