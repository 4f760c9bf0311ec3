"""Pages of the search, suggestions, and saved searches with their daily word."""

from datetime import timedelta
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from shuyuan.audit.models import Entry as Act
from shuyuan.kernel.errors import BadInput, Conflict, NotFound
from shuyuan.notices.models import Notice
from shuyuan.search import services
from shuyuan.search.models import SavedSearch
from shuyuan.search.selectors import list_saved


@pytest.fixture
def saved(officer, legal):
    return services.save_search("救助", query="q=低保", shared=False, tells=True, actor=officer, legal=legal)


@pytest.mark.parametrize(
    "query", ["q=%00", "page=0", "page=x", "page=99999999999", "provider=%00", "q=" + "a" * 101]
)
def test_a_bad_address_is_a_problem_page(catalog, officer, enter, query):
    assert enter(officer).get(f"{reverse('search:search')}?{query}").status_code == 400


def test_a_visitor_has_to_sign_in(legal):
    for name in ("search", "suggest", "saved"):
        assert Client().get(reverse(f"search:{name}")).status_code == 302


def test_results_are_marked_and_escaped(publish, officer, enter):
    publish("<b>低保</b>名册")
    page = enter(officer).get(reverse("search:search"), {"q": "低保"}).content.decode()
    assert "&lt;b&gt;<mark>低保</mark>&lt;/b&gt;" in page
    assert "<b>低保" not in page


def test_nothing_found_proposes_a_demand(catalog, officer, enter):
    page = enter(officer).get(reverse("search:search"), {"q": "量子望远镜"}).content.decode()
    assert "没有找到" in page


def test_a_mistyped_word_offers_the_intended_one(catalog, officer, enter):
    page = unescape(enter(officer).get(reverse("search:search"), {"q": "社会保现"}).content.decode())
    assert "您是不是要找" in page
    assert "社会保险" in page


def test_suggestions_name_entries_and_items(catalog, officer, enter):
    browser = enter(officer)
    page = browser.get(reverse("search:suggest"), {"q": "身份证"}).content.decode()
    assert "男方身份证号" in page
    assert browser.get(reverse("search:suggest"), {"q": ""}).content.decode().strip() == ""
    assert browser.get(reverse("search:suggest"), {"q": "\0"}).status_code == 200


@pytest.mark.parametrize(("name", "query"), [("", "q=低保"), ("空", ""), ("长", "q=" + "低" * 200)])
def test_a_search_without_name_or_words_is_not_saved(officer, legal, name, query):
    with pytest.raises(BadInput):
        services.save_search(name, query=query, shared=False, tells=True, actor=officer, legal=legal)
    assert not SavedSearch.objects.exists()


def test_a_name_is_taken_once(saved, officer, legal):
    with pytest.raises(Conflict):
        services.save_search("救助", query="q=婚姻", shared=False, tells=True, actor=officer, legal=legal)


def test_only_shared_searches_are_seen_in_the_department(saved, officer, colleague, stranger, legal):
    assert list(list_saved(actor=officer)) == [saved]
    assert not list_saved(actor=colleague).exists()
    services.change_saved(saved.pk, shared=True, tells=True, actor=officer, legal=legal)
    assert list(list_saved(actor=colleague)) == [saved]
    assert not list_saved(actor=stranger).exists()


def test_nobody_changes_or_removes_somebody_elses_search(saved, colleague, legal):
    for step in (
        lambda: services.change_saved(saved.pk, shared=True, tells=True, actor=colleague, legal=legal),
        lambda: services.remove_saved(saved.pk, actor=colleague, legal=legal),
    ):
        with pytest.raises(NotFound):
            step()


def test_saving_and_removing_leave_a_trace(saved, officer, legal):
    services.remove_saved(saved.pk, actor=officer, legal=legal)
    events = Act.objects.filter(subject_kind=services.SUBJECT).order_by("seq").values_list("event", flat=True)
    assert list(events) == ["search:saved:added", "search:saved:removed"]


def test_new_hits_are_told_once(saved, publish, legal):
    later = legal.__class__(legal.law, legal.calendar, legal.today, legal.now + timedelta(hours=2))
    assert services.tell_new_hits(legal=legal) == 0
    entry = publish("低保边缘家庭信息")
    entry.document.found_since = legal.now + timedelta(hours=1)
    entry.document.save()
    assert services.tell_new_hits(legal=later) == 1
    assert services.tell_new_hits(legal=later) == 0
    assert "低保边缘家庭信息" in Notice.objects.get().text


def test_other_entries_are_not_told(saved, publish, legal):
    later = legal.__class__(legal.law, legal.calendar, legal.today, legal.now + timedelta(hours=2))
    entry = publish("水质监测")
    entry.document.found_since = legal.now + timedelta(hours=1)
    entry.document.save()
    assert services.tell_new_hits(legal=later) == 0


def test_the_pages_of_saved_searches_work(officer, enter):
    browser = enter(officer)
    made = browser.post(reverse("search:saved"), {"name": "救助", "query": "q=低保", "tells": "on"})
    assert made.status_code == 302
    saved = SavedSearch.objects.get()
    assert "救助" in browser.get(reverse("search:saved")).content.decode()
    assert browser.post(reverse("search:change_saved", args=[saved.pk]), {"shared": "1"}).status_code == 302
    saved.refresh_from_db()
    assert (saved.shared, saved.tells) == (True, False)
    assert browser.post(reverse("search:remove_saved", args=[saved.pk])).status_code == 302
    assert not SavedSearch.objects.exists()
