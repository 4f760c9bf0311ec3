"""Items proposed from a sample: types, keys, protection, and what a sample can hold."""

from io import BytesIO

import pytest

from shuyuan.catalog import services
from shuyuan.catalog.proposals import propose_items
from shuyuan.kernel.errors import Conflict
from shuyuan.kernel.identifiers.made_up import MadeUpNumbers
from shuyuan.organizations.models import Person

NUMBERS = MadeUpNumbers(7)
PEOPLE = [NUMBERS.resident_identity() for _ in range(3)]
COMPANIES = [NUMBERS.uscc("91") for _ in range(3)]


def one(label, values):
    return propose_items([label], [[value] for value in values])[0]


@pytest.mark.parametrize(
    ("label", "values", "data_type", "length", "scale"),
    [
        ("登记日期", ["2024-1-5", "2024/01/06", "20240107", "2024年1月8日"], "D", None, 0),
        ("更新时间", ["2024-01-05 08:00", "2024-01-05T08:00:59"], "T", None, 0),
        ("是否在保", ["是", "否"], "L", None, 0),
        ("人数", ["1", "0", "-17"], "I", None, 0),
        ("金额", ["1.5", "20.25", "3"], "N", 18, 2),
        ("备注", ["甲", "乙丙丁"], "C", 4, 0),
        ("区划代码", ["410801", "410802"], "C", 6, 0),
        ("数量", ["007", "1"], "C", 4, 0),
        ("空列", ["", ""], "C", 100, 0),
        ("长文", ["字" * 5000, "字"], "C", 4000, 0),
    ],
)
def test_types_are_guessed_from_all_values(label, values, data_type, length, scale):
    item = one(label, values)
    assert (item.data_type, item.length, item.scale) == (data_type, length, scale)
    assert item.faults() == {}


def test_identity_numbers_become_a_protected_key():
    items = propose_items(["姓名", "身份证号"], zip(["甲", "乙", "丙"], PEOPLE, strict=True))
    assert [(item.name, item.is_key, item.sensitive, item.personal) for item in items] == [
        ("person_name", False, False, True),
        ("id_number", True, True, True),
    ]
    assert (items[1].checks, items[1].key_kind) == ([{"kind": "resident_id", "params": {}}], "person")


def test_a_credit_code_is_preferred_to_any_other_number_as_key():
    items = propose_items(["编号", "统一社会信用代码"], zip(["1", "2", "3"], COMPANIES, strict=True))
    assert [(item.name, item.is_key) for item in items] == [("bian_hao", False), ("uscc", True)]


def test_what_stands_twice_is_no_key():
    items = propose_items(["编号", "统一社会信用代码"], [["1", COMPANIES[0]], ["2", COMPANIES[0]]])
    assert [item.is_key for item in items] == [True, False]
    assert [item.is_key for item in propose_items(["名称"], [["甲"], ["乙"]])] == [False]


@pytest.mark.parametrize(
    ("label", "name"),
    [
        ("cityCode", "city_code"),
        ("区划代码", "qu_hua_dai_ma"),
        ("2024年", "c_2024_nian"),
        ("（）", "c"),
        ("drop table x;--", "drop_table_x"),
        ("数" * 80, "shu_shu_shu"),
    ],
)
def test_every_label_gives_a_column_name(label, name):
    item = one(label, ["甲"])
    assert item.name.startswith(name)
    assert item.faults() == {}


def test_columns_of_the_same_name_are_told_apart_and_nameless_ones_left_out():
    items = propose_items(["地址", " ", "住址", "short"], [["甲"], []])
    assert [item.name for item in items] == ["address", "address_2", "short"]


@pytest.fixture
def draft(civil_affairs, factories):
    return factories.make_entry(civil_affairs)


def test_proposed_items_join_those_that_are_there(draft, officer, legal):
    proposed = propose_items(["名称", "联系电话"], [["甲", "0391-1234567"]])
    added = services.add_items(draft.pk, contents=proposed, revision=0, actor=officer, legal=legal)
    assert [(item.position, item.name) for item in added] == [(3, "phone")]
    with pytest.raises(Conflict):
        services.add_items(draft.pk, contents=proposed, revision=0, actor=officer, legal=legal)


def test_a_sample_file_gives_items_through_the_page(client, draft, officer, legal):
    client.force_login(
        Person.objects.get(pk=officer.person_id), backend="django.contrib.auth.backends.ModelBackend"
    )
    sample = BytesIO(f"姓名,身份证号,金额\n甲,{PEOPLE[0]},1.50\n".encode())
    sample.name = "sample.csv"
    url = f"/catalog/entries/{draft.pk}/items/propose/"
    assert client.get(url).status_code == 200
    assert client.post(url, {"revision": 0}).status_code == 400
    response = client.post(url, {"sample": sample, "revision": 0}, follow=True)
    assert [item.name for item in draft.items.all()] == ["code", "name", "person_name", "id_number", "jin_e"]
    assert PEOPLE[0] not in response.text
    broken = BytesIO(b"PK\x03\x04broken")
    broken.name = "sample.xlsx"
    assert client.post(url, {"sample": broken, "revision": 1}).status_code == 400
