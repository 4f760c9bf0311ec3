from datetime import date

import pytest
from django.template import engines
from django.utils.translation import override

from shuyuan.kernel.verdict import Reason, Verdict
from shuyuan.web.tags.state import light_of


@pytest.fixture
def draw(ask):
    """`draw("{% tag %}", name=value)`: what the tags give in a page of an operator."""

    def render(source, **context):
        request = context.pop("request", None) or ask("/here/")
        return engines["django"].from_string("{% load shuyuan %}" + source).render(context, request)

    return render


@pytest.mark.parametrize(
    ("remaining", "light"), [(-1, "overdue"), (0, "near"), (3, "near"), (4, "normal"), (20, "normal")]
)
def test_the_light_turns_three_working_days_before_the_end(remaining, light):
    assert light_of(remaining) == light


def test_a_light_says_its_meaning_in_shape_and_word(draw):
    assert "▲" in draw("{% light 'near' %}")
    assert "临近" in draw("{% light 'NEAR' %}")
    assert "超期" in draw("{% light 'overdue' %}")


@pytest.mark.parametrize(
    ("remaining", "words"), [(-2, "超期 2 个工作日"), (0, "今天到期"), (1, "剩 1 个工作日")]
)
def test_a_deadline_gives_days_day_and_provision(draw, remaining, words):
    html = draw(
        "{% deadline day remaining=left cites='jz-data-2020/14.2' why='/why/' provisional=True %}",
        day=date(2026, 11, 22),
        left=remaining,
    )
    assert words in html
    assert "2026年11月22日" in html
    assert 'title="《虚拟办法》第十四条第二款" href="/law/jz-data-2020/14/#p2"' in html
    assert 'href="/why/"' in html
    assert "暂定" in html


def test_a_deadline_in_english_counts_one_day_and_several(draw):
    with override("en"):
        assert "1 working day left" in draw("{% deadline day remaining=1 %}", day=date(2026, 11, 22))
        assert "2 working days over" in draw("{% deadline day remaining=-2 %}", day=date(2026, 11, 22))


def test_a_matter_without_a_deadline_says_so(draw):
    assert "无期限" in draw("{% deadline None %}")


def test_components_escape_what_they_show(draw):
    evil = "<script>alert(1)</script>"
    for source in (
        "{% pageheader evil evil %}{% endpageheader %}",
        "{% card evil %}{{ evil }}{% endcard %}",
        "{% empty evil evil %}{% endempty %}",
        "{% status evil %}",
        "{% steps steps %}",
        "{% timeline entries %}",
        "{% facts pairs %}",
        "{% fact evil %}{{ evil }}{% endfact %}",
        "{% copy evil %}",
        "{% code %}{{ evil }}{% endcode %}",
        "{% term evil evil %}",
        "{% tabs tabs %}",
        "{% crumb evil evil %}",
        "{% progress 1 2 note=evil url=evil %}",
        "{% confirm 'name' evil evil reason=evil %}{{ evil }}{% endconfirm %}",
        "{% bars bars evil %}",
        "{% provision evil %}",
        "{% reasons refused %}",
        "{% notice %}{{ evil }}{% endnotice %}",
    ):
        html = draw(
            source,
            evil=evil,
            steps=[(evil, "now", evil)],
            entries=[{"title": evil, "who": evil, "text": evil, "cites": evil}],
            pairs=[(evil, evil)],
            tabs=[(evil, evil)],
            bars=[(evil, 3)],
            refused=[Reason(evil, evil)],
        )
        assert "<script>" not in html, source
        assert "&lt;script&gt;" in html, source


def test_markup_inside_a_block_tag_stays_markup(draw):
    assert "<dd><b>1</b></dd>" in draw("{% fact 'n' %} <b>1</b> {% endfact %}")
    assert "<dd>–</dd>" in draw("{% fact 'n' %} {% endfact %}")
    assert ">a &lt; b</pre>" in draw("{% code %}\n{{ text }}\n{% endcode %}", text="a < b")


def test_reasons_take_a_verdict_or_its_reasons(draw):
    verdict = Verdict((Reason("late", "jz-data-2020/14.2"),))
    assert draw("{% reasons it %}", it=verdict) == draw("{% reasons it %}", it=verdict.reasons)
    assert draw("{% reasons it brief=True %}", it=verdict).count("late 的理由") == 1


def test_a_progress_bar_asks_again_until_it_is_done(draw):
    running = draw("{% progress 250 1000 url='/p/' %}")
    assert 'hx-get="/p/"' in running
    assert 'value="25"' in running
    assert "1,000" in running
    assert "hx-get" not in draw("{% progress 1000 1000 url='/p/' running=False %}")
    assert "value=" not in draw("{% progress 5 None %}").split("</progress>")[0]


def test_only_one_tab_is_the_current_one(draw, ask):
    tabs = [("all", "/here/"), ("mine", "/here/?mine=1", 3)]
    html = draw("{% tabs tabs %}", tabs=tabs, request=ask("/here/?mine=1"))
    assert html.count("aria-current") == 1
    assert html.index("aria-current") > html.index("mine=1")
    relative = [("all", "/here/"), ("mine", "?mine=1")]
    assert draw("{% tabs tabs %}", tabs=relative, request=ask("/here/?mine=1")) == html.replace(
        '<span class="sy-badge">3</span>', ""
    )
    assert draw("{% tabs tabs %}", tabs=tabs, request=ask("/here/?page=2")).count("aria-current") == 1


def test_a_confirmation_carries_its_token_and_demands_a_reason(draw):
    html = draw("{% confirm 'stop' '/stop/' 'Stop' reason='Why' danger=True %}x{% endconfirm %}")
    assert "csrfmiddlewaretoken" in html
    assert "required" in html
    assert "required" not in draw(
        "{% confirm 'stop' '/stop/' 'Stop' reason='Why' reason_required=False %}x{% endconfirm %}"
    )


def test_an_address_that_does_not_exist_is_empty(draw):
    assert draw("{% address 'nowhere:at_all' as href %}[{{ href }}]") == "[]"
    assert draw("{% address 'account_login' as href %}[{{ href }}]") == "[/accounts/login/]"


def test_a_chart_has_its_numbers_in_figures(draw):
    html = draw("{% bars rows '按部门' %}", rows=[("医保", 7000), ("民政", 0)])
    assert "7,000</span>" in html
    assert 'max="7000"' in html
    assert "<dt>" not in draw("{% bars rows 'x' %}", rows=[])
    assert "points" in draw("{% sparkline values 'x' %}", values=[3])


def test_the_sidebar_stays_folded_by_cookie(draw, ask):
    request = ask("/here/")
    request.COOKIES["shuyuan_nav"] = "narrow"
    assert draw("{% is_folded as it %}{{ it }}", request=request) == "True"
    assert draw("{% is_folded as it %}{{ it }}") == "False"


def test_the_frame_has_one_way_in_and_one_heading(draw, ask):
    source = (
        '{% extends "web/base.html" %}{% load shuyuan %}{% block title %}T{% endblock %}'
        "{% block content %}{% pageheader 'Heading' %}{% endpageheader %}{% endblock %}"
    )
    html = engines["django"].from_string(source).render({}, ask("/here/"))
    assert html.count("<h1") == 1
    assert html.count("<main") == 1
    assert 'href="#main"' in html
    assert "本系统不得处理涉密信息" in html
    assert '<html lang="zh-CN"' in html
