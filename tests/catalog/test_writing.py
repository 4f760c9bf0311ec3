"""Writing and reviewing over HTTP: checks at fields, saving beside them, versions, remarks, publishing."""

import re
from dataclasses import replace

import pytest

from catalog.factories import form_of_entry
from shuyuan.audit.models import Entry as Trail
from shuyuan.catalog import services
from shuyuan.catalog.content import EntryContent, ItemContent
from shuyuan.catalog.models import Entry
from shuyuan.catalog.states import State

pytestmark = pytest.mark.usefixtures("monday_morning")


def codes(marks):
    """The reasons of marks."""
    return {mark.explained.code for mark in marks}


def test_an_entry_that_is_being_begun_is_checked_at_each_field_and_nothing_is_saved(
    as_person, officer, tax, factories
):
    factories.make_published_entry(tax, name="养老机构名录信息")
    response = as_person(officer).post(
        "/catalog/new/check/", form_of_entry(name="养老机构名录", stored_records="5万条", secrecy="")
    )
    assert codes(response.context["asked"]) >= {"similar_entry_elsewhere", "abstract_says_little"}
    assert 'id="at-name"' in response.text
    assert "养老机构名录信息（焦作市税务局）" in response.text
    assert set(response.context["faults"]) == {"stored_records"}
    assert Entry.objects.count() == 1


def test_a_declaration_on_secrecy_is_asked_for(as_person, officer, factories):
    factories.ensure_classes()
    response = as_person(officer).post("/catalog/new/", form_of_entry(secrecy=""))
    assert response.status_code == 400
    assert set(response.context["form"].errors) == {"secrecy"}
    response = as_person(officer).post("/catalog/new/", form_of_entry(secrecy="maybe"))
    assert response.status_code == 400


def test_typing_is_saved_only_when_it_is_sound_and_nobody_else_was_faster(as_person, officer, draft):
    client, path = as_person(officer), f"/catalog/entries/{draft.pk}/autosave/"
    client.post(path, form_of_entry(name="", revision=draft.revision))
    client.post(path, form_of_entry(name="别名", revision=draft.revision, secrecy="yes"))
    client.post(path, form_of_entry(name="别名", revision=draft.revision + 3))
    draft.refresh_from_db()
    assert (draft.name, draft.revision) == ("殡葬服务机构名录", 0)

    saved = client.post(path, form_of_entry(name="殡葬服务机构信息", revision=0))
    assert 'id="id_revision" value="1"' in saved.text
    again = client.post(path, form_of_entry(name="殡葬服务机构信息", revision=1))
    assert 'value="1"' in again.text
    assert Trail.objects.filter(event="catalog:entry:changed").count() == 1


def test_an_item_is_checked_while_typing_and_nothing_is_saved(as_person, officer, draft):
    client, base = as_person(officer), f"/catalog/entries/{draft.pk}/items/"
    typed = {
        "label": "联系电话（秘密）",
        "name": "phone",
        "data_type": "C",
        "length": "2O",
        "level": "important",
        "sharing_type": "not_shared",
        "is_open": "on",
    }
    response = client.post(f"{base}check/", typed)
    at = response.context["at"]
    assert codes(at["label"]) == {"bears_secrecy_mark"}
    assert codes(at["sharing_condition"]) == {"item_not_shared_without_basis"}
    assert codes(at["is_open"]) == {"item_more_open_to_public"}
    assert codes(at["personal"]) == {"looks_personal"}
    assert codes(at["level"]) == {"item_level_above_entry"}
    assert "length" in response.context["faults"]
    assert not draft.items.filter(name="phone").exists()
    unnamed = client.post(f"{base}check/", {"label": "联系电话", "data_type": "C", "length": 20})
    assert codes(unnamed.context["at"]["personal"]) == {"looks_personal"}


def test_a_wider_item_an_unknown_choice_and_a_foreign_department_are_refused(
    as_person, officer, stranger, draft, factories
):
    client = as_person(officer)
    assert (
        client.post(f"/catalog/entries/{draft.pk}/edit/", form_of_entry(sharing_type="wide")).status_code
        == 400
    )
    foreign = as_person(stranger).post(f"/catalog/entries/{draft.pk}/autosave/", form_of_entry(revision=1))
    assert foreign.status_code == 404


def test_two_versions_stand_side_by_side(as_person, officer, bureau, entry, legal):
    change = services.begin_revision(entry.pk, change_kind="other", actor=officer, legal=legal)
    content = replace(EntryContent.of(change), abstract="换了一段说明，讲清记录哪些事实、涉及谁。")
    change = services.update_draft(
        entry.pk, content=content, revision=change.revision, actor=officer, legal=legal
    )
    added = ItemContent(name="note", label="备注说明", data_type="C", length=50)
    services.add_item(entry.pk, content=added, revision=change.revision, actor=officer, legal=legal)
    services.submit_entry(
        entry.pk, confirmed_not_secret=True, revision=change.revision + 1, actor=officer, legal=legal
    )
    services.publish_entry(entry.pk, actor=bureau, legal=legal)

    client, path = as_person(officer), f"/catalog/entries/{entry.pk}/compare/"
    for query in ("?from=9", "?to=x", "?from=99999999999999999999"):
        assert client.get(path + query).status_code == 404
    comparison = client.get(path).context["comparison"]
    assert [pair.label for pair in comparison.changed_fields] == ["摘要"]
    assert [(item.label, item.state) for item in comparison.changed_items] == [("备注说明", "added")]
    assert not client.get(f"{path}?from=2&to=2").context["comparison"].changed_items
    assert "恢复到第1版" in client.get(path).text
    back = client.post(f"/catalog/entries/{entry.pk}/revise/?version=1", {"change_kind": "other"})
    assert back.status_code == 302
    assert not Entry.objects.get(revises=entry).items.filter(name="note").exists()


def test_the_bureau_publishes_what_is_clean_and_is_told_why_the_rest_stays(
    as_person, officer, bureau, civil_affairs, factories, legal
):
    client = as_person(bureau)
    assert client.get("/catalog/reviews/publish/").status_code == 400
    given = {"state": "submitted", "submitted_by_id": officer.post_id}
    clean = factories.make_entry(civil_affairs, **given)
    bad = factories.make_entry(civil_affairs, **{**given, "name": "殡葬管理系统"})
    ids = [clean.pk, bad.pk, 999_999]
    page = client.get("/catalog/reviews/publish/", {"entry": ids})
    assert [row["draft"].pk for row in page.context["clean"]] == [clean.pk]
    assert "殡葬管理系统" in page.text
    client.post("/catalog/reviews/publish/", {"entry": ids, "reason": "同意"})
    clean.refresh_from_db()
    bad.refresh_from_db()
    assert (clean.state, bad.state) == (State.PUBLISHED, State.SUBMITTED)


def test_remarks_go_to_the_department_all_at_once_and_are_ticked_off(
    as_person, officer, bureau, civil_affairs, factories
):
    entry = factories.make_entry(civil_affairs, state="submitted", submitted_by_id=officer.post_id)
    base = f"/catalog/entries/{entry.pk}/"
    client = as_person(bureau)
    assert client.post(f"{base}remarks/", {"place": "item:none", "text": "x"}).status_code == 400
    assert client.post(f"{base}remarks/", {"place": "", "text": " "}).status_code == 400
    client.post(f"{base}remarks/", {"place": "item:name", "text": "请写全称"})
    client.post(f"{base}remarks/", {"place": "field:abstract", "text": "请写明起始年份"})
    assert as_person(officer).post(f"{base}remarks/", {"text": "x"}).status_code == 403
    client = as_person(bureau)
    client.post(f"{base}return/", {"reason": ""})
    entry.refresh_from_db()
    assert entry.state == State.RETURNED

    client = as_person(officer)
    page = client.get(f"{base}edit/")
    assert "请写全称" in page.text
    assert "请写明起始年份" in page.text
    for remark in entry.remarks.all():
        client.post(f"{base}remarks/{remark.pk}/mended/")
    assert "请写全称" not in client.get(f"{base}edit/").text


@pytest.mark.parametrize(
    ("path", "marked"), [("/catalog/new/", "/catalog/own/"), ("/catalog/classes/", "/catalog/classes/")]
)
def test_the_menu_marks_the_place_to_which_a_page_belongs(as_person, officer, factories, path, marked):
    factories.ensure_classes()
    page = as_person(officer).get(path)
    assert page.text.count('aria-current="page">') >= 1
    assert re.search(rf'href="{marked}"[^>]*aria-current="page"', page.text)


def test_the_entry_page_draws_where_the_data_come_from(as_person, officer, entry, civil_affairs):
    page = as_person(officer).get(f"/catalog/entries/{entry.pk}/")
    assert "<svg" in page.text
    assert page.context["lineage"].edges[0].name == civil_affairs.name
    assert 'role="img"' in page.text
