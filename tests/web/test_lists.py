from datetime import datetime, timedelta

import pytest
from django.contrib.sessions.models import Session
from django.template import engines
from django.utils import timezone
from django.utils.html import format_html

from shuyuan.kernel.errors import BadInput
from shuyuan.web.lists import Choice, Column, Dates, Listing, Text
from shuyuan.web.pages import COUNT_LIMIT

START = timezone.make_aware(datetime(2026, 11, 1, 23, 30))


class SessionList(Listing):
    """Sessions stand for any table: a text key, a text and a moment."""

    name = "sessions"
    columns = (
        Column(
            "key", "Key", value="session_key", sort="session_key", main=True, href=lambda row: f"/s/{row.pk}"
        ),
        Column("data", "Data", value="session_data"),
        Column("expires", "Expires", value="expire_date", sort="expire_date"),
        Column("length", "Length", value=lambda row: len(row.session_data), number=True, default=False),
        Column("buttons", "Buttons", value=lambda row: format_html("<b>{}</b>", "x"), exported=False),
    )
    filters = (
        Text("q", "Word", ("session_key__icontains", "session_data__icontains")),
        Choice("kind", "Kind", [("a", "A"), ("b", "B")], field="session_data__startswith"),
        Dates("expires", "Expires", "expire_date", moments=True),
    )
    sort = "key"
    per_page = 10


@pytest.fixture
def sessions(db):
    return Session.objects.bulk_create(
        Session(
            session_key=f"k{number:05d}",
            session_data=f"{'ab'[number % 2]}{number}",
            expire_date=START + timedelta(hours=number),
        )
        for number in range(25)
    )


def build(ask, query="", rows=None, **headers):
    return SessionList(ask(f"/list/{query}", **headers), Session.objects.all() if rows is None else rows)


def keys(page):
    return [row[0].html.split(">")[1].split("<")[0] for row in page.rows]


def shown(listing):
    return (
        engines["django"].from_string("{% load shuyuan %}{% listing page %}").render({"page": listing.page()})
    )


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("?sort=data", "unknown_sort"),
        ("?sort=-nothing", "unknown_sort"),
        ("?sort=session_data", "unknown_sort"),
        ("?columns=password", "unknown_column"),
        ("?page=0", "unknown_page"),
        ("?page=-1", "unknown_page"),
        ("?page=two", "unknown_page"),
        ("?page=99999999999999999999", "unknown_page"),
        ("?kind=c", "bad_filter"),
        ("?expires_from=2026-13-01", "bad_filter"),
        ("?expires_to=yesterday", "bad_filter"),
        ("?q=%00", "bad_filter"),
        ("?export=exe", "unknown_format"),
    ],
)
def test_an_address_that_makes_no_sense_is_refused(ask, sessions, query, code):
    with pytest.raises(BadInput) as refused:
        build(ask, query).respond("web/components/list.html")
    assert refused.value.code == code


def test_pages_cover_every_row_once(ask, sessions):
    pages = [build(ask, f"?page={number}").page() for number in (1, 2, 3)]
    assert [key for page in pages for key in keys(page)] == [f"k{number:05d}" for number in range(25)]
    assert [page.has_next for page in pages] == [True, True, False]
    assert [page.count for page in pages] == [25, 25, 25]
    assert (pages[2].first, pages[2].last) == (21, 25)


def test_equal_values_keep_one_order_over_pages(ask, sessions):
    Session.objects.update(expire_date=START)
    found = [key for number in (1, 2, 3) for key in keys(build(ask, f"?sort=expires&page={number}").page())]
    assert len(set(found)) == 25


def test_a_page_behind_the_last_is_empty_and_still_counts(ask, sessions):
    page = build(ask, "?page=9").page()
    assert (page.rows, page.count, page.next_href) == ([], 25, "")


def test_filters_narrow_together_and_survive_in_every_address(ask, sessions):
    query = "?kind=a&expires_from=2026-11-02&expires_to=2026-11-02&sort=-key"
    page = build(ask, query).page()
    assert keys(page)[0] == "k00024"
    assert page.count == 12
    assert page.is_filtered
    for address in (page.next_href, page.csv_href, *(header.href for header in page.listing.headers)):
        assert not address or ("kind=a" in address and "expires_to=2026-11-02" in address)


def test_days_count_in_local_time_with_both_ends(ask, sessions):
    page = build(ask, "?expires_to=2026-11-01").page()
    assert keys(page) == ["k00000"]


def test_a_word_is_searched_in_every_field_and_wildcards_are_plain_letters(ask, sessions):
    assert keys(build(ask, "?q=K00003").page()) == ["k00003"]
    assert keys(build(ask, "?q=a14").page()) == ["k00014"]
    assert keys(build(ask, "?q=%25").page()) == []


def test_chosen_columns_are_shown_in_their_own_order(ask, sessions):
    listing = build(ask, "?columns=length&columns=key")
    assert [column.name for column in listing.shown] == ["key", "length"]
    assert [column.name for column in build(ask).shown] == ["key", "data", "expires", "buttons"]


def test_a_second_click_on_a_head_turns_the_order(ask, sessions):
    first = next(iter(build(ask, "?sort=key").headers))
    second = next(iter(build(ask, "?sort=-key").headers))
    assert (first.state, first.href) == ("ascending", "?sort=-key")
    assert (second.state, second.href) == ("descending", "?sort=key")


def test_a_list_takes_two_queries_and_never_counts_beyond_its_limit(ask, db, django_assert_num_queries):
    Session.objects.bulk_create(
        Session(session_key=f"m{number:06d}", session_data="", expire_date=START)
        for number in range(COUNT_LIMIT + 50)
    )
    with django_assert_num_queries(2) as queries:
        page = build(ask).page()
    assert page.count is None
    assert all("LIMIT" in query["sql"] for query in queries.captured_queries)
    assert f"LIMIT {COUNT_LIMIT + 1}" in queries.captured_queries[1]["sql"]
    assert "10,000" in shown(build(ask))


def test_the_last_page_needs_no_count(ask, sessions, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert build(ask, "?page=3").page().count == 25


def test_cells_are_escaped_unless_they_are_safe_already(ask, db):
    Session.objects.create(session_key="<i>", session_data="<script>", expire_date=START)
    page = shown(build(ask))
    assert "<script>" not in page
    assert "&lt;script&gt;" in page
    assert "<b>x</b>" in page
    assert 'href="/s/&lt;i&gt;"' in page


def test_words_of_the_address_are_escaped_in_the_form(ask, sessions):
    assert '"><img' not in shown(build(ask, "?q=%22%3E%3Cimg"))


def test_an_empty_list_says_so_and_a_filtered_one_offers_everything(ask, db, sessions):
    assert "没有符合筛选条件的内容" in shown(build(ask, "?q=zzz"))
    Session.objects.all().delete()
    assert "暂无内容" in shown(build(ask))


def test_htmx_gets_the_list_alone_and_others_the_page(ask, sessions):
    part = build(ask, hx_request="true", hx_target="list-sessions").respond("web/base.html")
    whole = build(ask).respond("web/base.html")
    assert part.content.decode().lstrip().startswith("<section")
    assert "<html" in whole.content.decode()


def test_a_plain_sequence_is_paged_too(ask):
    rows = [Session(session_key=f"k{number}", session_data="", expire_date=START) for number in range(11)]
    page = build(ask, "?page=2", rows).page()
    assert (keys(page), page.count) == (["k10"], 11)


def test_a_missing_link_in_a_path_shows_as_a_dash(ask, sessions):
    column = Column("x", "X", value="session_data.nothing.more")
    assert Column("y", "Y", value=lambda row: None).cell(sessions[0], ask()).html == "–"
    with pytest.raises(AttributeError):
        column.of(sessions[0])


@pytest.mark.parametrize(
    ("value", "html"),
    [
        ("2026-11-23", '<span class="nowrap">2026-11-23</span>'),
        ("2026-11-23 09:00", '<span><span class="nowrap">2026-11-23</span> 09:00</span>'),
        ("SYS-00001", '<span class="nowrap">SYS-00001</span>'),
        ("焦信项〔2026〕12号", '<span class="nowrap">焦信项〔2026〕12号</span>'),
        ("<b>-x", '<span class="nowrap">&lt;b&gt;-x</span>'),
        ("a-word-that-is-much-longer-than-a-number", "a-word-that-is-much-longer-than-a-number"),
        ("数据-资源", "数据-资源"),
    ],
)
def test_days_and_numbers_are_not_broken_at_their_hyphens(value, html):
    cell = Column("day", "Day", value=lambda _row: value).cell(object(), None)
    assert str(cell.html) == html
