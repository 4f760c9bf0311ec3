"""Moving the days of a running campaign, and reminding: what is refused, what follows, who is told."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
import time_machine
from django.test import Client

from shuyuan.audit.models import Entry as AuditEntry
from shuyuan.campaigns import services
from shuyuan.campaigns.rules import faults_of_moved_days
from shuyuan.casework.models import Task, TaskEvent
from shuyuan.kernel.errors import BadInput, Conflict, NotPermitted
from shuyuan.notices.models import Message
from shuyuan.organizations.models import Department, Person

pytestmark = pytest.mark.django_db

BEFORE = {
    "opens_on": date(2026, 11, 23),
    "closes_on": date(2026, 12, 4),
    "county_due_on": date(2026, 12, 9),
    "review_due_on": date(2026, 12, 18),
}


def moved(**days):
    return {**BEFORE, "reason": "元旦前系统升级", **days}


@pytest.mark.parametrize(
    ("days", "today", "fault"),
    [
        ({"closes_on": date(2026, 12, 10)}, date(2026, 11, 25), {"county_due_on": "before_closing"}),
        ({"review_due_on": date(2026, 12, 8)}, date(2026, 11, 25), {"review_due_on": "before_summary"}),
        ({"closes_on": date(2026, 11, 24)}, date(2026, 11, 25), {"closes_on": "in_the_past"}),
        ({"opens_on": date(2026, 11, 30)}, date(2026, 11, 25), {"opens_on": "begun_already"}),
        ({"closes_on": date(2026, 12, 8)}, date(2026, 12, 5), {}),
    ],
)
def test_days_out_of_order_or_over_are_not_moved(days, today, fault):
    assert faults_of_moved_days(BEFORE, {**BEFORE, **days}, today=today) == fault


@pytest.mark.parametrize(
    ("days", "field"),
    [({}, "closes_on"), ({"closes_on": date(2026, 12, 7), "reason": " "}, "reason")],
)
def test_moving_nothing_or_without_a_reason_is_refused(start, civil, bureau, legal, days, field):
    campaign = start(civil)
    with pytest.raises(BadInput) as refused:
        services.move_days(campaign.pk, **moved(**days), actor=bureau, legal=legal)
    assert field in refused.value.facts["fields"]
    assert not campaign.moves.exists()


def test_only_the_bureau_moves_and_only_while_it_runs(start, civil, bureau, principal, legal):
    campaign = start(civil)
    later = moved(closes_on=date(2026, 12, 7))
    with pytest.raises(NotPermitted):
        services.move_days(campaign.pk, **later, actor=principal(civil), legal=legal)
    services.cancel_campaign(campaign.pk, reason="重新部署", actor=bureau, legal=legal)
    with pytest.raises(Conflict):
        services.move_days(campaign.pk, **later, actor=bureau, legal=legal)


def test_tasks_lists_and_departments_follow_the_new_days(start, civil, tax, county, bureau, principal, legal):
    water = Department.objects.get(code="county-water")
    for one in (civil, tax, county, water):
        principal(one)
    campaign = start(civil, tax, water)
    done = campaign.lists.get(department=tax)
    services.submit_list(
        done.pk, confirmed_not_secret=True, nothing_to_catalog=True, actor=principal(tax), legal=legal
    )
    Message.objects.all().delete()
    days = moved(
        closes_on=date(2026, 12, 9), county_due_on=date(2026, 12, 11), review_due_on=date(2026, 12, 25)
    )
    services.move_days(campaign.pk, **days, actor=bureau, legal=legal)

    due = dict(campaign.lists.values_list("department__code", "due_on"))
    assert due["civil-affairs"] == due["county-water"] == date(2026, 12, 9)
    assert due["county-419921"] == date(2026, 12, 11)
    waiting = {
        (task.subject_id, task.kind): task.due_on for task in Task.objects.filter(done_at__isnull=True)
    }
    own = campaign.lists.get(department=civil)
    assert waiting[str(own.pk), "campaigns:list:submit"] == date(2026, 12, 9)
    assert waiting[str(done.pk), "campaigns:list:review"] == date(2026, 12, 25)
    told = {message.person_id for message in Message.objects.all()}
    assert told == {principal(one).person_id for one in (civil, county, water)}
    assert campaign.moves.get().days["closes_on"] == ["2026-12-04", "2026-12-09"]
    facts = AuditEntry.objects.get(event="campaigns:campaign:changed").facts
    assert facts["reason"] == "元旦前系统升级"
    assert facts["told"] == ["civil-affairs", "county-419921", "county-water"]


def test_the_page_moves_days_and_shows_why(start, civil, bureau, legal):
    campaign = start(civil)
    with time_machine.travel(legal.now):
        client = Client()
        person = Person.objects.get(pk=bureau.person_id)
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        address = f"/campaigns/{campaign.pk}/days/"
        assert "2026-12-04" in client.get(address).text
        form = {name: str(day) for name, day in BEFORE.items()} | {"reason": "等待县区机构改革"}
        assert client.post(address, form).status_code == 400
        done = client.post(address, {**form, "closes_on": "2026-12-08"}, follow=True)
    assert "等待县区机构改革" in done.text
    assert "2026-12-04 → 2026-12-08" in done.text


def test_a_reminder_is_one_of_caseworks_and_comes_once_a_day(start, civil, tax, bureau, principal, legal):
    campaign = start(civil, tax)
    assert services.remind_departments(campaign.pk, actor=bureau, legal=legal) == 2
    tasks = Task.objects.filter(subject_kind="campaigns.list", done_at__isnull=True)
    assert {task.reminder_count for task in tasks} == {1}
    assert TaskEvent.objects.filter(kind="reminded", by=bureau.name).count() == len(tasks)
    with pytest.raises(Conflict) as again:
        services.remind_departments(campaign.pk, actor=bureau, legal=legal)
    assert again.value.code == "all_reminded_today"
    tomorrow = replace(legal, today=legal.today + timedelta(days=1), now=legal.now + timedelta(days=1))
    own = campaign.lists.get(department=civil)
    assert services.remind_departments(campaign.pk, lists=[own.pk], actor=bureau, legal=tomorrow) == 1
    assert dict(campaign.lists.values_list("department__code", "reminders")) == {"civil-affairs": 2, "tax": 1}
