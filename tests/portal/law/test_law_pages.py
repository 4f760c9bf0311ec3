"""The law pages: wrong addresses and filters, the list, an article, the official text beside it."""

import orjson
import pytest
from openpyxl import load_workbook

from shuyuan.portal.law.selectors import list_rows, summaries
from shuyuan.regulations.instruments import Status
from shuyuan.regulations.law import load_law
from shuyuan.regulations.official import text_checksum

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(client, city, settings):
    """`page(path)`: the answer to a visitor, in Chinese."""

    def fetch(path="/law/", language="zh-hans"):
        client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
        return client.get(path)

    return fetch


@pytest.fixture
def law_folder(settings, tmp_path):
    settings.HOME = tmp_path
    folder = tmp_path / "law"
    folder.mkdir()
    return folder


def keep_official(folder, *, words="虚构的正文"):
    units = {place: f"{words}{place}" for place in load_law().instruments["jz-data-2020"].units}
    kept = {"filename": "text.md", "checksum": text_checksum(units), "units": units}
    (folder / "jz-data-2020.json").write_bytes(orjson.dumps(kept))
    return kept


@pytest.mark.parametrize(
    "path",
    [
        "/law/jz-data-2020/40/",
        "/law/jz-data-2020/0/",
        "/law/nowhere/1/",
        "/law/national-809/1/",
        "/law/x.y/1/",
    ],
)
def test_an_article_that_does_not_exist_is_not_found(path, page):
    assert page(path).status_code == 404


@pytest.mark.parametrize(
    "query", ["instrument=nowhere", "status=perhaps", "state=x", f"q={'x' * 101}", "q=%00"]
)
def test_a_filter_that_does_not_exist_is_refused(query, page):
    assert page(f"/law/?{query}").status_code == 400


def test_the_pages_take_no_data(client, city):
    assert client.post("/law/").status_code == 405
    assert client.post("/law/jz-data-2020/14/").status_code == 405


def test_a_search_word_is_shown_as_text(page):
    html = page("/law/?q=%3Cscript%3Ealert(1)%3C/script%3E").content.decode()
    assert "<script>alert" not in html
    assert "&lt;script&gt;alert(1)" in html


def test_visitors_read_the_law_in_chinese_and_in_english(page):
    chinese = page().content.decode()
    assert "焦作市政务数据资源管理暂行办法" in chinese
    english = page(language="en").content.decode()
    assert "Interim Measures of Jiaozuo on Government Data Resources" in english
    assert "Article 2, paragraph 1" in english


def test_the_list_pages_through_every_provision_in_force_and_known(page):
    law = load_law()
    total = sum(len(instrument.units) for instrument in law.instruments.values())
    pages = -(-total // 30)
    assert sum(page(f"/law/?page={n}").content.decode().count("/#p") for n in range(1, pages + 1)) == total


@pytest.mark.parametrize(
    ("filters", "first"),
    [
        ({"words": "第十四条第二款"}, "jz-data-2020/14.2"),
        ({"words": "Article 14, paragraph 2"}, "jz-data-2020/14.2"),
        ({"words": "verification.due_on"}, "jz-data-2020/14.2"),
        ({"words": "VERIFICATION.extension_days"}, "jz-data-2020/14.2"),
        ({"words": "校核期限"}, "jz-data-2020/14.2"),
        ({"words": "jz-project-2020/19.1.2"}, "jz-project-2020/19.1.2"),
        ({"instrument": "jz-project-2020", "words": "监理"}, "jz-project-2020/15.1"),
        ({"status": "definition", "instrument": "jz-data-2020"}, "jz-data-2020/2.1"),
    ],
)
def test_search_and_filters_find_the_paragraph(filters, first):
    rows = list_rows(load_law(), **filters)
    assert str(rows[0].unit.provision) == first


def test_every_word_of_a_search_must_occur():
    law = load_law()
    assert list_rows(law, words="校核 审计监督") == []
    assert len(list_rows(law, words="校核")) > 1


def test_open_and_complete_provisions_are_told_apart():
    law = load_law()
    both = list_rows(law, state="open") + list_rows(law, state="done")
    assert len(both) == len(list_rows(law))
    assert all(row.unit.planned for row in list_rows(law, state="open"))


def test_the_instruments_in_force_come_first_with_all_their_counts():
    found = summaries(load_law())
    assert [summary.instrument.id for summary in found] == ["jz-data-2020", "jz-project-2020", "national-809"]
    for summary in found:
        assert summary.units == len(summary.instrument.units)
        assert set(summary.counts) == set(Status)


def test_a_search_without_a_result_says_so(page):
    assert "没有" in page("/law/?q=量子").content.decode()


def test_the_list_leaves_as_a_workbook_with_what_is_shown(page, tmp_path):
    response = page("/law/?instrument=jz-data-2020&status=definition&export=xlsx")
    path = tmp_path / "law.xlsx"
    path.write_bytes(b"".join(response.streaming_content) if response.streaming else response.content)
    rows = list(load_workbook(path).active.values)
    assert len(rows) == 4
    assert rows[1][0] == "第二条第一款"
    assert "术语" in rows[1]


def test_an_article_shows_every_paragraph_with_functions_parameters_and_cases(page):
    html = page("/law/jz-data-2020/14/").content.decode()
    for expected in (
        "第十四条第一款",
        "第十四条第三款",
        'id="p2"',
        "verification.judge_extension",
        "校核延长的上限",
        "10个工作日",
        "2020-10-28",
        "十个工作日，收到当日不计",
        "extra_days: 11",
        "jz-data-2020/cases/art-14.yaml",
        "/law/jz-data-2020/13/",
        "/law/jz-data-2020/15/",
    ):
        assert expected in html, expected


def test_a_value_that_nobody_compared_for_a_year_is_marked(page, time_machine):
    time_machine.move_to("2026-11-23T02:00:00Z", tick=False)
    assert "请重新核对" not in page("/law/jz-data-2020/14/").content.decode()
    time_machine.move_to("2027-11-24T02:00:00Z", tick=False)
    assert "请重新核对" in page("/law/jz-data-2020/14/").content.decode()


def test_items_of_an_article_have_places_of_their_own(page):
    html = page("/law/jz-project-2020/19/").content.decode()
    assert 'id="p1i2"' in html
    assert "第十九条第二项" in html


def test_the_first_and_the_last_article_have_one_neighbor(page):
    assert 'rel="prev"' not in page("/law/jz-data-2020/1/").content.decode()
    assert 'rel="next"' not in page("/law/jz-data-2020/39/").content.decode()


@pytest.mark.parametrize(
    ("path", "chinese", "english"),
    [
        ("/law/jz-project-2020/9/", "每年11月30日", "30"),
        ("/law/jz-project-2020/20/", "6个月", "6 months"),
        ("/law/jz-project-2020/23/", "1年", "1 year"),
        ("/law/jz-project-2020/22/", "质量保障方案、运行维护方案", "quality assurance plan, operation plan"),
    ],
)
def test_values_are_said_with_their_units_in_both_languages(path, chinese, english, page):
    assert chinese in page(path).content.decode()
    assert english in page(path, language="en").content.decode()


def test_an_instrument_that_is_switched_off_says_so(page):
    html = page("/law/national-809/17/").content.decode()
    assert "没有启用" in html
    assert "2个工作日" in html


def test_without_a_loaded_text_only_our_summary_is_shown(page, law_folder):
    html = page("/law/jz-data-2020/14/").content.decode()
    assert "<blockquote" not in html


def test_a_loaded_text_stands_beside_the_summary_escaped(page, law_folder):
    keep_official(law_folder, words="<b>虚构</b>")
    html = page("/law/jz-data-2020/14/").content.decode()
    assert "&lt;b&gt;虚构&lt;/b&gt;14.2" in html
    assert "<blockquote" in html


def test_another_wording_than_the_register_was_written_from_is_pointed_out(page, law_folder):
    keep_official(law_folder)
    assert "sy-notice-waiting" in page("/law/jz-data-2020/14/").content.decode()


def test_a_text_that_was_tampered_with_is_not_shown(page, law_folder):
    kept = keep_official(law_folder)
    kept["units"]["14.2"] = "被改动的一款"
    (law_folder / "jz-data-2020.json").write_bytes(orjson.dumps(kept))
    html = page("/law/jz-data-2020/14/").content.decode()
    assert "被改动的一款" not in html
    assert "sy-notice-refused" in html


def test_whoever_acts_in_a_post_has_the_sidebar(enter, officer):
    html = enter(officer).get("/law/").content.decode()
    assert 'id="sidebar"' in html


def test_the_pages_ask_the_database_for_nothing_of_their_own(page, django_assert_max_num_queries):
    page()
    with django_assert_max_num_queries(2):  # the calendar's revision
        page("/law/jz-data-2020/14/")
