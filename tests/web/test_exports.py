import csv
import io
from datetime import date, datetime
from types import SimpleNamespace

import openpyxl
import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone

from shuyuan.kernel.errors import TooLarge
from shuyuan.web import exports
from shuyuan.web.columns import Column, as_text
from shuyuan.web.exports import export, harmless
from shuyuan.web.lists import Listing, Text

EVIL = ["=1+1", "+cmd|' /C calc'!A0", "-2", "@SUM(A1)", "\t=1", " =1", "＝1", "\r=1"]
COLUMNS = [Column("text", "=Text"), Column("number", "Number", number=True), Column("day", "Day")]
ROWS = [
    SimpleNamespace(text="419900199001011234", number=-5, day=date(2026, 11, 22)),
    SimpleNamespace(text="=HYPERLINK(1)", number=1.5, day=None),
]


def content(response):
    body = b"".join(response.streaming_content)
    for close in response._resource_closers:  # without the signal that ends a request
        close()
    return body


def sheet(response):
    return openpyxl.load_workbook(io.BytesIO(content(response))).active


@pytest.mark.parametrize("text", EVIL)
def test_text_that_a_spreadsheet_would_calculate_is_disarmed(text):
    assert harmless(text) == f"'{text}"


@pytest.mark.parametrize("value", ["", "a=1", "第一条", "2026-11-22", -5, 1.5])
def test_other_values_stay_as_they_are(value):
    assert harmless(value) == value


def test_csv_starts_with_a_mark_for_spreadsheets_and_holds_plain_rows():
    response = export("things", "csv", COLUMNS, ROWS)
    body = content(response)
    assert body.startswith(b"\xef\xbb\xbf")
    assert list(csv.reader(io.StringIO(body.decode("utf-8-sig")))) == [
        ["'=Text", "Number", "Day"],
        ["419900199001011234", "-5", "2026-11-22"],
        ["'=HYPERLINK(1)", "1.5", ""],
    ]
    assert response["Content-Disposition"] == 'attachment; filename="things.csv"'
    assert response["Cache-Control"] == "no-store"


def test_a_workbook_holds_text_as_text_and_numbers_as_numbers():
    rows = list(sheet(export("things", "xlsx", COLUMNS, ROWS)).iter_rows())
    assert [cell.value for cell in rows[1]] == ["419900199001011234", -5, "2026-11-22"]
    assert [cell.data_type for cell in rows[1]] == ["s", "n", "s"]
    assert rows[2][0].value == "=HYPERLINK(1)"
    assert rows[2][0].data_type == "s"
    assert rows[0][0].data_type == "s"


def test_more_rows_than_a_workbook_takes_are_refused_not_cut(monkeypatch):
    monkeypatch.setattr(exports, "XLSX_ROWS", 1)
    with pytest.raises(TooLarge) as refused:
        export("things", "xlsx", COLUMNS, ROWS)
    assert refused.value.code == "workbook_full"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, ""),
        (True, "是"),
        (False, "否"),
        (0, "0"),
        (date(2026, 11, 22), "2026-11-22"),
        (timezone.make_aware(datetime(2026, 11, 22, 9, 5)), "2026-11-22 09:05"),
    ],
)
def test_values_become_text_the_same_way_everywhere(value, text):
    assert as_text(value) == text


def test_numbers_are_grouped_on_pages_only():
    assert as_text(1234567, grouped=True) == "1,234,567"


class Keys(Listing):
    """One column that leaves, one that does not."""

    name = "keys"
    columns = (
        Column("key", "Key", value="session_key"),
        Column("data", "Data", value="session_data", default=False),
        Column("buttons", "Buttons", value=lambda row: "x", exported=False),
    )
    filters = (Text("q", "Word", ("session_key__icontains",)),)
    per_page = 1


@pytest.fixture
def rows(db):
    Session.objects.bulk_create(
        Session(session_key=key, session_data="d", expire_date=timezone.now()) for key in ("a1", "a2", "b1")
    )
    return Session.objects.order_by("session_key")


def test_a_file_is_exactly_what_is_filtered_and_shown_on_all_pages(ask, rows):
    told = []
    response = Keys(ask("/?q=a&export=csv"), rows, on_export=told.append).respond("x.html")
    assert content(response).decode("utf-8-sig").split() == ["Key", "a1", "a2"]
    response = Keys(ask("/?columns=key&columns=data&export=csv"), rows).respond("x.html")
    assert content(response).decode("utf-8-sig").split() == ["Key,Data", "a1,d", "a2,d", "b1,d"]
    assert told == ["csv"]


def test_a_list_that_may_not_leave_ignores_the_wish(ask, rows, monkeypatch):
    monkeypatch.setattr(Keys, "exportable", False)
    response = Keys(ask("/?export=csv"), rows).respond("web/base.html")
    assert "text/html" in response["Content-Type"]
