"""Telling: who hears, what is written with the caller's transaction, and what is refused."""

from datetime import date

import pytest
from django.db import transaction
from django.utils.translation import gettext_lazy

from organizations.factories import make_actor, make_post
from shuyuan.kernel.actor import Role
from shuyuan.kernel.errors import NotFound
from shuyuan.notices.models import Delivery, Follow, Message, Notice
from shuyuan.notices.steps import follow, tell, tell_followers, unfollow
from shuyuan.organizations.models import Post

KIND = "test:thing:changed"

pytestmark = pytest.mark.django_db


def heard(notice):
    return sorted(notice.messages.values_list("person_id", flat=True))


@pytest.mark.parametrize("url", ["https://elsewhere.example/", "//elsewhere.example/", "catalog/"])
def test_a_link_out_of_the_platform_is_refused(said, officer, url):
    with pytest.raises(ValueError, match="not a page"):
        tell(KIND, posts=[officer.post_id], **said | {"url": url})
    assert not Notice.objects.exists()


def test_a_notice_to_nobody_is_refused(said):
    with pytest.raises(ValueError, match="addressed"):
        tell(KIND, **said)


@pytest.mark.django_db(transaction=True)
def test_outside_a_transaction_nothing_is_told(said, officer):
    with pytest.raises(transaction.TransactionManagementError):
        tell(KIND, posts=[officer.post_id], **said)


@pytest.mark.django_db(transaction=True)
def test_a_telling_falls_with_the_transaction_of_its_caller(said, officer):
    def fail_later():
        with transaction.atomic():
            tell(KIND, posts=[officer.post_id], **said)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail_later()
    assert not Notice.objects.exists()
    assert not Message.objects.exists()


def test_a_role_of_a_department_hears_and_others_do_not(said, officer, principal, stranger):
    notice = tell(KIND, role=Role.DATA_OFFICER, department="housing", **said)
    assert heard(notice) == [officer.person_id]
    assert notice.people_count == 1


def test_who_tells_a_role_does_not_hear_it(said, officer, housing):
    colleague = make_actor(Role.DATA_OFFICER, housing)
    notice = tell(KIND, role=Role.DATA_OFFICER, department="housing", **said | {"actor": officer})
    assert heard(notice) == [colleague.person_id]


def test_a_person_with_two_posts_hears_once(said, officer, housing):
    second = make_post(Role.OPERATOR, housing, person=Post.objects.get(pk=officer.post_id).person)
    notice = tell(KIND, posts=[officer.post_id, second.pk], **said)
    assert heard(notice) == [officer.person_id]
    assert notice.messages.get().post_id == officer.post_id


def test_the_successor_of_an_ended_post_hears(said, officer, housing):
    Post.objects.filter(pk=officer.post_id).update(ended_on=date(2026, 11, 1))
    successor = make_actor(Role.DATA_OFFICER, housing)
    assert heard(tell(KIND, posts=[officer.post_id], **said)) == [successor.person_id]


def test_the_principal_officer_hears_for_a_role_that_nobody_holds(said, principal):
    assert heard(tell(KIND, role=Role.OPERATOR, department="housing", **said)) == [principal.person_id]


def test_the_bureau_hears_for_a_department_without_anybody(said, housing, bureau):
    other = make_actor(Role.DATA_ADMINISTRATION, "data-administration")
    notice = tell(KIND, role=Role.OPERATOR, department="housing", **said)
    assert heard(notice) == [other.person_id]


def test_a_notice_that_nobody_hears_is_kept_for_the_operator(said, legal, officer):
    notice = tell(KIND, role=Role.OPERATOR, department="nowhere", **said | {"actor": officer})
    assert heard(notice) == sorted(
        Post.objects.filter(role=Role.DATA_ADMINISTRATION).values_list("person_id", flat=True)
    )
    Post.objects.filter(role=Role.DATA_ADMINISTRATION).update(ended_on=date(2026, 11, 1))
    assert tell(KIND, role=Role.OPERATOR, department="nowhere", **said).people_count == 0


def test_what_is_said_once_is_not_said_again(said, officer):
    first = tell(KIND, posts=[officer.post_id], once="nightly/1", **said)
    again = tell(KIND, posts=[officer.post_id], once="nightly/1", **said | {"title": "另一标题"})
    assert again.pk == first.pk
    assert Message.objects.count() == 1


def test_a_title_is_one_line_in_the_language_of_the_installation(said, officer):
    notice = tell(KIND, posts=[officer.post_id], **said | {"title": gettext_lazy("Outbox")})
    assert notice.title == "发件箱"
    notice = tell(KIND, posts=[officer.post_id], **said | {"title": "甲\r\nBcc: x@example.org\n乙"})
    assert notice.title == "甲 Bcc: x@example.org 乙"


def test_without_preferences_nothing_leaves_the_platform(said, officer):
    tell(KIND, posts=[officer.post_id], urgent=True, **said)
    assert not Delivery.objects.exists()


def test_followers_hear_but_not_the_one_who_acts(said, officer, principal, legal):
    for actor in (officer, principal):
        follow("test.thing", 1, actor=actor, legal=legal)
        follow("test.thing", 1, actor=actor, legal=legal)
    given = {name: said[name] for name in ("title", "url", "legal")}
    notice = tell_followers("test.thing", 1, kind=KIND, actor=principal, **given)
    assert heard(notice) == [officer.person_id]
    assert notice.messages.get().is_followed


def test_what_one_may_not_see_cannot_be_followed(stranger, legal):
    for kind, number in (("test.thing", 1), ("test.thing", "x"), ("no.such", 1)):
        with pytest.raises(NotFound) as refused:
            follow(kind, number, actor=stranger, legal=legal)
        assert refused.value.code == "nothing_to_follow"
    assert not Follow.objects.exists()


def test_followers_whose_right_or_post_has_ended_hear_nothing(said, officer, stranger, legal):
    Follow.objects.create(
        person_id=stranger.person_id, post_id=stranger.post_id, subject_kind="test.thing", subject_id="1",
        since=legal.now,
    )  # fmt: skip
    follow("test.thing", 1, actor=officer, legal=legal)
    Post.objects.filter(pk=officer.post_id).update(ended_on=date(2026, 11, 1))
    given = {name: said[name] for name in ("title", "url", "legal", "actor")}
    assert tell_followers("test.thing", 1, kind=KIND, **given) is None


def test_unfollowing_ends_it(officer, legal):
    follow("test.thing", 1, actor=officer, legal=legal)
    assert unfollow("test.thing", 1, actor=officer)
    assert not unfollow("test.thing", 1, actor=officer)
