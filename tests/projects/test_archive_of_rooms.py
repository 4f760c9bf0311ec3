"""The archive of a project holds what the rooms above keep of it: scans, plans, invoices, minutes, orders."""

import zipfile
from datetime import date
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.utils import translation

from shuyuan.approvals.documents import PLAN_DOCUMENTS
from shuyuan.approvals.documents import SUBJECT as DECISION
from shuyuan.approvals.models import Plan
from shuyuan.evaluation.models import Evaluation, Scheme
from shuyuan.evaluation.steps import SUBJECT as EVALUATION
from shuyuan.experts.models import Case, Review
from shuyuan.experts.steps import SUBJECT as REVIEW
from shuyuan.funds.inbox import PAYMENT_SUBJECT
from shuyuan.funds.models import PaymentRequest
from shuyuan.papers.models import Attachment
from shuyuan.papers.red_head import Paper, Text
from shuyuan.papers.steps import issue_paper
from shuyuan.papers.uploads import receive
from shuyuan.planning.models import Consent, ProjectPlan
from shuyuan.planning.scans import CONSENT
from shuyuan.projects.archive import _DERIVED, _OWN, _links, pack
from shuyuan.projects.archive_words import TABLES
from shuyuan.projects.rules.stages import Stage
from shuyuan.supervision.services import plan_audit

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


@pytest.fixture
def keep(legal):
    """`keep(subject, id, label)`: a file that lies with a subject of a room since its door was open."""

    def keep(subject, subject_id, label):
        received = receive(SimpleUploadedFile(f"{label}.pdf", PDF))
        Attachment.objects.create(
            subject_kind=subject, subject_id=str(subject_id), label=label, name=received.name,
            media_type=received.kind.media_type, size=received.size, digest=received.digest,
            stored_as=received.stored_as, added_at=legal.now,
        )  # fmt: skip

    return keep


@pytest.fixture
def issue(bureau, legal):
    """`issue(subject, id, title)`: a paper about a subject of a room."""

    def issue(kind, subject, subject_id, title):
        paper = Paper(
            issuer="虚拟数据局", number="", title=title, addressee="虚拟市民政局", blocks=(Text("正文。"),),
            signer="虚拟数据局", day=legal.today,
        )  # fmt: skip
        with transaction.atomic():
            issue_paper(
                kind, paper, department=bureau.department, recipients=[], subject_kind=subject,
                subject_id=subject_id, actor=bureau, legal=legal,
            )  # fmt: skip

    return issue


@pytest.fixture
def lives(factories, unit, legal):
    """A project with one row in every room that keeps files or papers, and one beside it."""

    def make(number):
        project = factories.make_project(unit, legal=legal, stage=Stage.OPERATING)
        consent = Consent.objects.create(
            year=2026, document=f"焦政办〔2026〕{number}号", day=date(2026, 1, 5), recorded_at=legal.now
        )
        ProjectPlan.objects.create(project=project, consent=consent)
        plan = Plan.objects.create(project=project, plan="co_use_plan", saved_at=legal.now)
        payment = PaymentRequest.objects.create(
            number=f"焦信付〔2026〕{number}号", project=project, fen=100, grounds="首付款", asked_at=legal.now
        )
        scheme, _ = Scheme.objects.get_or_create(year=2026, defaults={"set_at": legal.now})
        evaluation = Evaluation.objects.create(
            project=project, scheme=scheme, year=2026, state="failed", opened_on=legal.today,
            due_on=legal.today, score=Decimal(50),
        )  # fmt: skip
        review = Review.objects.create(
            number=f"焦评〔2026〕{number}号", title="专家评审", held_on=legal.today, due_on=legal.today,
            least_experts=5, seed="1", called_at=legal.now,
        )  # fmt: skip
        Case.objects.create(review=review, project=project, submission=1)
        return project, {
            DECISION: project.pk, PLAN_DOCUMENTS: plan.pk, PAYMENT_SUBJECT: payment.pk,
            CONSENT: consent.pk, EVALUATION: evaluation.pk, REVIEW: review.pk,
        }  # fmt: skip

    return make(1), make(2)


def test_files_and_papers_of_every_room_are_in_the_archive_and_no_others(
    lives, keep, issue, bureau, legal, tmp_path
):
    for name, (_, subjects) in zip(("本项目", "别的项目"), lives, strict=True):
        for subject in (DECISION, PLAN_DOCUMENTS, PAYMENT_SUBJECT, CONSENT):
            keep(subject, subjects[subject], f"{name}{subject}")
        issue("expert_minutes", REVIEW, subjects[REVIEW], f"{name}评审意见")
        issue("rectification", EVALUATION, subjects[EVALUATION], f"{name}整改通知")
    parts = pack(lives[0][0], tmp_path / "archive.zip", actor=bureau, legal=legal)

    paths = [part.path for part in parts if part.path.startswith("documents/")]
    for subject in (DECISION, PLAN_DOCUMENTS, PAYMENT_SUBJECT, CONSENT):
        assert any(f"本项目{subject}" in path for path in paths), subject
    assert {part.what for part in parts if part.path.startswith("papers/")} == {
        "本项目评审意见",
        "本项目整改通知",
    }
    with zipfile.ZipFile(tmp_path / "archive.zip") as archive:
        assert not [name for name in archive.namelist() if "别的项目" in name]


def test_every_table_of_the_archive_has_words():
    tables = {model._meta.label_lower for model in _links() if model._meta.app_label not in _OWN}
    assert tables - _DERIVED == set(TABLES)


def test_an_auditor_reads_words_and_programs_read_codes(factories, unit, auditor, legal, tmp_path):
    project = factories.make_project(unit, legal=legal, stage=Stage.BUILDING, budgets={"2026": 1000})
    plan_audit(project.pk, year=2026, scope="资金", actor=auditor, legal=legal)
    target = tmp_path / "a.zip"
    with translation.override("zh-hans"):
        pack(project, target, actor=auditor, legal=legal)
    with zipfile.ZipFile(target) as archive:
        index = archive.read("index.csv").decode("utf-8-sig")
        head, line, *_rest = archive.read("data/supervision.auditcase.csv").decode("utf-8-sig").splitlines()
    assert "审计及发现的问题" in index
    assert "(state)" in head
    assert "project_id" in head
    assert "(planned)" in line
