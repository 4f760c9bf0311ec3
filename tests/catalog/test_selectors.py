"""Published entries as other rooms see them."""

import pytest

from catalog.factories import make_entry, make_published_entry
from shuyuan.catalog.classes import ensure_classes
from shuyuan.catalog.models import ClassNode
from shuyuan.catalog.selectors import access_published_entry, entry_spec, list_published_entries
from shuyuan.catalog.states import State
from shuyuan.catalog.steps import give_code
from shuyuan.engine.spec import Check, CheckKind, DataType, ItemSpec
from shuyuan.kernel.errors import BadInput, NotFound


def test_an_unknown_code_is_not_found(db):
    with pytest.raises(NotFound) as missing:
        access_published_entry("307001/99")
    assert missing.value.code == "unknown_entry"


def test_a_draft_is_neither_listed_nor_has_a_spec(civil_affairs):
    draft = make_entry(civil_affairs)
    assert list(list_published_entries()) == []
    with pytest.raises(NotFound):
        entry_spec(draft)


def test_a_suspended_entry_is_not_handed_out(civil_affairs):
    entry = make_published_entry(civil_affairs)
    entry.state = State.SUSPENDED
    entry.save(update_fields=["state"])
    with pytest.raises(NotFound):
        access_published_entry(entry.code)


def test_an_entry_is_found_by_its_code_and_by_its_path(civil_affairs):
    entry = make_published_entry(civil_affairs)
    assert access_published_entry(entry.code) == entry
    assert access_published_entry(entry.path) == entry


def test_the_spec_is_that_of_the_published_version_whatever_the_row_says_now(civil_affairs):
    items = [
        ItemSpec(
            "id_number",
            "证件号码",
            DataType.CHARACTER,
            18,
            is_key=True,
            sensitive=True,
            checks=(Check(CheckKind.RESIDENT_ID),),
        ),
        ItemSpec("amount", "金额", DataType.NUMERIC, 12, scale=2),
    ]
    entry = make_published_entry(civil_affairs, items, name="救助发放")
    entry.items.filter(name="amount").delete()

    spec = entry_spec(entry)

    assert (spec.code, spec.name, spec.version) == (entry.code, "救助发放", 1)
    assert spec.items[0] == ItemSpec(
        "id_number",
        "证件号码",
        DataType.CHARACTER,
        18,
        required=True,
        is_key=True,
        sensitive=True,
        checks=(Check(CheckKind.RESIDENT_ID),),
    )
    assert [item.name for item in spec.items] == ["id_number", "amount"]


def test_codes_are_those_of_the_guide_and_never_come_back(civil_affairs, tax):
    first, second = make_published_entry(civil_affairs), make_published_entry(civil_affairs)
    other = make_published_entry(tax)
    assert (first.code, second.code, other.code) == ("307001/1", "307001/2", "307002/1")


def test_no_code_is_given_above_the_third_level(db):
    ensure_classes()
    with pytest.raises(BadInput) as refused:
        give_code(ClassNode.objects.get(code="101"))
    assert refused.value.code == "class_too_high"


def test_making_the_class_tree_again_changes_nothing(db):
    assert ensure_classes() == 3 + 5 + 5 + 12 + 12 + 8
    assert ensure_classes() == 0
