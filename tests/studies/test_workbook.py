"""Planned entries come as a workbook: checked first, faults at their cells, written on demand."""

from importlib import import_module
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from shuyuan.audit.models import Entry as AuditEntry
from shuyuan.catalog.models import Entry
from shuyuan.catalog.states import State
from shuyuan.jobs.worker import run_pending
from shuyuan.kernel.errors import BadInput, Conflict, NotFound, NotPermitted, TooLarge
from shuyuan.projects.rules.stages import Stage
from shuyuan.studies import workbook
from shuyuan.studies.facts import planned_of, sharing_parts
from shuyuan.studies.models import PlannedEntry, Study
from shuyuan.workbooks import imports
from shuyuan.workbooks.models import CatalogImport
from workbooks.sheets import make_workbook, rows_of

pytestmark = pytest.mark.usefixtures("places")


@pytest.fixture
def send(project, officer, legal):
    """Brings rows as a file for the study and runs the dry run; gives the import."""

    def bring(rows, *, name="拟编目录.xlsx", actor=None):
        body = rows if isinstance(rows, bytes) else make_workbook(rows)
        made = workbook.send_workbook(
            project.pk, BytesIO(body), filename=name, actor=actor or officer, legal=legal
        )
        run_pending()
        made.refresh_from_db()
        return made

    return bring


@pytest.fixture
def write(officer, legal):
    """Writes what was accepted."""

    def apply(made, mode="valid"):
        imports.apply_import(made.pk, mode=mode, actor=officer, legal=legal)
        run_pending()
        made.refresh_from_db()
        return made

    return apply


def faults(made):
    return [(remark.row, remark.column, remark.code) for remark in made.remarks.filter(refuses=True)]


def test_what_is_no_spreadsheet_is_told_and_nothing_is_planned(send):
    made = send(b"PK\x03\x04 not a workbook")
    assert made.state == "unreadable"
    assert made.problem["code"]
    assert not PlannedEntry.objects.exists()


def test_an_empty_or_endless_file_is_refused_at_the_door(send, monkeypatch):
    with pytest.raises(BadInput):
        send(b"")
    monkeypatch.setattr(imports, "MOST_BYTES", 100)
    with pytest.raises(TooLarge):
        send(make_workbook(rows_of({})))
    assert not CatalogImport.objects.exists()


def test_strangers_bureau_and_a_closed_study_send_no_file(send, project, bureau, organizations):
    stranger = organizations.make_actor(import_module("shuyuan.kernel.actor").Role.DATA_OFFICER, "forestry")
    with pytest.raises(NotFound):
        send(rows_of({}), actor=stranger)
    project.facts["stage"] = project.stage = Stage.SUBMITTED.value
    project.save()
    with pytest.raises(NotPermitted):
        send(rows_of({}), actor=bureau)
    with pytest.raises(Conflict) as refused:
        send(rows_of({}))
    assert refused.value.code == "study_closed"


def test_a_study_that_closes_after_the_dry_run_stays_as_it_was_handed_in(send, project, officer, legal):
    made = send(rows_of({}))
    project.facts["stage"] = project.stage = Stage.SUBMITTED.value
    project.save()
    with pytest.raises(Conflict):
        imports.apply_import(made.pk, mode="all", actor=officer, legal=legal)
    assert not PlannedEntry.objects.exists()


def test_each_fault_stands_at_its_row_and_column(send):
    made = send(
        [
            *rows_of({}),
            *rows_of({}, {"type": "文字"}, name="名录乙"),
            *rows_of({"code": "307/000001"}, name="丙"),
        ]
    )
    assert (4, "数据类型", "unknown_value") in faults(made)
    assert (5, "信息资源代码", "planned_without_code") in faults(made)
    assert (made.new_count, made.refused_count) == (1, 2)
    assert not PlannedEntry.objects.exists()


def test_what_the_department_has_published_is_not_planned_again(send, unit, factories):
    make = import_module("catalog.factories").make_published_entry
    entry = make(unit, name="养老机构名录")
    [(row, _column, code)] = faults(send(rows_of({})))
    assert (row, code) == (2, "published_already")
    assert Entry.objects.get(pk=entry.pk).state == State.PUBLISHED


def test_a_file_of_too_many_entries_is_accepted_up_to_the_limit(send, monkeypatch):
    room = import_module("shuyuan.workbooks.homes")._HOMES["study"]
    monkeypatch.setitem(
        import_module("shuyuan.workbooks.homes")._HOMES, "study", room.__class__(**{**vars(room), "most": 2})
    )
    made = send([row for number in range(3) for row in rows_of({}, name=f"名录{number}")])
    assert (made.new_count, made.refused_count) == (2, 1)
    assert [code for _row, _column, code in faults(made)] == ["plan_is_full"]


def test_a_secrecy_mark_keeps_an_entry_out(send):
    assert [code for _row, _column, code in faults(send(rows_of({}, name="秘密★名录")))]


def test_accepted_rows_become_planned_entries_with_sharing_and_exchange(send, write, project, officer, legal):
    second = rows_of({"sharing": "有条件共享", "condition": "依职责"}, name="救助站名录")
    made = write(send([*rows_of({}, {"item": "地址"}), *second]))
    assert made.state == "applied"
    planned = planned_of(Study.objects.get(project=project))
    counts = {one.entry.name: one.entry.items.count() for one in planned}
    assert counts == {"养老机构名录": 2, "救助站名录": 1}
    assert {one.entry.state for one in planned} == {State.PLANNED}
    assert {(one.exchange_mode, one.exchange_cycle) for one in planned} == {("service", "monthly")}
    assert {one.entry.name for one in planned if one.sharing.all()} == {"养老机构名录"}
    assert set(sharing_parts(planned)) == {"resource_catalog", "exchange_mechanism"}
    assert AuditEntry.objects.filter(event="studies:entry:added", subject_id=project.number).count() == 1


def test_the_same_file_again_changes_nothing_and_a_corrected_one_changes_what_differs(send, write):
    write(send(rows_of({}, {"item": "地址"})))
    assert send(rows_of({}, {"item": "地址"})).unchanged_count == 1
    made = write(send(rows_of({}, {"item": "电话"})))
    assert made.changed_count == 1
    planned = PlannedEntry.objects.get()
    assert {item.label for item in planned.entry.items.all()} == {"机构名称", "电话"}


def test_a_file_for_the_catalog_leaves_planned_entries_alone(send, write, officer, legal):
    write(send(rows_of({})))
    body = BytesIO(make_workbook(rows_of({}, {"item": "地址"})))
    made = imports.receive_import(body, filename="x.xlsx", actor=officer, legal=legal)
    run_pending()
    made.refresh_from_db()
    assert (made.new_count, made.changed_count) == (1, 0)


def test_the_page_takes_a_file_and_leads_to_its_dry_run_and_back(client_of, officer, project):
    browser = client_of(officer)
    address = reverse("studies:workbook", args=[project.pk])
    assert browser.get(address).status_code == 200
    assert browser.post(address, {}).status_code == 400
    sent = SimpleUploadedFile("拟编目录.xlsx", make_workbook(rows_of({"type": "文字"})))
    answer = browser.post(address, {"file": sent})
    assert answer.status_code == 302
    run_pending()
    shown = browser.get(answer["Location"]).content.decode()
    assert reverse("studies:study", args=[project.pk]) in shown
    made = CatalogImport.objects.get()
    remarks = browser.get(reverse("workbooks:remarks", args=[made.pk])).content.decode()
    assert "第 2 行，列“数据类型”" in remarks
    assert "拟编目录.xlsx" in browser.get(address).content.decode()
