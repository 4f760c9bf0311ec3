"""Drafts: who may begin one, what is refused at once, and how two editors get along."""

from dataclasses import replace
from datetime import date

import pytest

from shuyuan.audit.models import Entry as Trail
from shuyuan.catalog import services
from shuyuan.catalog.content import EntryContent, ItemContent
from shuyuan.catalog.models import Entry
from shuyuan.catalog.selectors import access_entry_as_reader, entry_spec, find_working_copy
from shuyuan.catalog.states import State
from shuyuan.catalog.steps import class_of_department
from shuyuan.kernel.actor import Role
from shuyuan.kernel.errors import BadInput, Conflict, NotFound, NotPermitted, RuleRefused

CONTENT = EntryContent(name="低保对象信息", abstract="最低生活保障对象的基本情况。")


@pytest.fixture
def draft(officer, legal, factories):
    factories.ensure_classes()
    return services.create_draft(content=CONTENT, actor=officer, legal=legal)


@pytest.fixture
def published(civil_affairs, factories):
    return factories.make_published_entry(civil_affairs)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("name", "长" * 129),
        ("abstract", "长" * 1001),
        ("sharing_type", "everybody"),
        ("update_cycle", "hourly"),
        ("formats", [{"class": "spreadsheet", "type": "mysql"}]),
        ("formats", [{"class": "stone", "type": ""}]),
        ("method_types", ["pigeon"]),
        ("sharing_purposes", ["curiosity"]),
        ("related_codes", ["307001"]),
        ("stored_records", -1),
        ("stored_size", "5万"),
        ("open_theme", "gossip"),
    ],
)
def test_malformed_fields_are_named_and_nothing_is_kept(officer, legal, factories, field, value):
    factories.ensure_classes()
    with pytest.raises(BadInput) as refused:
        services.create_draft(content=replace(CONTENT, **{field: value}), actor=officer, legal=legal)
    assert list(refused.value.facts["fields"]) == [field]
    assert not Entry.objects.exists()


@pytest.mark.parametrize(
    ("changes", "declared", "code"),
    [
        ({}, True, "declared_secret"),
        ({"name": "机密★ 人员名单"}, False, "bears_secrecy_mark"),
        ({"abstract": "密级：秘密"}, False, "bears_secrecy_mark"),
    ],
)
def test_nothing_secret_is_ever_kept(officer, legal, factories, changes, declared, code):
    factories.ensure_classes()
    with pytest.raises(RuleRefused) as refused:
        services.create_draft(
            content=replace(CONTENT, **changes), declared_secret=declared, actor=officer, legal=legal
        )
    assert [reason.code for reason in refused.value.verdict.reasons] == [code]
    assert not Entry.objects.exists()


def test_a_draft_begins_in_the_departments_own_class_and_leaves_a_trace(draft, officer, civil_affairs):
    assert (draft.state, draft.code, draft.provider) == (State.DRAFT, None, civil_affairs)
    assert draft.node.department == civil_affairs
    trail = Trail.objects.get(subject_kind="catalog.entry")
    assert (trail.event, trail.subject_id, trail.person_id) == (
        "catalog:entry:created",
        str(draft.pk),
        officer.person_id,
    )


@pytest.mark.parametrize("class_code", ["101", "999001", "307002"])
def test_an_entry_stands_under_a_deep_enough_class_that_is_not_foreign(
    officer, legal, factories, civil_affairs, tax, class_code
):
    factories.make_published_entry(civil_affairs)
    factories.make_published_entry(tax)
    with pytest.raises(BadInput) as refused:
        services.create_draft(content=CONTENT, class_code=class_code, actor=officer, legal=legal)
    assert refused.value.facts["fields"] == {"class_code": "unknown_class"}


@pytest.mark.parametrize(
    "role",
    [
        role
        for role in Role
        if role
        not in {
            Role.PRINCIPAL_OFFICER,
            Role.DATA_OFFICER,
            Role.OPERATOR,
        }
    ],
)
def test_administrators_of_the_platform_write_no_entries(organizations, civil_affairs, legal, role):
    with pytest.raises(NotPermitted):
        services.create_draft(
            content=CONTENT, actor=organizations.make_actor(role, civil_affairs), legal=legal
        )


def test_the_second_of_two_editors_is_told(draft, officer, operator, legal):
    services.update_draft(
        draft.pk, content=replace(CONTENT, abstract="甲"), revision=1, actor=officer, legal=legal
    )
    with pytest.raises(Conflict) as refused:
        services.update_draft(
            draft.pk, content=replace(CONTENT, abstract="乙"), revision=1, actor=operator, legal=legal
        )
    draft.refresh_from_db()
    assert (refused.value.code, draft.abstract, draft.revision) == ("changed_meanwhile", "甲", 2)


def test_a_foreign_draft_looks_like_a_missing_one(draft, stranger, bureau, legal):
    for actor in (stranger, bureau):
        with pytest.raises(NotFound):
            access_entry_as_reader(draft.pk, actor=actor)
        with pytest.raises(NotFound):
            services.update_draft(draft.pk, content=CONTENT, revision=1, actor=actor, legal=legal)
        with pytest.raises(NotFound):
            services.discard_draft(draft.pk, actor=actor, legal=legal)
    draft.refresh_from_db()
    assert draft.revision == 1


def test_a_discarded_draft_is_gone_but_its_trace_stays(draft, officer, legal):
    services.discard_draft(draft.pk, actor=officer, legal=legal)
    assert not Entry.objects.exists()
    assert Trail.objects.get(event="catalog:entry:discarded").facts["name"] == "低保对象信息"


@pytest.mark.parametrize(
    ("change", "fields"),
    [
        ({"change_kind": "whim"}, ["change_kind"]),
        ({"change_kind": "law"}, ["change_basis", "changed_on"]),
        (
            {"change_kind": "duty", "change_basis": "三定规定", "changed_on": date(2026, 12, 1)},
            ["changed_on"],
        ),
    ],
)
def test_a_change_of_law_or_duty_names_its_basis_and_its_day(published, officer, legal, change, fields):
    with pytest.raises(BadInput) as refused:
        services.begin_revision(published.pk, **change, actor=officer, legal=legal)
    assert list(refused.value.facts["fields"]) == fields
    assert find_working_copy(published) is None


def test_consumers_keep_the_published_version_while_a_change_is_prepared(published, officer, legal):
    before = entry_spec(published)
    working = services.begin_revision(published.pk, change_kind="other", actor=officer, legal=legal)
    services.update_draft(
        published.pk,
        content=replace(EntryContent.of(working), name="改名"),
        revision=working.revision,
        actor=officer,
        legal=legal,
    )
    services.add_item(
        published.pk,
        content=ItemContent(name="level", label="级别", length=2),
        revision=working.revision + 1,
        actor=officer,
        legal=legal,
    )
    published.refresh_from_db()
    assert entry_spec(published) == before
    assert published.name != "改名"
    assert published.items.count() == 2
    assert find_working_copy(published).items.count() == 3


def test_there_is_one_change_at_a_time(published, officer, legal):
    services.begin_revision(published.pk, change_kind="other", actor=officer, legal=legal)
    with pytest.raises(Conflict) as refused:
        services.begin_revision(published.pk, change_kind="other", actor=officer, legal=legal)
    assert refused.value.code == "change_under_way"


def test_the_trace_of_a_change_names_the_last_day_for_handing_it_in(published, officer, legal):
    services.begin_revision(
        published.pk,
        change_kind="law",
        change_basis="社会救助暂行办法修订",
        changed_on=date(2026, 11, 16),
        actor=officer,
        legal=legal,
    )
    trail = Trail.objects.get(subject_kind="catalog.entry")
    assert trail.facts["submission_due_on"] == "2026-11-30"
    assert trail.cites == "jz-data-2020/10.1"


def test_discarding_a_change_leaves_the_published_entry_alone(published, officer, legal):
    services.begin_revision(published.pk, change_kind="other", actor=officer, legal=legal)
    services.discard_draft(published.pk, actor=officer, legal=legal)
    assert find_working_copy(published) is None
    assert Entry.objects.get().state == State.PUBLISHED


def test_a_class_that_is_unknown_foreign_or_the_main_one_is_no_further_class(
    officer, legal, factories, tax, draft
):
    foreign = class_of_department(tax.pk, tax.name)
    for code in ("999999", foreign.code, draft.node.code, "1"):
        content = replace(CONTENT, further_classes=[code])
        with pytest.raises(BadInput) as refused:
            services.update_draft(
                draft.pk, content=content, revision=draft.revision, actor=officer, legal=legal
            )
        assert refused.value.facts["fields"] == {"further_classes": "unknown_class"}


def test_an_earlier_version_comes_back_as_a_working_copy_that_is_reviewed_like_any_other(
    published, officer, legal, bureau
):
    first = published.name
    change = services.begin_revision(published.pk, change_kind="other", actor=officer, legal=legal)
    content = replace(EntryContent.of(change), name="另一个名称", abstract="另一段说明，讲明记录了哪些事实。")
    change = services.update_draft(
        published.pk, content=content, revision=change.revision, actor=officer, legal=legal
    )
    services.submit_entry(
        published.pk, confirmed_not_secret=True, revision=change.revision, actor=officer, legal=legal
    )
    services.publish_entry(published.pk, actor=bureau, legal=legal)

    with pytest.raises(NotFound):
        services.begin_revision(published.pk, change_kind="other", from_version=7, actor=officer, legal=legal)
    back = services.begin_revision(
        published.pk, change_kind="other", from_version=1, actor=officer, legal=legal
    )
    published.refresh_from_db()
    assert (back.name, back.state, published.name) == (first, "draft", "另一个名称")
    assert [item.name for item in back.items.all()] == [item.name for item in published.items.all()]
    assert Trail.objects.filter(event="catalog:revision:begun").order_by("pk").last().facts["restores"] == 1
