"""The pages of notices: messages, following, wishes, the operator's outbox."""

import pytest
from django.test import Client

from notices.conftest import MAIL, PHONE
from shuyuan.audit.models import Entry as AuditEntry
from shuyuan.casework.services import seed_calendar
from shuyuan.notices.addresses import unseal
from shuyuan.notices.models import Delivery, Follow, Message, Preference
from shuyuan.notices.steps import tell
from shuyuan.organizations.models import Person

KIND = "test:thing:changed"

pytestmark = pytest.mark.django_db


@pytest.fixture
def enter():
    """A browser in which this actor is signed in."""
    seed_calendar()

    def sign_in(actor):
        browser = Client()
        browser.force_login(
            Person.objects.get(pk=actor.person_id), backend="django.contrib.auth.backends.ModelBackend"
        )
        return browser

    return sign_in


def test_visitors_are_sent_to_sign_in(client):
    seed_calendar()
    assert client.get("/notices/").status_code in {302, 401}


def test_the_bell_counts_and_opening_a_message_marks_it_and_goes_on(enter, officer, said):
    notice = tell(KIND, posts=[officer.post_id], **said | {"url": "/notices/following/"})
    browser = enter(officer)
    page = browser.get("/notices/").content.decode()
    assert "消息：1 条未读" in page
    assert "目录已发布" in page
    number = notice.messages.get().pk
    answer = browser.get(f"/notices/{number}/")
    assert (answer.status_code, answer["Location"]) == (302, "/notices/following/")
    assert "条未读" not in browser.get("/notices/").content.decode()


def test_a_foreign_message_looks_like_a_missing_one(enter, officer, stranger, said):
    number = tell(KIND, posts=[officer.post_id], **said).messages.get().pk
    browser = enter(stranger)
    assert browser.get(f"/notices/{number}/").status_code == 404
    assert browser.get("/notices/999999/").status_code == 404
    assert Message.objects.get().read_at is None


def test_marking_all_leaves_what_came_since_and_what_is_of_others(enter, officer, principal, said):
    shown = tell(KIND, posts=[officer.post_id, principal.post_id], **said)
    later = tell(KIND, posts=[officer.post_id], **said)
    through = shown.messages.get(person_id=officer.person_id).pk
    enter(officer).post("/notices/read/", {"through": through})
    unread = Message.objects.filter(read_at__isnull=True)
    assert set(unread.values_list("notice_id", "person_id")) == {
        (shown.pk, principal.person_id),
        (later.pk, officer.person_id),
    }


@pytest.mark.parametrize("through", ["", "x", "9" * 30, "-1"])
def test_marking_through_nonsense_is_bad_input(enter, officer, through):
    assert enter(officer).post("/notices/read/", {"through": through}).status_code == 400


@pytest.mark.parametrize("state", ["unread", "read"])
def test_the_list_is_filtered_by_what_was_read(enter, officer, said, legal, state):
    for title, read_at in (("甲", None), ("乙", legal.now)):
        notice = tell(KIND, posts=[officer.post_id], **said | {"title": title})
        notice.messages.update(read_at=read_at)
    page = enter(officer).get("/notices/", {"state": state}, headers={"HX-Target": "notices"})
    assert ("甲" in page.content.decode()) is (state == "unread")
    assert enter(officer).get("/notices/", {"state": "nonsense"}).status_code == 400


def test_titles_are_escaped(enter, officer, said):
    tell(KIND, posts=[officer.post_id], text="<b>x</b>", **said | {"title": "<script>alert(1)</script>"})
    page = enter(officer).get("/notices/").content.decode()
    assert "<script>alert(1)" not in page
    assert "<b>x" not in page


def test_following_by_the_button_is_audited_and_listed_and_can_be_ended(enter, officer):
    browser = enter(officer)
    thing = {"kind": "test.thing", "id": "7", "next": "/notices/"}
    assert browser.post("/notices/follow/", thing)["Location"] == "/notices/"
    assert "事项 7" in browser.get("/notices/following/").content.decode()
    browser.post("/notices/unfollow/", thing)
    assert not Follow.objects.exists()
    events = AuditEntry.objects.filter(event__startswith="notices:").order_by("seq")
    assert list(events.values_list("event", flat=True)) == ["notices:follow:begun", "notices:follow:ended"]


@pytest.mark.parametrize(
    "thing", [{}, {"kind": "test.thing"}, {"kind": "x" * 61, "id": "1"}, {"kind": "test.thing", "id": "\0"}]
)
def test_following_nonsense_is_bad_input(enter, officer, thing):
    assert enter(officer).post("/notices/follow/", thing).status_code == 400


def test_following_what_one_may_not_see_is_not_found(enter, stranger):
    answer = enter(stranger).post("/notices/follow/", {"kind": "test.thing", "id": "7"})
    assert answer.status_code == 404
    assert not Follow.objects.exists()


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", ""])
def test_after_following_nobody_is_sent_to_another_site(enter, officer, target):
    answer = enter(officer).post("/notices/follow/", {"kind": "test.thing", "id": "7", "next": target})
    assert answer["Location"] == "/notices/following/"


def test_wishes_are_kept_sealed_and_shown_to_their_owner_only(enter, officer, keys):
    browser = enter(officer)
    wish = {"mail": "digest", "mail_address": MAIL, "sms_urgent": "on", "phone": "+86 138-0000-0000"}
    assert browser.post("/notices/preferences/", wish).status_code == 302
    kept = Preference.objects.get()
    assert (unseal(kept).mail, unseal(kept).phone) == (MAIL, PHONE)
    assert MAIL.encode() not in bytes(kept.sealed_mail)
    assert MAIL not in repr(unseal(kept))
    assert MAIL in browser.get("/notices/preferences/").content.decode()
    entry = AuditEntry.objects.get(event="notices:preferences:changed")
    assert MAIL not in entry.facts_json
    assert PHONE not in entry.facts_json


def test_an_emptied_address_is_forgotten(enter, officer, wishes):
    wishes(officer)
    enter(officer).post("/notices/preferences/", {"mail": "off", "mail_address": "", "phone": ""})
    kept = Preference.objects.get()
    assert (kept.sealed_mail, kept.sealed_phone) == (None, None)


@pytest.mark.parametrize(
    ("wish", "words"),
    [
        ({"mail": "at_once", "mail_address": "nobody"}, "这不是邮箱地址"),
        ({"mail": "at_once", "mail_address": "a@example.org\nBcc: b@example.org"}, "这不是邮箱地址"),
        ({"mail": "at_once", "mail_address": "a@elsewhere.example"}, "只允许"),
        ({"mail": "digest"}, "需要邮箱地址"),
        ({"mail": "off", "phone": "12345"}, "这不是手机号码"),
        ({"mail": "off", "sms_urgent": "on"}, "需要手机号码"),
        ({"mail": "hourly"}, "hourly"),
    ],
)
def test_a_wish_that_cannot_be_kept_says_why_at_its_field(enter, officer, keys, wish, words):
    keys.MAIL_DOMAINS = ["example.org"]
    answer = enter(officer).post("/notices/preferences/", wish)
    assert answer.status_code == 400
    assert words in answer.content.decode()
    assert not Preference.objects.exists()


def test_the_outbox_is_the_operators_and_shows_no_address(enter, officer, bureau, system, wishes, said):
    wishes(officer)
    tell(KIND, posts=[officer.post_id], urgent=True, **said)
    Delivery.objects.update(state="failed", error="smtp_550", attempts=7)
    for actor in (officer, bureau):
        assert enter(actor).get("/notices/outbox/").status_code == 403
        assert enter(actor).post("/notices/outbox/retry/").status_code == 403
    browser = enter(system)
    page = browser.get("/notices/outbox/").content.decode()
    assert "smtp_550" in page
    assert "目录已发布" not in page
    assert MAIL not in page
    assert PHONE not in page
    one = Delivery.objects.order_by("pk").first()
    browser.post(f"/notices/outbox/{one.pk}/retry/")
    browser.post("/notices/outbox/retry/")
    assert not Delivery.objects.filter(state="failed").exists()
    assert browser.post(f"/notices/outbox/{one.pk}/retry/").status_code == 404


def test_what_nobody_heard_is_shown_to_the_operator(enter, system, officer, said):
    notice = tell(KIND, posts=[officer.post_id], **said)
    notice.messages.all().delete()
    type(notice).objects.update(people_count=0)
    assert "目录已发布" in enter(system).get("/notices/outbox/unheard/").content.decode()
