"""Editions: what stands in the way, numbers without gaps, what is frozen, what changed, who must collect."""

import threading
from zipfile import ZipFile

import pytest
from django.conf import settings
from django.db import connection, transaction
from python_calamine import CalamineWorkbook

from shuyuan.campaigns import files, registry, services
from shuyuan.campaigns.differences import compare
from shuyuan.campaigns.duties import list_duties
from shuyuan.campaigns.models import Campaign, Edition, EditionYear, ResponsibilityList
from shuyuan.campaigns.registry import Obstacle
from shuyuan.campaigns.services.editions import proposed_name
from shuyuan.casework.models import Task
from shuyuan.catalog.models import Entry
from shuyuan.catalog.services import suspend_entry
from shuyuan.catalog.steps import write_version
from shuyuan.kernel.actor import Role
from shuyuan.kernel.errors import BadInput, Conflict, NotFound, NotPermitted, RuleRefused
from shuyuan.notices.models import Message
from shuyuan.papers.models import IssuedPaper
from shuyuan.workbooks.columns import NATIONAL

pytestmark = pytest.mark.django_db


@pytest.fixture
def publish(bureau, legal):
    """`publish("2027-1")`: the bureau publishes under that number."""

    def as_bureau(expected, **fields):
        fields = {"year": int(expected.split("-")[0]), **fields}
        return services.publish_edition(expected=expected, **fields, actor=bureau, legal=legal)

    return as_bureau


class Run:
    """A job that nobody cancels."""

    params, job_id = {}, 0

    def __init__(self, actor):
        self.actor = actor

    def progress(self, done, total=0, note=""):
        pass

    def check_cancelled(self):
        pass


def change(entry, legal, **fields):
    """Publish another version of an entry with these fields."""
    Entry.objects.filter(pk=entry.pk).update(**fields)
    entry.refresh_from_db()
    write_version(entry, at=legal.now, post_id=None)


def codes(refused):
    return [reason.code for reason in refused.value.verdict.reasons]


def test_an_edition_of_nothing_is_refused(publish):
    with pytest.raises(RuleRefused) as refused:
        publish("2027-1")
    assert codes(refused) == ["edition_is_empty"]
    assert proposed_name(2027) == "2027-1"


def test_everything_that_is_open_stands_in_the_way_at_once(start, civil, tax, catalog, publish, monkeypatch):
    catalog.make_published_entry(civil)
    start(civil, tax)
    dispute = Obstacle("source_conflict", "“姓名”的来源有争议", "/elements/")
    monkeypatch.setitem(registry._TELLERS, "test", lambda _campaign: [dispute])
    with pytest.raises(RuleRefused) as refused:
        publish("2027-1")
    assert codes(refused) == ["lists_unsettled", "open_obstacles"]
    lists, obstacles = refused.value.verdict.reasons
    assert lists.facts == {"departments": ["虚拟市民政局", "虚拟市税务局"], "count": 2}
    assert obstacles.facts["obstacles"] == ["“姓名”的来源有争议"]


def test_only_the_bureau_publishes(civil, principal, legal):
    with pytest.raises(NotPermitted):
        services.publish_edition(year=2027, expected="2027-1", actor=principal(civil), legal=legal)


@pytest.mark.parametrize("year", [1999, 2025, 2028])
def test_an_edition_is_of_this_year_or_the_next(publish, year):
    with pytest.raises(BadInput):
        publish(f"{year}-1")


def test_numbers_follow_each_other_and_a_refused_try_takes_none(civil, catalog, publish, legal):
    entry = catalog.make_published_entry(civil)
    assert publish("2027-1").name == "2027-1"
    with pytest.raises(RuleRefused) as refused:
        publish("2027-2")
    assert codes(refused) == ["edition_unchanged"]
    change(entry, legal, abstract="另一段摘要")
    with pytest.raises(Conflict) as moved:
        publish("2027-1")
    assert moved.value.code == "edition_published_meanwhile"
    assert publish("2027-2").number == 2
    change(entry, legal, abstract="第三段摘要")
    assert publish("2026-1").name == "2026-1"
    assert list(EditionYear.objects.order_by("year").values_list("year", "last")) == [(2026, 1), (2027, 2)]


@pytest.mark.skipif(
    "sqlite" in settings.DATABASES["default"]["ENGINE"],
    reason="its test database lies in memory, where threads do not wait for each other",
)
@pytest.mark.django_db(transaction=True)
def test_two_clerks_who_publish_at_once_make_one_edition(civil, catalog, publish):
    with transaction.atomic():
        catalog.make_published_entry(civil)
    results = []

    def press():
        try:
            results.append(publish("2027-1").name)
        except (Conflict, RuleRefused) as refused:
            results.append(refused.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=press) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert min(results) == "2027-1"
    assert Edition.objects.count() == 1


def test_an_edition_keeps_the_versions_of_its_day(civil, tax, catalog, publish, legal):
    entry = catalog.make_published_entry(civil, name="养老机构名录")
    first = publish("2027-1")
    change(entry, legal, name="养老服务机构名录", sharing_type="conditional")
    gone_on = catalog.make_published_entry(tax)
    second = publish("2027-2")
    assert first.lines.get().name == "养老机构名录"
    assert first.lines.get().version.snapshot["entry"]["sharing_type"] == "unconditional"
    found = {one.line.entry_id: one for one in compare(first, second)}
    assert {pk: one.kind for pk, one in found.items()} == {entry.pk: "changed", gone_on.pk: "added"}
    assert [row.after for row in found[entry.pk].changes][:1] == ["养老服务机构名录"]
    assert {one.kind for one in compare(second, first)} == {"changed", "removed"}


def test_suspending_alone_is_a_change(civil, catalog, publish, legal, bureau):
    entry = catalog.make_published_entry(civil)
    first = publish("2027-1")
    suspend_entry(entry.pk, reason="系统迁移", actor=bureau, legal=legal)
    [one] = compare(first, publish("2027-2"))
    assert (one.kind, one.changes) == ("changed", [])


def test_publishing_ends_the_campaign_and_its_tasks(start, civil, tax, catalog, publish, legal, bureau):
    catalog.make_published_entry(civil)
    campaign = start(civil, tax)
    for one in campaign.lists.all():
        services.leave_out(one.pk, reason="演示", actor=bureau, legal=legal)
    edition = publish("2027-1", note="本期不含税务局")
    assert edition.campaign == campaign
    assert Campaign.objects.get().state == "closed"
    assert not Task.objects.filter(subject_kind="campaigns.list", done_at__isnull=True).exists()


def test_the_responsibility_list_follows_from_the_edition(civil, tax, catalog, publish, legal):
    entry = catalog.make_published_entry(civil, update_cycle="weekly")
    catalog.make_published_entry(tax)
    edition = publish("2027-1")
    assert edition.responsibility_lists.count() == 2
    one = edition.responsibility_lists.get(department=civil)
    change(entry, legal, update_cycle="daily")
    duties = list_duties(one)
    assert [(duty.label, duty.cycle, duty.is_key) for duty in duties] == [
        ("区划代码", "weekly", True),
        ("名称", "weekly", False),
    ]
    assert duties[0].method_types == ("service",)


def test_handing_over_issues_a_numbered_paper_once_and_asks_to_take_note(
    civil, tax, catalog, publish, legal, bureau, principal, organizations
):
    catalog.make_published_entry(civil)
    catalog.make_published_entry(tax)
    officer = principal(civil)
    edition = publish("2027-1")
    one = edition.responsibility_lists.get(department=civil)
    with pytest.raises(Conflict):
        services.acknowledge(one.pk, actor=officer, legal=legal)
    services.begin_hand_over(edition.name, actor=bureau, legal=legal)
    assert services.hand_over(edition.name, run=Run(bureau), legal=legal) == 2
    assert services.hand_over(edition.name, run=Run(bureau), legal=legal) == 0
    with pytest.raises(Conflict):
        services.begin_hand_over(edition.name, actor=bureau, legal=legal)
    one.refresh_from_db()
    assert one.paper.number == "焦数目〔2026〕1号"
    assert IssuedPaper.objects.count() == 2
    assert Message.objects.filter(person_id=officer.person_id).exists()
    with pytest.raises(NotPermitted):
        services.acknowledge(one.pk, actor=organizations.make_actor(Role.OPERATOR, civil), legal=legal)
    with pytest.raises(NotFound):
        services.acknowledge(one.pk, actor=principal(tax), legal=legal)
    services.acknowledge(one.pk, actor=officer, legal=legal)
    with pytest.raises(Conflict):
        services.acknowledge(one.pk, actor=officer, legal=legal)
    waiting = Task.objects.filter(kind="campaigns:responsibility:acknowledge", done_at__isnull=True)
    assert {task.department.code for task in waiting.select_related("department")} == {"tax"}


def test_an_edition_and_a_list_hand_out_what_was_published_not_what_is_written_now(
    civil, catalog, publish, legal
):
    entry = catalog.make_published_entry(civil, name="养老机构名录", sharing_condition="仅限核验")
    edition = publish("2027-1")
    Entry.objects.filter(pk=entry.pk).update(name="后来的名称", sharing_condition="后来的条件")
    entry.items.filter(position=entry.items.first().position).update(label="后来的信息项")
    one = edition.responsibility_lists.get()
    for book in (
        files.edition_workbook(edition, maker="陈思远", at=legal.now),
        files.duty_catalog(one, maker="陈思远", at=legal.now),
    ):
        with book:
            sheet = CalamineWorkbook.from_filelike(book).get_sheet_by_index(0).to_python()
        text = str(sheet)
        assert entry.code in text
        assert "养老机构名录" in text
        assert "后来的" not in text


def test_editions_and_lists_leave_as_workbooks_and_as_one_archive(
    civil, catalog, publish, legal, bureau, principal
):
    principal(civil)
    catalog.make_published_entry(civil, name="=1+1")
    edition = publish("2027-1")
    one = edition.responsibility_lists.get()
    services.hand_over_one(one.pk, actor=bureau, legal=legal)
    with files.edition_workbook(edition, maker="陈思远", at=legal.now) as book:
        read = CalamineWorkbook.from_filelike(book)
        rows = read.get_sheet_by_name("信息资源目录").to_python()
        about = dict(read.get_sheet_by_name("制表说明").to_python())
    assert "=1+1" in rows[1]
    assert rows[0][:26] == [column.heading for column in NATIONAL]
    assert (about["总目录"], about["制表人"]) == ("2027-1", "陈思远")
    lists = ResponsibilityList.objects.select_related("paper", "edition", "department")
    with files.archive(lists, maker="陈思远", at=legal.now) as stream, ZipFile(stream) as packed:
        kinds = {name.rsplit(".", 1)[1]: packed.read(name) for name in packed.namelist()}
    assert sorted(kinds) == ["docx", "pdf", "xlsx"]
    assert kinds["pdf"].startswith(b"%PDF")
