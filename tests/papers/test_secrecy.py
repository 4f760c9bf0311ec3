import pytest

from shuyuan.papers.secrecy import judge_markings, markings, markings_of_name


@pytest.mark.parametrize(
    ("text", "level", "period"),
    [
        ("绝密★长期", "绝密", "长期"),
        ("机密★20年", "机密", "20年"),
        ("秘  密★1年", "秘密", "1年"),
        ("秘　密 ★ 十年", "秘密", "十年"),
        ("密级：机密", "机密", ""),
        ("密 级: 秘密★6个月", "秘密", "6个月"),
        ("【绝密】指挥系统升级", "绝密", ""),
        ("方案（秘密 三年）", "秘密", "三年"),
        ("份号 000001\n机密\n某局文件", "机密", ""),
        ("秘密 10年", "秘密", "10年"),
        ("机密*20年", "机密", "20年"),
    ],
)
def test_a_secrecy_mark_is_found_with_its_level_and_period(text, level, period):
    found = markings(text)
    assert [(marking.level, marking.period) for marking in found] == [(level, period)]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "含商业秘密的合同备案信息",
        "商业秘密保护期3年",
        "国家秘密不得录入本系统，绝密、机密、秘密均不受理",
        "技术秘密 3年以内不公开",
        "机密设备间钥匙登记",
        "个人秘密不予登记",
        "秘密级文件另行报送",
        "加密机密钥长度",
    ],
)
def test_words_that_only_speak_of_secrets_are_no_mark(text):
    assert markings(text) == []


@pytest.mark.parametrize(
    "name",
    [
        "机密-指挥系统方案.docx",
        "指挥系统方案_绝密.pdf",
        "秘密 通讯录.xlsx",
        "通讯录（秘密）.xlsx",
        "秘密★1年.pdf",
    ],
)
def test_a_file_name_may_begin_or_end_with_a_level(name):
    assert markings_of_name(name)


@pytest.mark.parametrize(
    "name", ["商业秘密保护规定.pdf", "保守国家秘密法.docx", "机密性要求说明.txt", "目录.xlsx"]
)
def test_a_file_name_that_only_speaks_of_secrets_passes(name):
    assert markings_of_name(name) == []


def test_the_refusal_names_the_highest_level_and_the_place():
    verdict = judge_markings(markings("秘密★1年\n绝密★长期"), place="first_page")
    (reason,) = verdict.reasons
    assert (reason.code, reason.cites) == ("bears_secrecy_mark", "jz-data-2020/17.1.1")
    assert reason.facts == {"mark": "绝密★长期", "place": "first_page"}
