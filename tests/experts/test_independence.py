"""Who works for the unit reviews none of its projects: not drawn, not seated, no sheet; all on the trail."""

import pytest

from shuyuan.audit.models import Entry
from shuyuan.experts.models import Seat, Sheet
from shuyuan.experts.services import SheetDraft
from shuyuan.kernel.actor import Role
from shuyuan.kernel.errors import Conflict, RuleRefused
from shuyuan.organizations.models import Post

ASPECTS = ("necessity", "needs", "construction_plan", "sharing_plan", "budget", "performance_targets")
FULL = SheetDraft(dict.fromkeys(ASPECTS, 80), opinion="同意建设。")


def join(organizations, actor, unit):
    """The expert takes a post in the unit."""
    person = Post.objects.get(pk=actor.post_id).person
    organizations.make_post(Role.OPERATOR, unit, person=person)


def codes(refused):
    return {(reason.code, reason.cites) for reason in refused.value.verdict.reasons}


WORKS_THERE = {("expert_works_for_unit", "jz-project-2020/10.1")}


def test_who_holds_a_post_in_the_unit_is_passed_over_whatever_the_list_says(call, pool, organizations, unit):
    numbers = sorted(pool)
    for number in numbers[:2]:
        join(organizations, pool[number], unit)
    review = call()
    assert not set(review.seats.values_list("expert__number", flat=True)) & set(numbers[:2])
    for one in review.exclusions.all():
        assert one.expert.number in numbers[:2]
        assert {(r["code"], r["cites"]) for r in one.reasons} == WORKS_THERE


def test_a_post_that_ended_ties_nobody(call, pool, organizations, unit, legal):
    for actor in pool.values():
        join(organizations, actor, unit)
    Post.objects.filter(department=unit, role=Role.OPERATOR).update(ended_on=legal.today)
    assert call().seats.count() == 5


def test_who_took_a_post_in_the_unit_since_the_draw_does_not_accept(
    call, services, pool, organizations, unit, legal, client_of
):
    seat = call().seats.order_by("rank").first()
    actor = pool[seat.expert.number]
    join(organizations, actor, unit)
    with pytest.raises(RuleRefused) as refused:
        services.answer_seat(seat.pk, accepts=True, actor=actor, legal=legal)
    assert codes(refused) == WORKS_THERE
    answer = client_of(actor).post(f"/projects/experts/seats/{seat.pk}/accept/")
    assert answer.status_code == 409
    assert "第十条" in answer.content.decode()
    assert Seat.objects.get(pk=seat.pk).state == Seat.State.ASKED
    entry = Entry.objects.filter(outcome=Entry.Outcome.REFUSED).latest("seq")
    assert (entry.cites, entry.person_id) == ("jz-project-2020/10.1", actor.person_id)


def test_who_took_a_post_in_the_unit_since_the_draw_hands_no_sheet_in(
    services, scoring, pool, organizations, unit, legal, client_of
):
    case, seat = scoring.cases.get(), scoring.seats.order_by("rank").first()
    actor = pool[seat.expert.number]
    join(organizations, actor, unit)
    with pytest.raises(RuleRefused) as refused:
        services.write_sheet(case.pk, FULL, hand_in=True, actor=actor, legal=legal)
    assert codes(refused) == WORKS_THERE
    given = {f"score_{aspect}": 80 for aspect in ASPECTS}
    answer = client_of(actor).post(
        f"/projects/experts/cases/{case.pk}/sheet/", {**given, "opinion": "同意", "hand_in": "1"}
    )
    assert answer.status_code == 409
    assert not Sheet.objects.exists()
    refusals = Entry.objects.filter(outcome=Entry.Outcome.REFUSED, person_id=actor.person_id)
    assert [entry.cites for entry in refusals] == ["jz-project-2020/10.1"]


def test_the_same_panel_does_not_come_again_with_somebody_of_the_unit(
    services, scoring, pool, organizations, unit, bureau, legal, project, call, client_of
):
    services.cancel_review(scoring.pk, reason="材料已更换", actor=bureau, legal=legal)
    actor = pool[scoring.seats.order_by("rank").first().expert.number]
    join(organizations, actor, unit)
    with pytest.raises(Conflict) as refused:
        call(quotas=None, same_panel_as=scoring.pk)
    assert (refused.value.code, refused.value.facts["cites"]) == (
        "expert_not_available",
        "jz-project-2020/10.1",
    )
