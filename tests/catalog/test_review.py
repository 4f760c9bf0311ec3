"""Submission and review: every reason at once, the bureau's clock, who may decide, and what follows."""

from dataclasses import replace
from datetime import date

import pytest

from shuyuan.audit.models import Entry as Trail
from shuyuan.casework.models import Task
from shuyuan.casework.selectors import inbox, open_completion
from shuyuan.catalog import registry, services
from shuyuan.catalog.content import EntryContent, ItemContent
from shuyuan.catalog.models import CatalogRevision, Entry, EntryVersion
from shuyuan.catalog.selectors import entry_spec
from shuyuan.catalog.states import State
from shuyuan.engine.spec import DataType, ItemSpec
from shuyuan.kernel.actor import Actor, Role
from shuyuan.kernel.errors import BadInput, Conflict, NotFound, NotPermitted, RuleRefused


@pytest.fixture
def draft(civil_affairs, factories):
    return factories.make_entry(civil_affairs, name="乡镇街道区划")


@pytest.fixture
def submitted(draft, officer, legal):
    return services.submit_entry(
        draft.pk, confirmed_not_secret=True, revision=draft.revision, actor=officer, legal=legal
    )


def submit(draft, actor, legal, **changes):
    return services.submit_entry(
        draft.pk,
        **{"confirmed_not_secret": True, "revision": draft.revision, **changes},
        actor=actor,
        legal=legal,
    )


def codes(refused):
    return {reason.code for reason in refused.value.verdict.reasons}


def test_an_empty_entry_is_refused_with_every_reason_at_once(civil_affairs, officer, legal, factories):
    draft = factories.make_entry(
        civil_affairs,
        [
            ItemSpec("id_number", "证件号码", DataType.CHARACTER, 18),
            ItemSpec("id_number2", "证件 号码", DataType.CHARACTER, 18),
        ],
        name="社会救助管理系统",
        abstract="",
        formats=[{"class": "document", "type": "pdf"}],
        sharing_type="conditional",
        method_types=["database"],
        subject_kind="person",
    )
    with pytest.raises(RuleRefused) as refused:
        submit(draft, officer, legal)
    assert codes(refused) == {
        "description_incomplete",
        "sharing_terms_incomplete",
        "named_after_system",
        "items_hardly_differ",
        "no_key_item",
        "mode_does_not_fit_format",
        "person_without_identity_number",
    }
    draft.refresh_from_db()
    assert draft.state == State.DRAFT
    assert not Task.objects.exists()


def test_a_copy_with_another_number_behind_its_name_is_refused(
    draft, civil_affairs, officer, legal, factories
):
    factories.make_entry(civil_affairs, name="乡镇、街道区划 02")
    with pytest.raises(RuleRefused) as refused:
        submit(draft, officer, legal)
    assert codes(refused) == {"name_hardly_differs"}


def test_an_item_may_only_be_stricter_than_its_entry(draft, officer, legal):
    draft.sharing_type = "not_shared"
    draft.sharing_condition = "依据某法第一条"
    draft.save()
    draft.items.filter(name="name").update(sharing_type="conditional")
    with pytest.raises(RuleRefused) as refused:
        submit(draft, officer, legal)
    assert codes(refused) == {"item_more_open_than_entry"}


def test_a_submission_needs_the_word_of_an_officer_that_nothing_is_secret(draft, officer, legal):
    with pytest.raises(BadInput) as refused:
        submit(draft, officer, legal, confirmed_not_secret=False)
    assert refused.value.facts["fields"] == {"confirmed_not_secret": "required"}


def test_an_operator_drafts_but_does_not_submit(draft, operator, legal):
    with pytest.raises(NotPermitted):
        submit(draft, operator, legal)


def test_a_submission_starts_the_bureaus_five_working_days(submitted, bureau, legal):
    assert (submitted.state, submitted.review_due_on) == (State.SUBMITTED, date(2026, 11, 30))
    task = inbox(bureau, legal)[0].task
    assert (task.kind, task.due_on, task.cites) == (
        "catalog:entry:review",
        date(2026, 11, 30),
        "jz-data-2020/10.1",
    )
    assert task.url == f"/catalog/entries/{submitted.pk}/review/"


def test_publishing_gives_code_version_snapshot_revision_and_trace(submitted, bureau, legal):
    entry = services.publish_entry(submitted.pk, opinion="同意", actor=bureau, legal=legal)

    entry.refresh_from_db()
    assert (entry.state, entry.code, entry.version) == (State.PUBLISHED, "307001/1", 1)
    assert entry.published_on == legal.today
    assert entry_spec(entry).code == "307001/1"
    assert CatalogRevision.objects.get().version.opinion == "同意"
    assert inbox(bureau, legal) == []
    trail = Trail.objects.get(event="catalog:entry:published")
    assert (trail.cites, trail.facts["code"]) == ("jz-data-2020/10.1", "307001/1")


def test_a_returned_entry_comes_back_with_the_opinion_and_can_be_submitted_again(
    submitted, officer, bureau, legal
):
    services.return_entry(submitted.pk, opinion="请补充更新周期的说明", actor=bureau, legal=legal)
    task = inbox(officer, legal)[0].task
    assert (task.kind, task.due_on) == ("catalog:entry:amend", None)
    submitted.refresh_from_db()
    assert (submitted.state, submitted.opinion) == (State.RETURNED, "请补充更新周期的说明")

    submit(submitted, officer, legal)
    assert inbox(officer, legal) == []
    assert len(inbox(bureau, legal)) == 1


def test_a_second_return_names_nothing_new_but_what_was_remarked_on_the_same_place(
    submitted, officer, bureau, legal
):
    def remark(text, field):
        services.make_remark(submitted.pk, text=text, field=field, actor=bureau, legal=legal)

    remark("写明起始年份", "abstract")
    services.return_entry(submitted.pk, opinion="缺编制依据", actor=bureau, legal=legal)
    made = open_completion("catalog.entry", submitted.pk)
    assert [gap["code"] for gap in made.gaps] == ["", "/abstract"]
    submitted.refresh_from_db()
    submit(submitted, officer, legal)
    assert open_completion("catalog.entry", submitted.pk) is None

    remark("名称与三定方案不一致", "name")
    with pytest.raises(BadInput) as refused:
        services.return_entry(submitted.pk, actor=bureau, legal=legal)
    assert refused.value.code == "gap_named_too_late"
    services.return_entry(submitted.pk, new_facts="三定方案已修订", actor=bureau, legal=legal)
    submitted.refresh_from_db()
    submit(submitted, officer, legal)
    remark("年份仍不对", "abstract")
    services.return_entry(submitted.pk, opinion="缺编制依据", actor=bureau, legal=legal)
    assert open_completion("catalog.entry", submitted.pk).round == 3


def test_a_decided_review_binds_no_later_one(submitted, officer, bureau, legal):
    services.return_entry(submitted.pk, opinion="缺编制依据", actor=bureau, legal=legal)
    submitted.refresh_from_db()
    submit(submitted, officer, legal)
    services.publish_entry(submitted.pk, actor=bureau, legal=legal)
    change = services.begin_revision(submitted.pk, change_kind="other", actor=officer, legal=legal)
    submit(submitted, officer, legal, revision=change.revision)
    services.return_entry(submitted.pk, opinion="更正联系人", actor=bureau, legal=legal)
    assert open_completion("catalog.entry", submitted.pk).round == 1


def test_nothing_is_returned_without_an_opinion(submitted, bureau, legal):
    with pytest.raises(BadInput):
        services.return_entry(submitted.pk, opinion="  ", actor=bureau, legal=legal)


def test_a_withdrawn_submission_is_a_draft_again(submitted, officer, bureau, legal):
    services.withdraw_entry(submitted.pk, actor=officer, legal=legal)
    submitted.refresh_from_db()
    assert (submitted.state, inbox(bureau, legal)) == (State.DRAFT, [])
    with pytest.raises(Conflict):
        services.withdraw_entry(submitted.pk, actor=officer, legal=legal)


def test_nobody_reviews_what_they_submitted_in_another_post(organizations, civil_affairs, draft, legal):
    person = organizations.make_person()
    officer = organizations.actor(organizations.make_post(Role.DATA_OFFICER, civil_affairs, person=person))
    reviewer = organizations.actor(
        organizations.make_post(Role.DATA_ADMINISTRATION, civil_affairs, person=person)
    )
    submit(draft, officer, legal)
    for decide in (
        lambda: services.publish_entry(draft.pk, actor=reviewer, legal=legal),
        lambda: services.return_entry(draft.pk, opinion="不行", actor=reviewer, legal=legal),
    ):
        with pytest.raises(RuleRefused) as refused:
            decide()
        assert codes(refused) == {"reviewer_is_submitter"}


def test_what_stands_against_it_now_keeps_it_from_being_published(
    submitted, civil_affairs, bureau, legal, factories
):
    factories.make_entry(civil_affairs, name="乡镇街道区划2")
    with pytest.raises(RuleRefused) as refused:
        services.publish_entry(submitted.pk, actor=bureau, legal=legal)
    assert codes(refused) == {"name_hardly_differs"}
    assert not EntryVersion.objects.exists()


def test_a_published_change_becomes_the_next_version_under_the_same_code(
    civil_affairs, officer, bureau, legal, factories
):
    entry = factories.make_published_entry(civil_affairs, name="街道名录")
    working = services.begin_revision(entry.pk, change_kind="other", actor=officer, legal=legal)
    services.update_draft(
        entry.pk,
        content=replace(EntryContent.of(working), name="街道与乡镇名录"),
        revision=working.revision,
        actor=officer,
        legal=legal,
    )
    services.add_item(
        entry.pk,
        content=ItemContent(name="level", label="级别", length=2),
        revision=working.revision + 1,
        actor=officer,
        legal=legal,
    )
    working.refresh_from_db()
    services.submit_entry(
        entry.pk, confirmed_not_secret=True, revision=working.revision, actor=officer, legal=legal
    )
    services.publish_entry(entry.pk, actor=bureau, legal=legal)

    entry.refresh_from_db()
    assert (entry.name, entry.code, entry.version) == ("街道与乡镇名录", "307001/1", 2)
    assert [item.name for item in entry_spec(entry).items] == ["code", "name", "level"]
    assert entry_spec(entry).version == 2
    assert Entry.objects.count() == 1
    assert [version.number for version in entry.versions.all()] == [2, 1]


def test_a_change_does_not_touch_keys_or_types_that_consumers_rely_on(
    civil_affairs, officer, legal, factories
):
    entry = factories.make_published_entry(civil_affairs)
    working = services.begin_revision(entry.pk, change_kind="other", actor=officer, legal=legal)
    working.items.filter(name="code").update(is_key=False)
    working.items.filter(name="name").update(data_type="M", is_key=True)
    with pytest.raises(RuleRefused) as refused:
        services.submit_entry(
            entry.pk, confirmed_not_secret=True, revision=working.revision, actor=officer, legal=legal
        )
    reason = next(r for r in refused.value.verdict.reasons if r.code == "published_items_broken")
    assert set(reason.facts["items"]) == {"code", "name"}


def test_suspending_needs_a_reason_and_is_undone_by_resuming(civil_affairs, bureau, legal, factories):
    entry = factories.make_published_entry(civil_affairs)
    with pytest.raises(BadInput):
        services.suspend_entry(entry.pk, reason="", actor=bureau, legal=legal)
    services.suspend_entry(entry.pk, reason="数据质量核查", actor=bureau, legal=legal)
    with pytest.raises(Conflict):
        services.suspend_entry(entry.pk, reason="再次", actor=bureau, legal=legal)
    services.resume_entry(entry.pk, actor=bureau, legal=legal)
    assert [revision.kind for revision in CatalogRevision.objects.all()] == [
        "resumed",
        "suspended",
        "published",
    ]


def test_a_change_of_a_suspended_entry_waits_until_it_is_resumed(
    civil_affairs, officer, bureau, legal, factories
):
    entry = factories.make_published_entry(civil_affairs)
    working = services.begin_revision(entry.pk, change_kind="other", actor=officer, legal=legal)
    submit(entry, officer, legal, revision=working.revision)
    services.suspend_entry(entry.pk, reason="核查", actor=bureau, legal=legal)
    with pytest.raises(Conflict):
        services.publish_entry(entry.pk, actor=bureau, legal=legal)


def test_other_rooms_hear_of_a_publication_inside_its_transaction(submitted, bureau, legal, monkeypatch):
    heard = []
    monkeypatch.setitem(
        registry._EFFECTS, "test", lambda entry, *, actor, legal: heard.append((entry.code, actor))
    )
    services.publish_entry(submitted.pk, actor=bureau, legal=legal)
    assert heard == [("307001/1", bureau)]


STEPS = {
    "submit": lambda pk, actor, legal: services.submit_entry(
        pk, confirmed_not_secret=True, revision=0, actor=actor, legal=legal
    ),
    "withdraw": lambda pk, actor, legal: services.withdraw_entry(pk, actor=actor, legal=legal),
    "discard": lambda pk, actor, legal: services.discard_draft(pk, actor=actor, legal=legal),
    "publish": lambda pk, actor, legal: services.publish_entry(pk, actor=actor, legal=legal),
    "return": lambda pk, actor, legal: services.return_entry(pk, opinion="改", actor=actor, legal=legal),
    "suspend": lambda pk, actor, legal: services.suspend_entry(pk, reason="停", actor=actor, legal=legal),
    "resume": lambda pk, actor, legal: services.resume_entry(pk, actor=actor, legal=legal),
    "revise": lambda pk, actor, legal: services.begin_revision(
        pk, change_kind="other", actor=actor, legal=legal
    ),
}
#: Step → the states from which it works.
WORKS_FROM = {
    "submit": {"draft", "returned"},
    "withdraw": {"submitted"},
    "discard": {"draft", "returned", "planned"},
    "publish": {"submitted"},
    "return": {"submitted"},
    "suspend": {"published"},
    "resume": {"suspended"},
    "revise": {"published"},
}
BY_BUREAU = {"publish", "return", "suspend", "resume"}
BY_OFFICERS = {"submit", "withdraw"}


def expected(step: str, role: Role, own: bool, state: str):
    """The matrix: what a role of the own or a foreign department meets at this step in this state."""
    works = None if state in WORKS_FROM[step] else Conflict
    if step in BY_BUREAU:
        seen = {"published", "suspended"}
        seen |= {"submitted", "returned"} if step in {"publish", "return"} else set()
        met = works if state in seen else NotFound
        return met if role is Role.DATA_ADMINISTRATION else NotPermitted
    drafters = {Role.PRINCIPAL_OFFICER, Role.DATA_OFFICER, Role.OPERATOR}
    has_draft = step == "revise" or state not in {"published", "suspended"}
    if not own or role not in drafters or not has_draft:
        return NotFound
    return NotPermitted if step in BY_OFFICERS and role is Role.OPERATOR else works


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("own", [True, False])
@pytest.mark.parametrize("role", list(Role))
def test_the_permission_matrix_of_entries(
    civil_affairs, tax, officer, legal, factories, organizations, step, own, role
):
    actor: Actor = organizations.make_actor(role, civil_affairs if own else tax)
    for state in State:
        is_public = state in {State.PUBLISHED, State.SUSPENDED}
        make = factories.make_published_entry if is_public else factories.make_entry
        entry = make(civil_affairs, name=f"{state.name} 名录")
        entry.state, entry.submitted_by_id = state.value, officer.post_id
        entry.save(update_fields=["state", "submitted_by"])
        wanted = expected(step, role, own, state.value)
        if wanted is None:
            STEPS[step](entry.pk, actor, legal)
            continue
        with pytest.raises(wanted):
            STEPS[step](entry.pk, actor, legal)
        entry.refresh_from_db()
        assert entry.state == state
