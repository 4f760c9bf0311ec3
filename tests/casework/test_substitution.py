"""Substitution: who names whom, what is refused, and that acts carry both names until it ends."""

from datetime import timedelta

import pytest

from shuyuan.audit.models import Entry
from shuyuan.casework.models import Substitution
from shuyuan.casework.selectors import inbox
from shuyuan.casework.services import arrange_substitution, end_substitution
from shuyuan.kernel.actor import Role
from shuyuan.kernel.errors import BadInput, Conflict, NotFound, NotPermitted
from shuyuan.organizations.models import Person, Post
from shuyuan.organizations.selectors import POST_KEY, actor_of_session
from shuyuan.organizations.services import switch_post


@pytest.fixture
def arrange(people, legal):
    def arrange(absent="officer", substitute="operator", by="officer", days=(0, 4), reason="培训"):
        return arrange_substitution(
            people[absent].post_id,
            substitute=people[substitute].post_id,
            from_on=legal.today + timedelta(days=days[0]),
            until_on=legal.today + timedelta(days=days[1]),
            reason=reason,
            actor=people[by],
            legal=legal,
        )

    return arrange


@pytest.fixture(autouse=True)
def today(monkeypatch, legal):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_: legal.today)


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"substitute": "stranger"}, "substitute_of_another_department"),
        ({"substitute": "officer"}, "substitute_is_the_same_person"),
        ({"days": (4, 2)}, "substitution_is_over"),
        ({"days": (-5, -1)}, "substitution_is_over"),
        ({"days": (0, 400)}, "substitution_too_long"),
        ({"reason": " "}, "substitution_without_reason"),
    ],
)
def test_what_is_no_substitution(arrange, given, code):
    with pytest.raises(BadInput) as refused:
        arrange(**given)
    assert refused.value.code == code
    assert not Substitution.objects.exists()


def test_nobody_acts_for_an_administrator(make_actor, legal):
    absent = make_actor("housing", Role.AUDIT_ADMINISTRATOR)
    clerk = make_actor("housing", Role.OPERATOR)
    days = {"from_on": legal.today, "until_on": legal.today, "reason": "x", "legal": legal}
    with pytest.raises(BadInput) as refused:
        arrange_substitution(absent.post_id, substitute=clerk.post_id, actor=absent, **days)
    assert refused.value.code == "substitution_of_an_administrator"


@pytest.mark.parametrize("by", ["operator", "stranger", "bureau"])
def test_nobody_else_names_a_substitute(arrange, by):
    with pytest.raises(NotPermitted):
        arrange(by=by)


def test_one_substitute_at_a_time(arrange):
    arrange()
    with pytest.raises(Conflict):
        arrange(substitute="principal", by="principal", days=(4, 6))
    arrange(substitute="principal", by="principal", days=(5, 6))


def test_the_substitute_sees_the_tasks_with_the_post_to_act_in(arrange, make_task, people, legal):
    make_task(1, post=people["officer"].post_id)
    make_task(2, role=Role.DATA_OFFICER, department="housing")
    make_task(3, role=Role.OPERATOR, department="housing")
    arrange()

    shown = {item.task.subject_id: item.acting_for for item in inbox(people["operator"], legal)}

    assert set(shown) == {"1", "2", "3"}
    assert shown["3"] is None
    assert shown["1"].pk == shown["2"].pk == people["officer"].post_id


def test_acts_of_a_substitute_carry_both_names_and_end_with_the_substitution(arrange, people, legal):
    substitution = arrange()
    clerk = Person.objects.get(pk=people["operator"].person_id)
    switch_post(str(people["officer"].post_id), person_id=clerk.pk)
    session = {POST_KEY: people["officer"].post_id}

    actor = actor_of_session(clerk, session)

    assert (actor.person_id, actor.post_id, actor.role) == (
        clerk.pk,
        people["officer"].post_id,
        Role.DATA_OFFICER,
    )
    assert actor.name == f"{clerk.full_name}（代{people['officer'].name}）"
    assert Entry.objects.get(event="organizations:post:switched").person_name == actor.name
    end_substitution(substitution.pk, actor=people["officer"], legal=legal)
    assert actor_of_session(clerk, session) == people["operator"]
    with pytest.raises(NotFound):
        switch_post(str(people["officer"].post_id), person_id=clerk.pk)


def test_a_substitution_does_not_outlive_the_own_post(arrange, people):
    arrange()
    Post.objects.filter(pk=people["operator"].post_id).update(ended_on="2026-11-01")
    clerk = Person.objects.get(pk=people["operator"].person_id)
    assert actor_of_session(clerk, {POST_KEY: people["officer"].post_id}) is None


def test_a_substitute_names_no_further_substitute_for_the_post(arrange, people, legal):
    arrange()
    clerk = Person.objects.get(pk=people["operator"].person_id)
    acting = actor_of_session(clerk, {POST_KEY: people["officer"].post_id})
    with pytest.raises(NotPermitted):
        arrange_substitution(
            people["officer"].post_id,
            substitute=people["principal"].post_id,
            from_on=legal.today + timedelta(days=10),
            until_on=legal.today + timedelta(days=11),
            reason="x",
            actor=acting,
            legal=legal,
        )
