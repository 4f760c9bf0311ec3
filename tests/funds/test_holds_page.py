"""The page of holds: words for every kind, filters, an export that equals the list, what released a hold."""

import csv
import io
from datetime import date
from urllib.parse import urlencode

import pytest
from django.db import transaction

from shuyuan.funds.hold_list import HoldList
from shuyuan.funds.wording import HOLDS
from shuyuan.kernel.verdict import Reason
from shuyuan.projects.models import Hold
from shuyuan.projects.rules.stages import Kind, Stage
from shuyuan.projects.steps import note
from shuyuan.regulations.law import load_law

PAGE = "/projects/funds/holds/"
ALL = urlencode({"columns": [column.name for column in HoldList.columns]}, doseq=True)


@pytest.fixture
def held(factories, unit, present):
    """A finished project whose acceptance is long overdue, and whose unit was assessed as poor."""
    return factories.make_project(
        unit, legal=present, stage=Stage.COMPLETED, reviewed_on=date(2024, 3, 4), meets_co_use=True,
        meets_connection=True, approved_on=date(2024, 4, 8), approved_fen=90_000_000,
        started_on=date(2024, 9, 2), completed_on=date(2025, 3, 3),
    )  # fmt: skip


def read(answer):
    return list(csv.DictReader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))


@pytest.mark.parametrize(
    "query", ["standing=x", "funds=gold", "why=mood", "since_from=yesterday", "unit=nobody"]
)
def test_filters_that_make_no_sense_are_refused(client_of, finance, held, query):
    assert client_of(finance).get(f"{PAGE}?{query}").status_code == 400


@pytest.mark.parametrize("code", list(HOLDS))
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_hold_says_why_and_what_releases_it_in_both_languages(code, language):
    reason = Reason(code, "jz-project-2020/19.1", {"missing": [], "year": 2025, "due_on": "2026-01-05"})
    texts = load_law().reasons
    assert texts.say(reason, language) not in {"", code}
    assert texts.remedy(reason, language) not in {"", code}


def test_finance_sees_the_hold_with_provision_day_and_release_and_exports_the_same(client_of, finance, held):
    browser = client_of(finance)
    page = browser.get(f"{PAGE}?standing=keeps&{ALL}").content.decode()
    hold = Hold.objects.get(code="acceptance_overdue")
    assert held.name in page
    rows = read(browser.get(f"{PAGE}?standing=keeps&{ALL}&export=csv"))
    row = next(row for row in rows if row["原因"] == "逾期未验收")
    assert row["依据"].endswith("第二十一条")
    assert row["起始"] == hold.since.isoformat()
    assert "完成验收" in row["如何解除"]
    assert row["解除日期"] == ""
    for words in row.values():
        assert words in page
    assert len(rows) == page.count('data-label="如何解除"')


def test_filters_of_money_and_standing_narrow_the_list(client_of, finance, held):
    browser = client_of(finance)
    for query, shown in (
        ("funds=upkeep&why=acceptance_overdue", True),
        ("funds=filing", False),
        ("standing=weighs", False),
        ("standing=released", False),
        (f"since_to={date(2025, 1, 1)}", False),
    ):
        assert (held.name in browser.get(f"{PAGE}?{query}").content.decode()) is shown, query


def test_a_hold_goes_with_its_fact_and_the_list_says_what_released_it(
    client_of, finance, held, officer, present
):
    later = present.today.replace(year=present.today.year + 1)
    with transaction.atomic():
        data = {"until": later.isoformat(), "reason": "等待联调"}
        note(held, Kind.DELAY_REPORTED, data=data, actor=officer, legal=present)
    browser = client_of(finance)
    assert held.name not in browser.get(f"{PAGE}?why=acceptance_overdue&standing=open").content.decode()
    rows = read(browser.get(f"{PAGE}?standing=released&{ALL}&export=csv"))
    assert [row["解除原因"] for row in rows if row["原因"] == "逾期未验收"] == ["报告延期验收"]
