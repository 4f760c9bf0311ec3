from datetime import UTC, datetime, timedelta

import pytest

from catalog.factories import AT
from shuyuan.catalog.models import CatalogRevision


@pytest.mark.parametrize(
    "given",
    [
        {"from": "yesterday"},
        {"until": "2026-13-01"},
        {"from": "2026-02-30"},
        {"resumptionToken": "x"},
        {"resumptionToken": "!!-1"},
        {"resumptionToken": "!!" + "9" * 30},
        {"resumptionToken": "bad!!1"},
    ],
)
def test_a_window_that_is_none_is_refused(visitor, city, given):
    assert visitor.get("/dcat/changes", given, headers={"Accept": "application/json"}).status_code == 400


def read(browser, **given):
    return browser.get("/dcat/changes", given).json()


def test_changes_come_in_order_with_the_address_of_what_is_there_now(visitor, city):
    page = read(visitor)
    assert [change["code"] for change in page["changes"]] == [city["open"].code, city["described"].code]
    assert {change["status"] for change in page["changes"]} == {"created"}
    assert visitor.get(page["changes"][0]["href"]).status_code == 200
    assert page["resumptionToken"] is None


def test_a_suspended_entry_is_gone_and_a_resumed_one_is_back(visitor, city):
    entry = city["open"]
    version = entry.versions.get()
    for day, kind in ((1, "suspended"), (2, "resumed")):
        CatalogRevision.objects.create(at=AT + timedelta(days=day), kind=kind, entry=entry, version=version)
    told = [change for change in read(visitor)["changes"] if change["code"] == entry.code]
    assert [change["status"] for change in told] == ["created", "deleted", "created"]
    assert "version" not in told[1]


def test_the_window_takes_days_and_moments(visitor, city):
    late = AT + timedelta(days=5)
    CatalogRevision.objects.filter(entry=city["described"]).update(at=late)
    assert read(visitor, until="2026-11-03")["completeListSize"] == 1
    assert [change["code"] for change in read(visitor, **{"from": "2026-11-05"})["changes"]] == [
        city["described"].code
    ]
    assert read(visitor, **{"from": late.isoformat()})["completeListSize"] == 1
    assert read(visitor, **{"from": datetime(2027, 1, 1, tzinfo=UTC).isoformat()})["changes"] == []


def test_tokens_lead_through_all_pages_without_loss_or_repetition(visitor, city, monkeypatch):
    monkeypatch.setattr("shuyuan.feeds.changes.PAGE", 2)
    version = city["open"].versions.get()
    for day in range(1, 6):
        CatalogRevision.objects.create(
            at=AT + timedelta(days=day), kind="resumed", entry=city["open"], version=version
        )
    told, token = [], ""
    while True:
        page = read(visitor, resumptionToken=token) if token else read(visitor, **{"from": "2026-11-01"})
        told += [change["revision"] for change in page["changes"]]
        token = page["resumptionToken"]
        if not token:
            break
    assert len(told) == len(set(told)) == 7
    assert told == sorted(told)


def test_who_is_signed_in_hears_of_every_entry(enter, people, city):
    assert read(enter(people["bureau"]))["completeListSize"] == 3
