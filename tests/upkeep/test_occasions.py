"""The two clocks of jz-data-2020/10.1: from the change of law or functions to the updated catalog."""

from datetime import date

import pytest

from catalog.factories import make_published_entry
from city import TODAY, legal_on
from shuyuan.audit.models import Entry as AuditEntry
from shuyuan.casework.models import Task
from shuyuan.catalog.models import Entry
from shuyuan.catalog.services import begin_revision, publish_entry, return_entry, submit_entry, withdraw_entry
from shuyuan.kernel.actor import PLATFORM, Role
from shuyuan.kernel.errors import BadInput, Conflict, NotFound, NotPermitted
from shuyuan.notices.models import Message
from shuyuan.upkeep.models import Occasion
from shuyuan.upkeep.selectors import count_clocks, something_changed
from shuyuan.upkeep.services import move_occasions, name_entries, record_occasion, settle_without_update

pytestmark = pytest.mark.django_db


@pytest.fixture
def occasion(officer, legal):
    return make(officer, legal)


def make(actor, legal, **changes):
    values = {
        "department": "housing",
        "kind": "law",
        "title": "住房保障条例修改",
        "basis": "虚拟条例（2026年修订）",
        "happened_on": date(2026, 11, 16),
        **changes,
    }
    return record_occasion(**values, actor=actor, legal=legal)


def submit(entry, officer, day):
    """Begin a change of the entry and hand it in on that day."""
    legal = legal_on(day)
    draft = Entry.objects.filter(revises=entry).first() or begin_revision(
        entry.pk,
        change_kind="law",
        change_basis="条例",
        changed_on=date(2026, 11, 16),
        actor=officer,
        legal=legal,
    )
    draft.refresh_from_db()
    return submit_entry(
        entry.pk, confirmed_not_secret=True, revision=draft.revision, actor=officer, legal=legal
    )


def moved(occasion, day):
    move_occasions(actor=PLATFORM, legal=legal_on(day))
    occasion.refresh_from_db()
    return occasion


def test_the_clock_runs_ten_working_days_from_the_day_after(occasion):
    assert occasion.due_on == date(2026, 11, 30)
    task = Task.objects.get(subject_kind="upkeep.occasion")
    assert (task.addressee, task.due_on, task.cites) == (
        "housing/data_officer",
        date(2026, 11, 30),
        "jz-data-2020/10.1",
    )
    assert AuditEntry.objects.get(event="upkeep:occasion:recorded").cites == "jz-data-2020/10.1"


def test_a_change_to_come_is_refused(officer, legal):
    with pytest.raises(BadInput) as refused:
        make(officer, legal, happened_on=date(2026, 11, 24))
    assert refused.value.code == "occasion_to_come"
    assert not Occasion.objects.exists()


def test_nobody_records_for_another_department_but_the_bureau(stranger, operator, bureau, officer, legal):
    for actor in (stranger, operator):
        with pytest.raises(NotPermitted):
            make(actor, legal)
    made = make(bureau, legal)
    assert made.by_bureau
    assert Message.objects.get().person_id == officer.person_id


def test_a_foreign_entry_cannot_be_named(occasion, officer, legal, stranger):
    foreign = make_published_entry(occasion.department._meta.model.objects.get(code="forestry"))
    with pytest.raises(BadInput):
        name_entries(occasion.pk, entries=[foreign.pk], actor=officer, legal=legal)
    with pytest.raises(NotFound):
        name_entries(occasion.pk, entries=[], actor=stranger, legal=legal)


def test_both_clocks_follow_the_entry_to_its_publication(occasion, entry, officer, bureau, legal):
    name_entries(occasion.pk, entries=[entry.pk], actor=officer, legal=legal)
    submit(entry, officer, TODAY)
    assert something_changed()
    assert moved(occasion, TODAY).state == "requested"
    assert occasion.requested_on == TODAY
    assert not Task.objects.filter(subject_kind="upkeep.occasion", done_at=None).exists()
    row = occasion.entries.get()
    assert row.review_due_on == date(2026, 11, 30)
    publish_entry(entry.pk, actor=bureau, legal=legal_on(date(2026, 11, 25)))
    assert moved(occasion, date(2026, 11, 25)).state == "completed"
    assert occasion.ended_on == date(2026, 11, 25)
    (clocks,) = count_clocks(bureau, year=2026, today=date(2026, 11, 25))
    assert (clocks.requested_in_time, clocks.reviewed_in_time) == (1, 1)


def test_a_withdrawn_submission_brings_the_task_back(occasion, entry, officer, legal):
    name_entries(occasion.pk, entries=[entry.pk], actor=officer, legal=legal)
    submit(entry, officer, TODAY)
    moved(occasion, TODAY)
    withdraw_entry(entry.pk, actor=officer, legal=legal)
    assert moved(occasion, TODAY).state == "open"
    assert Task.objects.filter(subject_kind="upkeep.occasion", done_at=None).count() == 1


def test_a_returned_request_was_filed_and_its_second_review_has_a_clock_of_its_own(
    occasion, entry, officer, bureau, legal
):
    name_entries(occasion.pk, entries=[entry.pk], actor=officer, legal=legal)
    submit(entry, officer, TODAY)
    return_entry(entry.pk, opinion="补充摘要", actor=bureau, legal=legal_on(date(2026, 11, 24)))
    assert moved(occasion, date(2026, 11, 24)).state == "requested"
    assert occasion.entries.get().outcome == "returned"
    submit(entry, officer, date(2026, 11, 26))
    moved(occasion, date(2026, 11, 26))
    row = occasion.entries.get()
    assert (row.requested_on, row.review_due_on, row.reviewed_on) == (TODAY, date(2026, 12, 3), None)


def test_what_is_late_or_overdue_is_counted_by_department_and_year(entry, officer, bureau, legal):
    late = make(officer, legal, happened_on=date(2026, 10, 12), title="甲")
    make(officer, legal, happened_on=date(2026, 10, 13), title="乙")
    make(officer, legal, happened_on=date(2025, 12, 1), title="去年")
    name_entries(late.pk, entries=[entry.pk], actor=officer, legal=legal)
    submit(entry, officer, TODAY)
    day = date(2026, 12, 4)
    moved(late, day)
    (clocks,) = count_clocks(bureau, year=2026, today=day)
    assert (clocks.occasions, clocks.requested_late, clocks.request_overdue, clocks.review_overdue) == (
        2,
        1,
        1,
        1,
    )
    (before,) = count_clocks(bureau, year=2025, today=day)
    assert before.request_overdue == 1


def test_no_update_needed_ends_it_with_a_reason_that_the_bureau_hears(occasion, officer, bureau, legal):
    with pytest.raises(BadInput):
        settle_without_update(occasion.pk, reason="  ", actor=officer, legal=legal)
    settle_without_update(occasion.pk, reason="修改不涉及数据", actor=officer, legal=legal)
    occasion.refresh_from_db()
    assert (occasion.state, occasion.ended_on) == ("not_needed", TODAY)
    assert not Task.objects.filter(subject_kind="upkeep.occasion", done_at=None).exists()
    assert Message.objects.get(person_id=bureau.person_id).notice.text == "修改不涉及数据"
    with pytest.raises(Conflict):
        settle_without_update(occasion.pk, reason="再次", actor=officer, legal=legal)


def test_a_request_that_was_filed_cannot_be_declared_needless(occasion, entry, officer, legal):
    name_entries(occasion.pk, entries=[entry.pk], actor=officer, legal=legal)
    submit(entry, officer, TODAY)
    moved(occasion, TODAY)
    with pytest.raises(Conflict) as refused:
        settle_without_update(occasion.pk, reason="不需要", actor=officer, legal=legal)
    assert refused.value.code == "occasion_under_way"


def test_a_department_without_officer_still_has_its_task(bureau, housing, legal):
    make(bureau, legal)
    assert Task.objects.get(subject_kind="upkeep.occasion").role == Role.DATA_OFFICER


def test_a_change_that_names_its_reason_records_its_occasion_by_itself(entry, officer, bureau, legal):
    submit(entry, officer, TODAY)
    assert something_changed()
    for _round in range(2):
        move_occasions(actor=PLATFORM, legal=legal)
    made = Occasion.objects.get()
    assert (made.title, made.state, made.requested_on) == ("保障房项目信息", "requested", TODAY)
    assert not Task.objects.filter(subject_kind="upkeep.occasion").exists()
    assert not something_changed()
    publish_entry(entry.pk, actor=bureau, legal=legal_on(date(2026, 11, 25)))
    assert moved(made, date(2026, 11, 25)).state == "completed"


def test_a_change_from_before_the_measures_has_no_clock(entry, officer, legal):
    submit(entry, officer, TODAY)
    Entry.objects.filter(revises=entry).update(changed_on=date(2019, 5, 6))
    move_occasions(actor=PLATFORM, legal=legal)
    assert not Occasion.objects.exists()
