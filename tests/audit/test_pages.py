"""Pages of the trails: who comes in, what is shown, escaped and exported."""

from importlib import import_module
from itertools import product
from pathlib import Path

import pytest
from django.utils import translation

import shuyuan
from audit.conftest import ACTOR
from organizations.factories import make_actor, make_department, make_person, make_post
from shuyuan.audit import selectors, services
from shuyuan.audit.models import Entry, ReadRecord
from shuyuan.audit.wording import event_words
from shuyuan.jobs.models import Job
from shuyuan.jobs.worker import run_pending
from shuyuan.kernel.actor import Role
from shuyuan.kernel.errors import NotFound, NotPermitted

pytestmark = pytest.mark.django_db
AUDITORS = {Role.AUDIT_ADMINISTRATOR, Role.SECURITY_ADMINISTRATOR}


@pytest.fixture
def calendar(db):
    import_module("shuyuan.casework.services").seed_calendar()


@pytest.fixture
def enter(client, home, calendar):
    """A browser of somebody in that role."""

    def run(role, department="data-administration"):
        person = make_person()
        make_post(role, make_department(department), person=person)
        client.force_login(person)
        return client

    return run


@pytest.fixture
def auditor(enter):
    return enter(Role.AUDIT_ADMINISTRATOR)


# --- doors


@pytest.mark.parametrize(
    ("role", "page"), list(product(Role, ["/audit/", "/audit/reads/", "/audit/verification/"]))
)
def test_only_auditors_and_principal_officers_come_in(enter, role, page):
    readers = AUDITORS if "verification" in page else AUDITORS | {Role.PRINCIPAL_OFFICER}
    assert enter(role).get(page).status_code == (200 if role in readers else 403)


def test_a_denied_look_is_itself_recorded(enter):
    enter(Role.OPERATOR).get("/audit/")
    entry = Entry.objects.first()
    assert (entry.event, entry.subject_id, entry.outcome) == ("audit:step:refused", "/audit/", "refused")


@pytest.mark.parametrize("department", ["education", "health"])
def test_a_principal_officer_sees_the_own_departments_part(write, read_trail, department):
    seq = Entry.objects.filter(department="education").first().seq
    actor = make_actor(Role.PRINCIPAL_OFFICER, department)
    if department == "education":
        assert selectors.access_entry(seq, actor=actor).department == "education"
    else:
        with pytest.raises(NotFound):
            selectors.access_entry(seq, actor=actor)
    assert {entry.department for entry in selectors.list_entries(actor=actor)} <= {department}


def test_a_principal_officer_sees_reads_by_the_own_department(read_trail):
    read = ReadRecord.objects.first()
    own = make_actor(Role.PRINCIPAL_OFFICER, "housing-fund")
    assert selectors.access_read(read.pk, actor=own) == read
    stranger = make_actor(Role.PRINCIPAL_OFFICER, "health")
    with pytest.raises(NotFound):
        selectors.access_read(read.pk, actor=stranger)
    with pytest.raises(NotPermitted):
        selectors.list_reads(actor=ACTOR)


def test_a_missing_entry_is_not_found(auditor):
    assert auditor.get("/audit/999999/").status_code == 404
    assert auditor.get("/audit/reads/999999/").status_code == 404


# --- contents


def test_the_list_is_filtered_and_sorted_with_few_queries(auditor, trail, django_assert_max_num_queries):
    make_department("education", name="虚拟市教育局")
    with django_assert_max_num_queries(16):
        page = auditor.get("/audit/?event=test:&department=education").content.decode()
    assert page.count("<tr>") == 7
    assert "测试经办" in page
    assert page.count("虚拟市教育局") == 7


def test_an_entry_shows_its_place_in_the_chain(auditor, trail):
    page = auditor.get(f"/audit/{trail[2].seq}/").content.decode()
    assert trail[2].hash in page
    assert trail[1].hash in page
    assert "不符" not in page


def test_a_changed_entry_says_so(auditor, trail):
    Entry.objects.filter(seq=trail[2].seq).update(person_name="别人")
    assert "不符" in auditor.get(f"/audit/{trail[2].seq}/").content.decode()


def test_what_people_wrote_is_escaped(auditor, write):
    (entry,) = write(1, subject_id="<script>alert(1)</script>")
    for address in ("/audit/", f"/audit/{entry.seq}/"):
        page = auditor.get(address).content.decode()
        assert "<script>alert" not in page


def test_an_export_is_recorded_and_formulas_are_harmless(auditor, write):
    write(1, subject_id="=1+1")
    response = auditor.get("/audit/?export=csv&event=test:")
    text = (
        b"".join(response).decode("utf-8-sig") if response.streaming else response.content.decode("utf-8-sig")
    )
    assert not any(cell.startswith("=") for line in text.splitlines() for cell in line.split(","))
    assert Entry.objects.first().event == "audit:trail:exported"


def test_reads_are_found_by_a_key_digest(auditor, read_trail):
    page = auditor.get(f"/audit/reads/?key={'cc' * 16}").content.decode()
    assert page.count("<tr>") == 2
    read = ReadRecord.objects.get(request_id="r-3")
    page = auditor.get(f"/audit/reads/{read.pk}/").content.decode()
    assert "cc" * 16 in page
    assert read.batch.root in page


def test_the_verification_runs_in_the_background_and_shows_its_result(auditor, trail):
    assert "尚未核验" in auditor.get("/audit/verification/").content.decode()
    assert auditor.post("/audit/verification/run/").status_code == 302
    auditor.post("/audit/verification/run/")
    assert Job.objects.filter(name=services.VERIFY_JOB).count() == 1
    run_pending()
    assert "完整无损" in auditor.get("/audit/verification/").content.decode()
    assert Entry.objects.filter(event="audit:trail:verified").exists()


def test_damage_is_recorded_and_shown(auditor, trail, caplog):
    Entry.objects.filter(seq=trail[2].seq).update(person_name="别人")
    auditor.post("/audit/verification/run/")
    run_pending()
    page = auditor.get("/audit/verification/").content.decode()
    assert "审计记录受损" in page
    assert "damaged" in caplog.text
    assert Entry.objects.get(event="audit:trail:damaged").outcome == "failed"


# --- words


def all_events():
    folder = Path(shuyuan.__file__).parent
    for path in sorted(folder.glob("*/events.py")):
        yield from import_module(f"shuyuan.{path.parent.name}.events").Event


def test_every_event_of_every_room_has_words_in_both_languages():
    for event in all_events():
        with translation.override("zh-hans"):
            chinese = event_words(event)
        with translation.override("en"):
            english = event_words(event)
        assert event not in {chinese, english}, f"audit/wording.py has no words for {event}"
        assert not chinese.isascii(), event


@pytest.mark.parametrize("event", ["nonsense", "a:b:c", "x:entry:exploded"])
def test_an_unknown_event_shows_its_code(event):
    assert event_words(event) == event
