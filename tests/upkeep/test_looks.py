"""Looks over the catalog: findings and tasks come and go with the facts; scores stay; followers hear."""

from datetime import UTC, date, datetime

import pytest

from catalog.factories import make_published_entry
from city import legal_on
from shuyuan.audit.models import Entry as AuditEntry
from shuyuan.casework.models import Task
from shuyuan.catalog.services import resume_entry, suspend_entry
from shuyuan.collection.models import Batch, Pool
from shuyuan.kernel.actor import PLATFORM
from shuyuan.notices.models import Message
from shuyuan.notices.services import begin_following
from shuyuan.systems.models import InformationSystem
from shuyuan.upkeep.models import Finding, Standing
from shuyuan.upkeep.selectors import count_by_department, list_standings, something_changed
from shuyuan.upkeep.services import look_over, tell_of_new_data

pytestmark = pytest.mark.django_db
LATER = date(2027, 2, 1)


def look(legal, **options):
    return look_over(everything=True, actor=PLATFORM, legal=legal, **options)


def make_batch(entry, officer, day, **fields):
    """An accepted batch that ended on that day."""
    at = datetime(day.year, day.month, day.day, 1, tzinfo=UTC)
    fields = {"state": "merged", "rows_read": 100, **fields}
    return Batch.objects.create(
        entry=entry, entry_version=1, department=entry.provider, sent_by_id=officer.post_id, received_at=at,
        filename="rows.csv", size=1, digest="0", digest_algorithm="sha256", landed_path="x",
        threshold_percent=5, ended_at=at, **fields,
    )  # fmt: skip


def test_a_new_entry_is_not_dead(legal, entry):
    assert look(legal) == {"looked": 1, "found": 0, "gone": 0}
    assert not Finding.objects.exists()
    assert Standing.objects.get(entry=entry).score is not None


def test_an_entry_without_data_is_found_once_and_its_department_gets_one_task(legal, entry, officer):
    for _night in range(2):
        look(legal_on(LATER))
    finding = Finding.objects.get()
    assert (finding.kind, finding.since, finding.cites) == (
        "never_filled",
        date(2027, 1, 4),
        "jz-data-2020/9.1",
    )
    task = Task.objects.get(subject_kind="upkeep.finding")
    assert task.addressee == "housing/data_officer"
    assert task.url == f"/catalog/entries/{entry.pk}/?tab=upkeep"
    assert AuditEntry.objects.filter(event="upkeep:look:completed").count() == 1


def test_the_finding_and_its_task_go_when_data_comes(legal, entry, officer):
    look(legal_on(LATER))
    make_batch(entry, officer, LATER)
    assert look(legal_on(LATER)) == {"looked": 1, "found": 0, "gone": 1}
    assert Finding.objects.get().gone_at is not None
    assert Task.objects.get(subject_kind="upkeep.finding").outcome == "gone"


@pytest.mark.parametrize("state", ["refused", "unreadable", "failed", "cancelled"])
def test_a_batch_that_was_not_accepted_is_no_sign_of_life(legal, entry, officer, state):
    make_batch(entry, officer, LATER, state=state)
    look(legal_on(LATER))
    assert Finding.objects.get().kind == "never_filled"


def test_a_dangling_system_is_found_until_it_is_registered(legal, entry, officer, housing):
    system = InformationSystem.objects.create(
        name="住房系统", department=housing, network="egov_extranet", hosting="government_cloud", duty="住房",
        proposed_by_id=officer.person_id, proposed_on=legal.today,
    )  # fmt: skip
    type(entry).objects.filter(pk=entry.pk).update(system_code=system.code)
    look(legal)
    assert Finding.objects.get().kind == "dangling"
    InformationSystem.objects.update(state="registered")
    assert look(legal)["gone"] == 1


def test_a_suspended_entry_has_neither_signs_nor_score(legal, entry, bureau):
    look(legal_on(LATER))
    suspend_entry(entry.pk, reason="核查", actor=bureau, legal=legal_on(LATER))
    assert something_changed()
    look_over(everything=False, actor=PLATFORM, legal=legal_on(LATER))
    assert not Finding.objects.filter(gone_at=None).exists()
    assert Standing.objects.get().score is None
    assert not something_changed()


def test_followers_hear_of_suspension_and_return_once(legal, entry, bureau, stranger, officer):
    begin_following("catalog.entry", str(entry.pk), actor=stranger, legal=legal)
    suspend_entry(entry.pk, reason="核查", actor=bureau, legal=legal)
    resume_entry(entry.pk, actor=bureau, legal=legal)
    heard = Message.objects.filter(person_id=stranger.person_id).order_by("pk")
    assert [message.notice.kind for message in heard] == ["upkeep:entry:suspended", "upkeep:entry:resumed"]
    assert {message.notice.title for message in heard} == {"保障房项目信息"}


def test_followers_hear_of_new_data_once_for_each_version(legal, entry, stranger):
    begin_following("catalog.entry", str(entry.pk), actor=stranger, legal=legal)
    pool = Pool.objects.create(entry=entry, lake_version=3, merged_at=legal.now)
    assert something_changed()
    assert tell_of_new_data(actor=PLATFORM, legal=legal) == 1
    assert tell_of_new_data(actor=PLATFORM, legal=legal) == 0
    pool.lake_version = 4
    pool.save()
    tell_of_new_data(actor=PLATFORM, legal=legal)
    assert Message.objects.filter(person_id=stranger.person_id, notice__kind="upkeep:entry:data").count() == 2


def test_the_look_needs_few_queries_however_many_entries(legal, housing, django_assert_max_num_queries):
    for _number in range(3):
        make_published_entry(housing)
    look(legal)
    with django_assert_max_num_queries(140) as queries:
        look(legal)
    few = len(queries)
    for _number in range(3):
        make_published_entry(housing)
    look(legal)
    with django_assert_max_num_queries(few + 3 * 20):
        look(legal)


def test_departments_are_ranked_by_their_mean_score(legal, entry, officer):
    make_published_entry(entry.provider)
    make_batch(entry, officer, legal.today)
    look(legal)
    (row,) = count_by_department()
    assert (row["name"], row["entries"], row["dead"]) == ("虚拟住房局", 2, 0)
    scores = [standing.score for standing in list_standings()]
    assert row["mean"] == round(sum(scores) / 2)
    assert scores == sorted(scores)
