"""What the measure forbids is refused by service and by page, with its provision, and stands on the trail."""

import pytest
import time_machine

from planning.steps_of_a_year import into_the_plan, prepare, upload
from shuyuan.audit.models import Entry
from shuyuan.kernel.errors import RuleRefused
from shuyuan.papers.models import Attachment
from shuyuan.papers.services import remove_attachment
from shuyuan.planning import services
from shuyuan.projects.models import JournalEntry, Project
from shuyuan.projects.rules.filing import ProjectKind
from shuyuan.projects.rules.stages import Kind, Stage

PAGES = "/projects/plans/project"


def reasons(refused):
    return [(reason.code, reason.cites) for reason in refused.value.verdict.reasons]


def refusals(actor):
    """Code and provision of what the trail says was refused to the actor."""
    rows = Entry.objects.filter(outcome=Entry.Outcome.REFUSED, person_id=actor.person_id).order_by("seq")
    return [(reason["code"], reason["cites"]) for row in rows for reason in row.facts["reasons"]]


def test_a_filing_after_november_is_refused_by_service_and_page(plan, draft, officer, on, client_of):
    project, day = draft(), on(2026, 12, 1)
    late = [("filing_after_last_day", "jz-project-2020/9.1")]
    with pytest.raises(RuleRefused) as refused:
        services.file_project(project.pk, actor=officer, legal=day)
    assert reasons(refused) == late

    with time_machine.travel(day.now, tick=False):
        browser = client_of(officer)
        answer = browser.post(f"{PAGES}/{project.pk}/file/")
        shown = browser.get(f"{PAGES}/{project.pk}/file/").content.decode()
    assert answer.status_code == 409
    assert "第九条" in answer.content.decode()
    assert "第九条" in shown
    assert refusals(officer) == late
    assert Project.objects.get(pk=project.pk).stage == Stage.DRAFT
    assert not JournalEntry.objects.filter(project=project, kind=Kind.FILED).exists()


@pytest.mark.parametrize("kind", [ProjectKind.REBUILD, ProjectKind.EXPAND, ProjectKind.RETIRE])
def test_a_kind_without_its_assessment_report_is_refused_by_service_and_page(
    plan, draft, factories, unit, officer, bureau, legal, client_of, kind
):
    project = draft(kind=kind, system_id=factories.make_system(unit).pk)
    into_the_plan(project, officer=officer, bureau=bureau, legal=legal)
    prepare(project, actor=officer, legal=legal)
    missing = [("system_assessment_missing", "jz-project-2020/9.1")]
    with pytest.raises(RuleRefused) as refused:
        services.hand_in(project.pk, actor=officer, legal=legal)
    assert reasons(refused) == missing

    answer = client_of(officer).post(f"{PAGES}/{project.pk}/hand-in/")
    assert answer.status_code == 409
    assert "第九条" in answer.content.decode()
    assert refusals(officer) == missing
    assert Project.objects.get(pk=project.pk).stage == Stage.PLANNED


@pytest.mark.parametrize("stage", [Stage.SUBMITTED, Stage.REVIEWED, Stage.BUILDING])
def test_a_document_that_was_handed_in_is_not_deleted_by_service_or_page(
    plan, draft, factories, officer, bureau, legal, client_of, stage
):
    project = draft()
    into_the_plan(project, officer=officer, bureau=bureau, legal=legal)
    prepare(project, actor=officer, legal=legal)
    file = upload(project, "proposal", actor=officer, legal=legal, content="第二版")
    project = services.hand_in(project.pk, actor=officer, legal=legal)
    Project.objects.filter(pk=project.pk).update(stage=stage)
    kept = [("document_handed_in", "jz-project-2020/30.1")]
    with pytest.raises(RuleRefused) as refused:
        remove_attachment(file.pk, reason="想换掉", actor=officer, legal=legal)
    assert reasons(refused) == kept

    answer = client_of(officer).post(f"/papers/files/{file.pk}/remove/", {"reason": "想换掉"})
    assert answer.status_code == 409
    assert "第三十条" in answer.content.decode()
    assert refusals(officer) == kept
    assert Attachment.objects.get(pk=file.pk).removed_at is None
    content = client_of(officer).get(f"/papers/files/{file.pk}/").streaming_content
    assert b"".join(content).decode() == "第二版"
