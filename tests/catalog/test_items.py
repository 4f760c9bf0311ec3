"""Items of a draft: what is malformed, what may stand beside what, and their order."""

from dataclasses import replace

import pytest

from shuyuan.catalog import services
from shuyuan.catalog.content import ItemContent
from shuyuan.kernel.errors import BadInput, Conflict, NotFound, RuleRefused

NAME = ItemContent(name="person_name", label="姓名", length=50)


@pytest.fixture
def draft(civil_affairs, factories):
    return factories.make_entry(civil_affairs)


@pytest.mark.parametrize(
    ("changes", "faults"),
    [
        ({"name": "Name"}, {"name": "bad_column_name"}),
        ({"name": "1st"}, {"name": "bad_column_name"}),
        ({"name": "drop table"}, {"name": "bad_column_name"}),
        ({"label": ""}, {"label": "blank"}),
        ({"data_type": "X"}, {"data_type": "unknown_data_type"}),
        ({"length": None}, {"length": "length_missing"}),
        ({"length": -1}, {"length": "min_value"}),
        ({"length": 100_000}, {"length": "length_too_large"}),
        ({"data_type": "N", "length": 39}, {"length": "length_too_large"}),
        ({"data_type": "N", "length": 3, "scale": 4}, {"scale": "scale_exceeds_length"}),
        ({"scale": 2}, {"scale": "scale_without_numeric"}),
        ({"data_type": "F", "length": None, "is_key": True}, {"is_key": "key_of_inexact_type"}),
        ({"sharing_type": "maybe"}, {"sharing_type": "invalid_choice"}),
        ({"method_types": ["pigeon"]}, {"method_types": "unknown_method"}),
        ({"checks": [{"kind": "guess"}]}, {"checks": "bad_check"}),
        ({"checks": [{"kind": "pattern", "params": {"regex": "("}}]}, {"checks": "bad_check"}),
        ({"checks": [{"kind": "pattern", "params": {"regex": "(?=a)b"}}]}, {"checks": "bad_check"}),
        ({"checks": [{"kind": "pattern", "params": {"regex": "(a)\\1"}}]}, {"checks": "bad_check"}),
        ({"checks": [{"kind": "range", "params": {"min": "1"}}]}, {"checks": "bad_check"}),
        ({"checks": [{"kind": "code_list", "params": {"values": []}}]}, {"checks": "bad_check"}),
        (
            {"checks": [{"kind": "reference", "params": {"entry": "1", "item": "code"}}]},
            {"checks": "bad_check"},
        ),
        ({"checks": [{"kind": "uscc", "params": {"x": 1}}]}, {"checks": "bad_check"}),
        ({"mask": {"kind": "keep", "first": 0, "last": 0}}, {"mask": "bad_mask"}),
        ({"mask": {"kind": "year", "first": 0, "last": 0}}, {"mask": "bad_mask"}),
        ({"mask": {"kind": "blur", "first": 0, "last": 0}}, {"mask": "bad_mask"}),
    ],
)
def test_a_malformed_item_is_refused_with_the_field(draft, officer, legal, changes, faults):
    with pytest.raises(BadInput) as refused:
        services.add_item(
            draft.pk, content=replace(NAME, **changes), revision=draft.revision, actor=officer, legal=legal
        )
    assert refused.value.facts["fields"] == faults
    assert draft.items.count() == 2


@pytest.mark.parametrize(
    "check",
    [
        {"kind": "pattern", "params": {"regex": "^[0-9]{6}$"}},
        {"kind": "resident_id"},
        {"kind": "uscc", "params": {}},
        {"kind": "code_list", "params": {"values": ["男", "女"]}},
        {"kind": "reference", "params": {"entry": "307001/1", "item": "code"}},
    ],
)
def test_a_text_item_takes_every_check_that_fits_text(draft, officer, legal, check):
    item = services.add_item(
        draft.pk, content=replace(NAME, checks=[check]), revision=draft.revision, actor=officer, legal=legal
    )
    assert item.checks == [check]


def test_a_name_or_label_that_is_there_already_is_refused(draft, officer, legal):
    with pytest.raises(BadInput) as refused:
        services.add_item(
            draft.pk,
            content=replace(NAME, name="code", label="名称"),
            revision=draft.revision,
            actor=officer,
            legal=legal,
        )
    assert refused.value.facts["fields"] == {"name": "already_there", "label": "already_there"}


def test_an_item_that_bears_a_secrecy_mark_is_refused(draft, officer, legal):
    with pytest.raises(RuleRefused):
        services.add_item(
            draft.pk,
            content=replace(NAME, label="（绝密）编号"),
            revision=draft.revision,
            actor=officer,
            legal=legal,
        )


def test_items_are_added_changed_moved_and_removed_in_order(draft, officer, legal):
    added = services.add_item(draft.pk, content=NAME, revision=0, actor=officer, legal=legal)
    code, name = draft.items.exclude(pk=added.pk)
    services.change_item(
        draft.pk, added.pk, content=replace(NAME, length=80), revision=1, actor=officer, legal=legal
    )
    services.reorder_items(
        draft.pk, order=[added.pk, code.pk, name.pk], revision=2, actor=officer, legal=legal
    )
    services.remove_item(draft.pk, code.pk, revision=3, actor=officer, legal=legal)
    assert [(item.position, item.name, item.length) for item in draft.items.all()] == [
        (1, "person_name", 80),
        (2, "name", 60),
    ]
    draft.refresh_from_db()
    assert (draft.revision, "姓名" in draft.search_text) == (4, True)


@pytest.mark.parametrize("order", [[], [1, 1], [1, 2, 3]])
def test_an_order_names_each_item_once(draft, officer, legal, order):
    ids = [item.pk for item in draft.items.all()]
    wanted = [ids[place - 1] if place <= 2 else 999_999 for place in order]
    with pytest.raises(BadInput):
        services.reorder_items(draft.pk, order=wanted, revision=0, actor=officer, legal=legal)


def test_an_item_of_another_entry_is_not_found(draft, civil_affairs, factories, officer, legal):
    foreign = factories.make_entry(civil_affairs).items.first()
    with pytest.raises(NotFound):
        services.remove_item(draft.pk, foreign.pk, revision=0, actor=officer, legal=legal)


def test_items_guard_against_two_editors_too(draft, officer, legal):
    with pytest.raises(Conflict):
        services.add_item(draft.pk, content=NAME, revision=7, actor=officer, legal=legal)


def test_a_submitted_entry_is_not_written_on(draft, officer, legal):
    draft.state = "submitted"
    draft.save(update_fields=["state"])
    with pytest.raises(Conflict) as refused:
        services.add_item(draft.pk, content=NAME, revision=0, actor=officer, legal=legal)
    assert refused.value.code == "wrong_state"
