"""The State Council's notice as text: read into days, or refused with the line and what is wrong."""

import pytest

from shuyuan.casework.holiday_notice import looks_like_notice, read_notice
from shuyuan.casework.holiday_source import exceptional_days
from shuyuan.kernel.errors import BadInput

NOTICE = """经批准，现将放假安排通知如下。
一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。
二、春节：2月15日（农历腊月二十八、周日）至23日（农历正月初七、周一）放假调休，共9天。2月14日（周六）、2月28日（周六）上班。
三、清明节：4月4日（周六）至6日（周一）放假，共3天。
四、劳动节：5月1日（周五）至5日（周二）放假调休，共5天。5月9日（周六）上班。
五、端午节：6月19日（周五）至21日（周日）放假，共3天。
六、中秋节：9月25日（周五）至27日（周日）放假，共3天。
七、国庆节：10月1日（周四）至7日（周三）放假调休，共7天。9月20日（周日）、10月10日（周六）上班。
"""


def test_a_notice_is_read_into_the_days_that_the_calendar_holds():
    assert looks_like_notice(NOTICE)
    days = read_notice(2026, NOTICE)
    assert {(day.day, day.working) for day in days} == {
        (day.day, day.working) for day in exceptional_days(2026)
    }
    assert {day.name for day in days if not day.working} >= {"元旦", "春节", "国庆节"}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("请各部门做好放假期间值班，四月见。", "notice_without_holiday"),
        ("元旦：1月1日（周四）至3日（周六）放假，共4天。", "notice_total"),
        ("元旦：1月1日（周五）至3日（周日）放假，共3天。", "notice_weekday"),
        ("清明节：4月31日放假。", "notice_span"),
        ("清明节：4月放假。", "notice_span"),
        ("国庆节：10月7日至1日放假。", "notice_span"),
        ("元旦：1月1日放假。1月5日上班。", "notice_worked_weekday"),
        ("元旦：1月3日放假。1月3日上班。", "notice_contradiction"),
    ],
)
def test_a_wrong_notice_is_refused_with_what_is_wrong(text, code):
    with pytest.raises(BadInput) as refused:
        read_notice(2026, text)
    assert refused.value.code == code


def test_the_notice_of_another_year_is_noticed_by_its_weekdays():
    with pytest.raises(BadInput) as refused:
        read_notice(2027, NOTICE)
    assert refused.value.code == "notice_weekday"
    assert refused.value.facts["line"] == 2
