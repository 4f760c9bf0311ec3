"""The outbox: what is sent, once, how often it is tried, and what a kill does to it."""

from datetime import date, timedelta
from smtplib import SMTPRecipientsRefused, SMTPServerDisconnected

import httpx2
import orjson
import pytest
import time_machine
from django.core import mail
from django.utils import timezone

from notices.conftest import MAIL, PHONE
from shuyuan.notices import sms
from shuyuan.notices.digest import make_digests
from shuyuan.notices.mail import Mailer
from shuyuan.notices.models import Delivery, Message, Preference
from shuyuan.notices.outbox import STALE, WAITS, empty_outbox, something_waits
from shuyuan.notices.outcome import NotSent
from shuyuan.notices.services import retry_all, retry_delivery
from shuyuan.notices.steps import tell
from shuyuan.organizations.models import Person

KIND = "test:thing:changed"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def a_moment_later(legal):
    """The worker comes a second after it was told."""
    with time_machine.travel(legal.now + timedelta(seconds=1), tick=True):
        yield


def put_forward():
    """Let the next attempt be due now."""
    Delivery.objects.filter(state__in=Delivery.OPEN).update(due_at=timezone.now() - timedelta(seconds=1))


@pytest.fixture
def refusing(monkeypatch):
    """A mail server that answers with this error."""

    def refuse(error):
        def send(self, messages):
            raise error

        monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", send)

    return refuse


def test_a_mail_holds_title_and_link_and_its_key_and_nothing_else(wishes, officer, said):
    wishes(officer, sms_urgent=False)
    tell(KIND, posts=[officer.post_id], text="内部说明", **said)
    assert empty_outbox() == {"sent": 1}
    sent = mail.outbox[0]
    assert sent.to == [MAIL]
    assert sent.subject == "[数源] 虚拟变更：目录已发布"
    assert "https://data.example/catalog/1/" in sent.body
    assert "内部说明" not in sent.body
    assert str(Delivery.objects.get().key) in sent.extra_headers["Message-ID"]


def test_what_is_sent_is_not_sent_again(wishes, officer, said):
    wishes(officer)
    tell(KIND, posts=[officer.post_id], **said)
    assert empty_outbox() == {"sent": 1}
    assert empty_outbox() == {}
    assert not something_waits()
    assert len(mail.outbox) == 1


def test_sixty_tellings_before_the_worker_comes_are_one_mail(wishes, officer, said):
    wishes(officer, sms_urgent=False)
    for number in range(60):
        tell(KIND, posts=[officer.post_id], **said | {"title": f"第{number}项", "url": f"/catalog/{number}/"})
    assert empty_outbox() == {"sent": 1}
    assert mail.outbox[0].subject == "[数源] 60 条新消息"
    assert mail.outbox[0].body.count("https://data.example/catalog/") == 60


def test_a_worker_killed_while_sending_repeats_once_under_the_same_key(wishes, officer, said, monkeypatch):
    wishes(officer, sms_urgent=False)
    tell(KIND, posts=[officer.post_id], **said)
    with monkeypatch.context() as killed:

        def save(self, **changes):
            raise KeyboardInterrupt

        killed.setattr(Delivery, "save", save)
        with pytest.raises(KeyboardInterrupt):
            empty_outbox()
    assert Delivery.objects.get().state == Delivery.State.SENDING
    assert empty_outbox() == {}, "the row still belongs to the killed worker"
    Delivery.objects.update(due_at=timezone.now() - STALE)
    assert empty_outbox() == {"sent": 1}
    first, second = (sent.extra_headers["Message-ID"] for sent in mail.outbox)
    assert first == second


def test_a_message_told_after_a_first_attempt_gets_a_row_of_its_own(wishes, officer, said, refusing):
    wishes(officer, sms_urgent=False)
    tell(KIND, posts=[officer.post_id], **said)
    refusing(SMTPServerDisconnected())
    assert empty_outbox() == {"put_off": 1}
    tell(KIND, posts=[officer.post_id], **said)
    assert Delivery.objects.count() == 2


def test_a_closed_mail_server_is_asked_once_for_all_who_wait(wishes, officer, principal, said, refusing):
    for actor in (officer, principal):
        wishes(actor, sms_urgent=False)
        tell(KIND, posts=[actor.post_id], **said)
    refusing(ConnectionRefusedError())
    assert empty_outbox() == {"put_off": 1}
    assert sorted(Delivery.objects.values_list("attempts", flat=True)) == [0, 1]


def test_after_the_last_attempt_it_has_failed_and_the_operator_can_retry(
    wishes, officer, said, refusing, system, legal, monkeypatch
):
    wishes(officer, sms_urgent=False)
    tell(KIND, posts=[officer.post_id], **said)
    with monkeypatch.context():
        refusing(TimeoutError())
        for _attempt in range(len(WAITS)):
            put_forward()
            assert empty_outbox() == {"put_off": 1}
        put_forward()
        assert empty_outbox() == {"failed": 1}
    failed = Delivery.objects.get()
    assert failed.error == "TimeoutError"
    monkeypatch.undo()
    retry_delivery(failed.pk, actor=system, legal=legal)
    assert empty_outbox() == {"sent": 1}
    assert retry_all(actor=system, legal=legal) == 0


def test_a_refused_address_fails_at_once_and_no_log_names_it(wishes, officer, said, refusing, caplog):
    wishes(officer, sms_urgent=False)
    tell(KIND, posts=[officer.post_id], **said)
    refusing(SMTPRecipientsRefused({MAIL: (550, b"no such user")}))
    assert empty_outbox() == {"failed": 1}
    assert Delivery.objects.get().error == "smtp_550"
    assert MAIL not in caplog.text


def test_one_broken_row_does_not_hold_up_the_others(wishes, officer, principal, said):
    wishes(officer, sms_urgent=False)
    wishes(principal, sms_urgent=False)
    for actor in (officer, principal):
        tell(KIND, posts=[actor.post_id], **said)
    Preference.objects.filter(person_id=officer.person_id).update(sealed_mail=b"no seal")
    assert empty_outbox() == {"failed": 1, "sent": 1}
    assert Delivery.objects.get(state="failed").error == "seal_broken"


@pytest.mark.parametrize("change", ["off", "gone", "forgotten"])
def test_who_no_longer_wants_it_gets_nothing(wishes, officer, said, change):
    wishes(officer)
    tell(KIND, posts=[officer.post_id], urgent=True, **said)
    if change == "off":
        wishes(officer, mail="off", sms_urgent=False)
    elif change == "gone":
        Person.objects.filter(pk=officer.person_id).update(is_active=False)
    else:
        Preference.objects.all().delete()
    assert empty_outbox() == {"dropped": 2}
    assert not mail.outbox


def test_a_digest_is_one_mail_a_day_of_what_is_unread(wishes, officer, said, legal):
    wishes(officer, mail="digest", sms_urgent=False)
    for number in range(3):
        tell(KIND, posts=[officer.post_id], **said | {"title": f"第{number}项"})
    Message.objects.filter(notice__title="第1项").update(read_at=legal.now)
    assert not Delivery.objects.exists()
    assert make_digests(today=date(2026, 11, 24), now=legal.now) == 1
    tell(KIND, posts=[officer.post_id], **said | {"title": "后来"})
    assert make_digests(today=date(2026, 11, 24), now=legal.now) == 0
    assert empty_outbox() == {"sent": 1}
    assert mail.outbox[0].subject == "[数源] 2026-11-24 每日汇总：2 条消息"
    assert "第1项" not in mail.outbox[0].body
    assert make_digests(today=date(2026, 11, 25), now=legal.now) == 1


def test_only_urgent_notices_go_to_phones_and_the_file_hides_the_number(wishes, officer, said, keys):
    wishes(officer, mail="off")
    tell(KIND, posts=[officer.post_id], **said)
    tell(KIND, posts=[officer.post_id], urgent=True, **said | {"title": "逾期"})
    assert empty_outbox() == {"sent": 1}
    (line,) = (keys.HOME / "outbox" / "sms.jsonl").read_text("utf-8").splitlines()
    kept = orjson.loads(line)
    assert kept["phone"] == "138****0000"
    assert kept["text"] == "【数源】虚拟变更：逾期 https://data.example/notices/"


def test_the_gateway_gets_number_text_and_key(keys):
    keys.SMS_URL, keys.SMS_HOSTS, keys.SMS_TOKEN = "http://127.0.0.1:9999/send", ["127.0.0.1:9999"], "t"
    asked = []

    def answer(request):
        asked.append(request)
        return httpx2.Response(202)

    sms.send(key="k-1", phone=PHONE, text="x", transport=httpx2.MockTransport(answer))
    assert orjson.loads(asked[0].content) == {"id": "k-1", "phone": PHONE, "text": "x"}
    assert asked[0].headers["Idempotency-Key"] == "k-1"
    assert asked[0].headers["Authorization"] == "Bearer t"


@pytest.mark.parametrize(("status", "passes"), [(302, False), (400, False), (429, True), (503, True)])
def test_a_gateway_that_does_not_take_it_over_is_not_followed_elsewhere(keys, status, passes):
    keys.SMS_URL, keys.SMS_HOSTS = "http://127.0.0.1:9999/send", ["127.0.0.1:9999"]
    transport = httpx2.MockTransport(
        lambda request: httpx2.Response(status, headers={"Location": "http://169.254.169.254/"})
    )
    with pytest.raises(NotSent) as refused:
        sms.send(key="k", phone=PHONE, text="x", transport=transport)
    assert (refused.value.code, refused.value.passes) == (f"http_{status}", passes)


@pytest.mark.parametrize(
    ("url", "hosts", "code"),
    [
        ("https://127.0.0.1/", [], "sms_host_not_allowed"),
        ("https://127.0.0.1:8443/", ["127.0.0.1"], "sms_host_not_allowed"),
        ("https://user:secret@127.0.0.1/", ["127.0.0.1"], "sms_host_not_allowed"),
        ("ftp://127.0.0.1/", ["127.0.0.1"], "sms_host_not_allowed"),
        ("file:///etc/passwd", ["127.0.0.1"], "sms_host_not_allowed"),
        ("https://127.0.0.1:notaport/", ["127.0.0.1"], "sms_host_not_allowed"),
        ("https://169.254.169.254/", ["169.254.169.254"], "sms_address_not_allowed"),
        ("https://0.0.0.0/", ["0.0.0.0"], "sms_address_not_allowed"),
        ("http://192.0.2.1/", ["192.0.2.1"], "sms_needs_https"),
    ],
)
def test_no_other_address_is_asked_than_the_one_allowed(url, hosts, code):
    with pytest.raises(NotSent) as refused:
        sms.check_target(url, hosts)
    assert refused.value.code == code


def test_a_malformed_mail_setting_waits_for_the_operator(wishes, officer, said, keys):
    wishes(officer, sms_urgent=False)
    tell(KIND, posts=[officer.post_id], **said)
    keys.MAIL_URL = "gopher://x"
    assert empty_outbox() == {"put_off": 1}
    assert Delivery.objects.get().error == "mail_url_malformed"


def test_mails_in_files_lie_below_the_home_folder(keys):
    keys.MAIL_URL = "file:"
    with Mailer() as mailer:
        mailer.send(key="k", to=MAIL, subject="题目", body="正文")
    folder = keys.HOME / "outbox" / "mail"
    assert len(list(folder.iterdir())) == 1
    assert folder.stat().st_mode & 0o077 == 0
