"""From a draft to a grant or a refusal: every step with its refusals."""

from dataclasses import replace
from datetime import date

import pytest

from shuyuan.audit.models import Entry as AuditEntry
from shuyuan.casework.selectors import history_of, inbox, open_completion
from shuyuan.casework.steps import Gap
from shuyuan.engine.spec import Mask, MaskKind
from shuyuan.kernel.actor import Role
from shuyuan.kernel.errors import BadInput, Conflict, NotFound, NotPermitted, RuleRefused
from shuyuan.sharing.models import Grant, SharingRequest, SnapshotChange
from shuyuan.sharing.services import (
    ItemDecision,
    Terms,
    change_wishes,
    decide_request,
    draft_request,
    give_opinion,
    return_request,
    state_grounds,
    submit_request,
    withdraw_request,
)
from shuyuan.sharing.specs import grant_spec
from shuyuan.sharing.states import Decision
from shuyuan.sharing.wishes import Grounds

GIVE = ItemDecision(Decision.GIVEN)
TERMS = Terms(date(2027, 3, 31), ("api",))


def codes(refused):
    return [reason.code for reason in refused.value.verdict.reasons]


def give_all(request, **changes):
    return {**{item.name: GIVE for item in request.items.all()}, **changes}


def district(*values, comparison="eq"):
    return ({"item": "district", "comparison": comparison, "values": list(values)},)


# Drafts


@pytest.mark.parametrize(
    ("items", "changes", "code"),
    [
        ((), {}, "no_item"),
        (("nothing",), {}, "unknown_item"),
        (("code",), {"modes": ()}, "no_mode"),
        (("code",), {"modes": ("bulk_download",)}, "mode_not_served"),
        (("code",), {"clients": ("somebody-else",)}, "unknown_client"),
        (("code",), {"wished_until": date(2026, 11, 23)}, "bad_term"),
        (("code",), {"wished_until": date(2039, 1, 1)}, "bad_term"),
        (("code",), {"wished_quota": 0}, "bad_quota"),
        (("code",), {"filters": ({"item": "name", "comparison": "like", "values": ["%"]},)}, "bad_filter"),
        (("code",), {"filters": ({"item": "name", "comparison": "eq", "values": []},)}, "bad_filter"),
        (("code",), {"filters": ({"item": "no", "comparison": "eq", "values": ["1"]},)}, "unknown_item"),
        (
            ("code",),
            {"filters": ({"comparison": "in", "item": "name", "values": ["x"] * 101},)},
            "bad_filter",
        ),
    ],
)
def test_wishes_without_a_view_are_refused_and_leave_nothing(
    townships, wishes, officer, legal, items, changes, code
):
    with pytest.raises(BadInput) as refused:
        draft_request(townships.code, wishes=wishes(*items, **changes), actor=officer, legal=legal)

    assert refused.value.code == code
    assert not SharingRequest.objects.exists()


def test_rows_cannot_be_filtered_by_what_is_kept_encrypted(population, wishes, officer, legal):
    filters = ({"item": "name", "comparison": "eq", "values": ["张三"]},)
    with pytest.raises(BadInput) as refused:
        draft_request(population.code, wishes=wishes("name", filters=filters), actor=officer, legal=legal)

    assert refused.value.code == "filter_on_sensitive_item"


def test_an_entry_that_is_not_published_cannot_be_asked_for(wishes, officer, legal):
    with pytest.raises(NotFound):
        draft_request("307999/1", wishes=wishes("code"), actor=officer, legal=legal)


@pytest.mark.parametrize("role", [Role.SYSTEM_ADMINISTRATOR, Role.AUDIT_ADMINISTRATOR])
def test_the_separated_administrators_ask_for_nothing(
    townships, wishes, organizations, consumer, legal, role
):
    with pytest.raises(NotPermitted):
        draft_request(
            townships.code, wishes=wishes("code"), actor=organizations.make_actor(role, consumer), legal=legal
        )


def test_two_people_cannot_overwrite_each_other(townships, wishes, officer, legal):
    request = draft_request(townships.code, wishes=wishes("code"), actor=officer, legal=legal)
    change_wishes(request.number, revision=1, wishes=wishes("code", "name"), actor=officer, legal=legal)

    with pytest.raises(Conflict):
        change_wishes(request.number, revision=1, wishes=wishes("code"), actor=officer, legal=legal)
    assert request.items.count() == 2


# Submission


def test_open_items_are_granted_at_once(townships, wishes, grounds, officer, legal):
    request = draft_request(townships.code, wishes=wishes("code", "name"), actor=officer, legal=legal)
    state_grounds(
        request.number,
        revision=1,
        grounds=Grounds("work_reference", "填表时选择乡镇"),
        actor=officer,
        legal=legal,
    )
    request = submit_request(request.number, revision=2, actor=officer, legal=legal)

    spec = grant_spec(request.grant)
    assert request.state == "decided"
    assert [item.name for item in spec.items] == ["code", "name"]
    assert all(item.mask is None for item in spec.items)
    assert not spec.revoked
    assert SnapshotChange.objects.filter(subject_id=spec.grant, snapshot__isnull=True).exists()
    assert {"sharing:grant:issued", "sharing:request:submitted"} <= set(
        AuditEntry.objects.values_list("event", flat=True)
    )


def test_every_missing_ground_is_named_at_once(population, wishes, officer, legal):
    request = draft_request(population.code, wishes=wishes("name"), actor=officer, legal=legal)

    with pytest.raises(RuleRefused) as refused:
        submit_request(request.number, revision=1, actor=officer, legal=legal)

    reasons = {reason.code: reason.facts for reason in refused.value.verdict.reasons}
    assert reasons["grounds_incomplete"]["missing"] == ["legal_basis", "duty_basis", "business_need"]
    assert reasons["need_not_stated"]["missing"] == ["purpose"]
    assert set(reasons) == {"grounds_incomplete", "need_not_stated"}
    request.refresh_from_db()
    assert request.state == "draft"
    assert not Grant.objects.exists()


def test_a_purpose_that_the_provider_does_not_offer_is_refused(population, wishes, grounds, officer, legal):
    request = draft_request(population.code, wishes=wishes("name"), actor=officer, legal=legal)
    other = replace(grounds, purpose_kind="work_reference")
    state_grounds(request.number, revision=1, grounds=other, actor=officer, legal=legal)
    with pytest.raises(RuleRefused) as refused:
        submit_request(request.number, revision=2, actor=officer, legal=legal)

    assert codes(refused) == ["purpose_not_offered"]


def test_the_data_api_needs_a_client(townships, wishes, officer, legal):
    request = draft_request(townships.code, wishes=wishes("code", clients=()), actor=officer, legal=legal)
    state_grounds(
        request.number,
        revision=1,
        grounds=Grounds("work_reference", "查询"),
        actor=officer,
        legal=legal,
    )
    with pytest.raises(BadInput) as refused:
        submit_request(request.number, revision=2, actor=officer, legal=legal)

    assert refused.value.code == "no_client"


def test_a_submitted_request_lies_with_the_bureau_and_the_provider(
    submitted, reviewer, keeper, officer, legal
):
    assert [item.task.subject_id for item in inbox(reviewer, legal)] == [submitted.number]
    assert [item.task.kind for item in inbox(keeper, legal)] == ["sharing:request:opinion"]
    assert inbox(officer, legal) == []


def test_a_withdrawn_request_leaves_the_inboxes(submitted, officer, reviewer, keeper, legal):
    withdraw_request(submitted.number, actor=officer, legal=legal)

    assert inbox(reviewer, legal) == inbox(keeper, legal) == []
    with pytest.raises(Conflict):
        withdraw_request(submitted.number, actor=officer, legal=legal)


# Opinion and decision


def test_an_objection_needs_words(submitted, keeper, legal):
    with pytest.raises(BadInput) as refused:
        give_opinion(submitted.number, opinion="objects", text=" ", actor=keeper, legal=legal)

    assert refused.value.code == "reason_missing"


def test_the_opinion_is_seen_by_the_bureau_and_closes_the_task(submitted, keeper, legal):
    give_opinion(submitted.number, opinion="objects", text="姓名可脱敏", actor=keeper, legal=legal)

    submitted.refresh_from_db()
    assert (submitted.opinion, submitted.opinion_text) == ("objects", "姓名可脱敏")
    assert inbox(keeper, legal) == []


def test_only_the_provider_is_asked_for_an_opinion(submitted, officer, stranger, reviewer, legal):
    for actor in (officer, stranger, reviewer):
        with pytest.raises(NotFound):
            give_opinion(submitted.number, opinion="agrees", text="", actor=actor, legal=legal)


# Return for completion


def send_back(submitted, actor, legal, *texts, **more):
    return return_request(
        submitted.number, gaps=[Gap(text) for text in texts], actor=actor, legal=legal, **more
    )


def test_only_the_provider_and_the_bureau_return_a_request(submitted, officer, stranger, legal):
    for actor in (officer, stranger):
        with pytest.raises(NotFound):
            send_back(submitted, actor, legal, "缺依据")


def test_a_request_is_returned_completed_and_decided(submitted, keeper, reviewer, officer, grounds, legal):
    give_opinion(submitted.number, opinion="agrees", text="", actor=keeper, legal=legal)
    with pytest.raises(BadInput):
        send_back(submitted, keeper, legal, " ")
    send_back(submitted, keeper, legal, "写明法律依据的条款", "期限过长")
    assert inbox(reviewer, legal) == inbox(keeper, legal) == []
    assert [item.task.kind for item in inbox(officer, legal)] == ["sharing:request:complete"]
    for act in (
        lambda: send_back(submitted, reviewer, legal, "期限过长"),
        lambda: decide_request(
            submitted.number, revision=0, decisions={}, terms=TERMS, actor=reviewer, legal=legal
        ),
    ):
        with pytest.raises(Conflict):
            act()

    request = state_grounds(
        submitted.number,
        revision=submitted.revision + 2,
        grounds=replace(grounds, legal_basis="条例第九条第二款"),
        actor=officer,
        legal=legal,
    )
    request = submit_request(request.number, revision=request.revision, actor=officer, legal=legal)
    assert (request.state, request.opinion, inbox(officer, legal)) == ("submitted", "", [])
    assert [item.task.kind for item in inbox(keeper, legal)] == ["sharing:request:opinion"]
    with pytest.raises(BadInput) as refused:
        send_back(submitted, reviewer, legal, "缺联系人")
    assert refused.value.code == "gap_named_too_late"
    decide_request(
        request.number,
        revision=request.revision,
        decisions=give_all(request),
        terms=TERMS,
        actor=reviewer,
        legal=legal,
    )
    assert open_completion("sharing.request", request.number) is None
    titles = [moment.title for moment in history_of("sharing.request", request.number)]
    assert any("1" in title for title in titles)


def test_a_decision_can_give_mask_and_refuse_item_by_item(grant, submitted, legal):
    spec = grant_spec(grant)

    assert [(item.name, item.mask) for item in spec.items] == [
        ("id_number", None),
        ("name", Mask(MaskKind.KEEP, 1, 0)),
    ]
    assert (spec.daily_quota, spec.valid_from, spec.valid_until) == (500, legal.today, date(2027, 3, 31))
    assert spec.purpose == "administrative_basis"
    refused = submitted.items.get(name="born_on")
    assert (refused.decision, refused.reason) == ("refused", "与用途无关")


def test_a_refused_request_gives_no_grant(submitted, reviewer, legal):
    refuse = ItemDecision(Decision.REFUSED, reason="依据不足")
    decisions = {item.name: refuse for item in submitted.items.all()}
    grant = decide_request(
        submitted.number, revision=3, decisions=decisions, terms=TERMS, actor=reviewer, legal=legal
    )

    submitted.refresh_from_db()
    assert grant is None
    assert (submitted.state, submitted.outcome) == ("decided", "refused")
    assert not Grant.objects.exists()


@pytest.mark.parametrize("role", [Role.DATA_OFFICER, Role.PRINCIPAL_OFFICER, Role.OPERATOR])
def test_only_the_bureau_decides(submitted, organizations, provider, legal, role):
    actor = organizations.make_actor(role, provider)
    with pytest.raises(RuleRefused) as refused:
        decide_request(
            submitted.number, revision=3, decisions=give_all(submitted), terms=TERMS, actor=actor, legal=legal
        )

    assert codes(refused) == ["decision_needs_administration"]
    assert not Grant.objects.exists()


def test_who_filed_a_request_does_not_decide_on_it(population, wishes, grounds, organizations, bureau, legal):
    person = organizations.make_person()
    files = organizations.actor(organizations.make_post(Role.DATA_OFFICER, bureau, person=person))
    decides = organizations.actor(organizations.make_post(Role.DATA_ADMINISTRATION, bureau, person=person))
    wish = wishes("name", clients=(), modes=("online_query",))
    request = draft_request(population.code, wishes=wish, actor=files, legal=legal)
    state_grounds(request.number, revision=1, grounds=grounds, actor=files, legal=legal)
    submit_request(request.number, revision=2, actor=files, legal=legal)

    with pytest.raises(RuleRefused) as refused:
        decide_request(
            request.number, revision=3, decisions=give_all(request), terms=TERMS, actor=decides, legal=legal
        )

    assert codes(refused) == ["decider_filed_request"]
    with pytest.raises(RuleRefused):
        send_back(request, decides, legal, "缺依据")


def test_open_items_of_a_mixed_request_cannot_be_withheld(
    provider, wishes, grounds, officer, reviewer, legal, population
):
    population.items.filter(name="district").update(sharing_type="unconditional")
    request = draft_request(population.code, wishes=wishes("district"), actor=officer, legal=legal)
    request.items.create(position=2, name="name", label="姓名", sharing_type="conditional")
    request.items.filter(name="district").update(sharing_type="unconditional")
    state_grounds(request.number, revision=1, grounds=grounds, actor=officer, legal=legal)
    submit_request(request.number, revision=2, actor=officer, legal=legal)
    decisions = {
        "district": ItemDecision(Decision.MASKED, Mask(MaskKind.HIDE)),
        "name": ItemDecision(Decision.REFUSED, reason="不需要"),
    }
    with pytest.raises(RuleRefused) as refused:
        decide_request(
            request.number, revision=3, decisions=decisions, terms=TERMS, actor=reviewer, legal=legal
        )

    assert codes(refused) == ["open_item_withheld"]


@pytest.mark.parametrize(
    ("decision", "code"),
    [
        (ItemDecision(Decision.PENDING), "item_undecided"),
        (ItemDecision(Decision.MASKED), "mask_missing"),
        (ItemDecision(Decision.REFUSED), "reason_missing"),
        (ItemDecision(Decision.MASKED, Mask(MaskKind.KEEP, 5000, 0)), "bad_mask"),
    ],
)
def test_half_a_decision_decides_nothing(submitted, reviewer, legal, decision, code):
    decisions = give_all(submitted, name=decision)
    with pytest.raises(BadInput) as refused:
        decide_request(
            submitted.number, revision=3, decisions=decisions, terms=TERMS, actor=reviewer, legal=legal
        )

    submitted.refresh_from_db()
    assert refused.value.code == code
    assert submitted.state == "submitted"
    assert set(submitted.items.values_list("decision", flat=True)) == {"pending"}


def test_a_mask_must_suit_its_item(submitted, reviewer, legal):
    decisions = give_all(submitted, born_on=ItemDecision(Decision.MASKED, Mask(MaskKind.YEAR)))
    grant = decide_request(
        submitted.number,
        revision=3,
        decisions=decisions,
        terms=Terms(date(2027, 3, 31), ("api",), district("419901", "419902", comparison="in")),
        actor=reviewer,
        legal=legal,
    )

    assert grant_spec(grant).items[-1].mask == Mask(MaskKind.YEAR)
    assert grant_spec(grant).filters[0].values == ("419901", "419902")


def test_a_decided_request_is_not_decided_again(grant, submitted, reviewer, legal):
    submitted.refresh_from_db()
    with pytest.raises(Conflict):
        decide_request(
            submitted.number,
            revision=submitted.revision,
            decisions=give_all(submitted),
            terms=TERMS,
            actor=reviewer,
            legal=legal,
        )
    assert Grant.objects.count() == 1


def test_a_decision_on_what_was_seen_before_is_refused_when_it_changed(submitted, keeper, reviewer, legal):
    give_opinion(submitted.number, opinion="agrees", text="", actor=keeper, legal=legal)
    with pytest.raises(Conflict):
        decide_request(
            submitted.number,
            revision=3,
            decisions=give_all(submitted),
            terms=TERMS,
            actor=reviewer,
            legal=legal,
        )


def test_a_new_version_of_the_entry_sends_the_draft_back(townships, wishes, officer, legal):
    request = draft_request(townships.code, wishes=wishes("code"), actor=officer, legal=legal)
    state_grounds(
        request.number,
        revision=1,
        grounds=Grounds("work_reference", "查询"),
        actor=officer,
        legal=legal,
    )
    townships.version += 1
    townships.save(update_fields=["version"])
    with pytest.raises(Conflict) as refused:
        submit_request(request.number, revision=2, actor=officer, legal=legal)

    assert refused.value.code == "entry_changed"
