"""Pages of background work: whose jobs one sees, the progress bar, cancelling."""

from importlib import import_module

import pytest
from django.utils import timezone

from organizations.factories import make_actor, make_department, make_person, make_post
from shuyuan.audit.models import Entry
from shuyuan.jobs import lease
from shuyuan.jobs.models import Job
from shuyuan.jobs.registry import HANDLERS, handler, label_of
from shuyuan.jobs.selectors import access_job, counts, list_jobs
from shuyuan.jobs.services import cancel_job
from shuyuan.jobs.steps import enqueue
from shuyuan.jobs.worker import LEASE
from shuyuan.kernel.actor import PLATFORM, Actor, Role
from shuyuan.kernel.errors import Conflict, NotFound

pytestmark = pytest.mark.django_db
SEE_ALL = {Role.DATA_ADMINISTRATION, Role.SYSTEM_ADMINISTRATOR}


@pytest.fixture
def job(clerk):
    """A queued job of the education bureau."""
    handler("work", label="Count sheep")(lambda run: None)
    return enqueue("work", actor=clerk)


@pytest.fixture
def browser(client, db):
    """An operator of the education bureau."""
    import_module("shuyuan.casework.services").seed_calendar()
    person = make_person()
    make_post(Role.OPERATOR, make_department("education"), person=person)
    client.force_login(person)
    return client


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("department", ["education", "health"])
def test_a_job_is_seen_by_its_department_and_by_who_runs_the_platform(job, role, department):
    actor = make_actor(role, department)
    if department == "education" or role in SEE_ALL:
        assert access_job(job.pk, actor=actor) == job
    else:
        with pytest.raises(NotFound):
            access_job(job.pk, actor=actor)


def test_the_platforms_own_jobs_are_nobodys_in_particular(job):
    enqueue("work", actor=PLATFORM)
    nobody = Actor(0, "", 0, "", Role.OPERATOR)
    assert not list_jobs(actor=nobody).exists()
    assert list_jobs(actor=make_actor(Role.OPERATOR, "education")).count() == 1


def test_a_foreign_job_is_not_cancelled(job):
    with pytest.raises(NotFound):
        cancel_job(job.pk, actor=make_actor(Role.OPERATOR, "health"))


def test_cancelling_leaves_an_entry_in_the_trail(browser, job):
    assert browser.post(f"/jobs/{job.pk}/cancel/").status_code == 302
    job.refresh_from_db()
    assert job.state == Job.State.CANCELLED
    entry = Entry.objects.first()
    assert (entry.event, entry.subject_id) == ("jobs:job:cancelled", str(job.pk))


def test_an_ended_job_is_not_cancelled(job, clerk):
    Job.objects.update(state=Job.State.DONE)
    with pytest.raises(Conflict):
        cancel_job(job.pk, actor=clerk)


def test_the_page_shows_the_work_in_words_and_a_bar_that_asks(browser, job):
    page = browser.get(f"/jobs/{job.pk}/").content.decode()
    assert "Count sheep" in page
    assert f'hx-get="/jobs/{job.pk}/progress/"' in page


def test_the_bar_stops_asking_when_the_job_has_ended(browser, job):
    Job.objects.update(state=Job.State.RUNNING, done=1, total=4)
    response = browser.get(f"/jobs/{job.pk}/progress/", headers={"HX-Request": "true"})
    assert "25%" in response.content.decode()
    assert "HX-Refresh" not in response.headers

    Job.objects.update(state=Job.State.DONE)
    response = browser.get(f"/jobs/{job.pk}/progress/", headers={"HX-Request": "true"})
    assert response.headers["HX-Refresh"] == "true"
    assert "hx-get" not in response.content.decode()


def test_a_failure_is_shown_in_words_with_its_incident(browser, job):
    taken = lease.take("w", HANDLERS.keys(), lease=LEASE)
    lease.fail(taken, code="worker_died", facts={"code": "x", "detail": "y"}, incident="20261123-AB")
    page = browser.get(f"/jobs/{job.pk}/").content.decode()
    assert "任务多次中断" in page
    assert "20261123-AB" in page


def test_the_list_needs_few_queries(browser, job, clerk, django_assert_max_num_queries):
    for _ in range(5):
        enqueue("work", actor=clerk)
    with django_assert_max_num_queries(12):
        assert browser.get("/jobs/").content.decode().count("Count sheep") >= 6


def test_counts_for_metrics(job, clerk):
    later = enqueue("work", actor=clerk)
    lease.take("w", HANDLERS.keys(), lease=LEASE)
    now = timezone.now() + LEASE * 2
    found = counts(now)
    assert found["jobs"] == {("work", "running"): 1, ("work", "queued"): 1}
    assert found["oldest_waiting_seconds"] == (now - later.not_before).total_seconds()
    assert found["dead_leases"] == 1


def test_work_without_words_shows_its_name():
    assert label_of("some.work") == "some.work"


@pytest.mark.parametrize(
    ("state", "done", "total", "percent"),
    [("queued", 0, 0, None), ("running", 1, 3, 33), ("running", 9, 3, 100), ("done", 0, 0, 100)],
)
def test_the_share_that_is_done(state, done, total, percent):
    assert Job(state=state, done=done, total=total).percent == percent
