"""Grants in force: less of them, their end, and what the gateway is told."""

from datetime import date, timedelta

import pytest

from shuyuan.audit.models import Entry as AuditEntry
from shuyuan.engine.crypto import KeyFolder
from shuyuan.engine.online import OnlineStore
from shuyuan.engine.spec import Mask, MaskKind
from shuyuan.jobs.models import Job
from shuyuan.kernel.errors import BadInput, Conflict, NotFound, NotPermitted, Unavailable
from shuyuan.regulations.context import LegalContext
from shuyuan.sharing.models import Grant, Snapshot, SnapshotChange
from shuyuan.sharing.publishing import needs_publishing, publish_all, publish_changes
from shuyuan.sharing.selectors import is_delivered
from shuyuan.sharing.services import (
    deactivate_client,
    expire_grants,
    extent_of,
    resume_grant,
    revoke_grant,
    suspend_grant,
    tighten_grant,
)
from shuyuan.sharing.specs import grant_spec
from shuyuan.sharing.steps import PUBLISH_JOB, tell_entry_changed
from shuyuan.sharing.tightening import Extent, hides_at_least
from shuyuan.sharing.wording import grant_progress

KEEP = Mask(MaskKind.KEEP, 1, 0)
HIDE = Mask(MaskKind.HIDE)


@pytest.fixture
def told(settings):
    """What the gateway would read from the online store now: its grants and clients by id."""

    def read():
        with OnlineStore.open(settings.ONLINE_URL, KeyFolder(settings.KEYS)) as store:
            _version, snapshot = store.snapshot()
        return snapshot.grants(), snapshot.clients(), snapshot.entries()

    return read


def later(legal, days):
    return LegalContext(
        legal.law, legal.calendar, legal.today + timedelta(days=days), legal.now + timedelta(days=days)
    )


# Tightening


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (None, None, True),
        (None, KEEP, True),
        (KEEP, None, False),
        (KEEP, KEEP, True),
        (KEEP, Mask(MaskKind.KEEP, 0, 0), True),
        (KEEP, Mask(MaskKind.KEEP, 0, 1), False),
        (KEEP, Mask(MaskKind.KEEP, 2, 0), False),
        (KEEP, HIDE, True),
        (HIDE, KEEP, False),
        (Mask(MaskKind.YEAR), KEEP, False),
        (Mask(MaskKind.YEAR), HIDE, True),
    ],
)
def test_a_mask_is_stronger_only_when_it_shows_nothing_more(before, after, expected):
    assert hides_at_least(before, after) is expected


@pytest.mark.parametrize(
    ("changes", "wider"),
    [
        ({"items": {"id_number": None, "name": None}}, ["name"]),
        ({"items": {"id_number": None, "district": None}}, ["district"]),
        ({"daily_quota": None}, ["daily_quota"]),
        ({"daily_quota": 501}, ["daily_quota"]),
        ({"valid_until": date(2027, 4, 1)}, ["valid_until"]),
    ],
)
def test_a_grant_never_gets_wider_without_a_request(grant, reviewer, legal, changes, wider):
    extent = Extent(**{**vars(extent_of(grant)), **changes})
    with pytest.raises(BadInput) as refused:
        tighten_grant(grant.number, version=1, extent=extent, reason="调整", actor=reviewer, legal=legal)

    assert refused.value.facts["wider"] == wider
    grant.refresh_from_db()
    assert grant.version == 1


def test_a_tightened_grant_is_a_new_version_that_the_gateway_gets(
    grant, reviewer, legal, told, django_capture_on_commit_callbacks
):
    extent = Extent({"name": HIDE}, 100, date(2027, 1, 31))
    with django_capture_on_commit_callbacks(execute=True):
        tighten_grant(grant.number, version=1, extent=extent, reason="最小必要", actor=reviewer, legal=legal)

    spec = told()[0][grant.number]
    assert (spec.version, spec.daily_quota, spec.valid_until) == (2, 100, date(2027, 1, 31))
    assert [(item.name, item.mask) for item in spec.items] == [("name", HIDE)]
    assert AuditEntry.objects.get(event="sharing:grant:tightened").subject_id == grant.number


def test_two_officers_do_not_tighten_over_each_other(grant, reviewer, legal):
    extent = Extent({"name": HIDE}, 100, date(2027, 1, 31))
    tighten_grant(grant.number, version=1, extent=extent, reason="一", actor=reviewer, legal=legal)
    with pytest.raises(Conflict):
        tighten_grant(grant.number, version=1, extent=extent, reason="二", actor=reviewer, legal=legal)


# The end


def test_a_revoked_grant_is_off_in_the_snapshot_that_follows_the_commit(
    grant, reviewer, legal, told, django_capture_on_commit_callbacks
):
    publish_all(at=legal.now)
    assert not told()[0][grant.number].revoked

    with django_capture_on_commit_callbacks(execute=True):
        revoke_grant(grant.number, reason="职责变更", actor=reviewer, legal=legal)

    assert told()[0][grant.number].revoked
    assert is_delivered("grant", grant.number)
    grant.refresh_from_db()
    assert (grant.state, grant.state_reason, grant.ended_at) == ("revoked", "职责变更", legal.now)


def test_a_revocation_needs_a_reason_and_is_final(grant, reviewer, legal):
    with pytest.raises(BadInput):
        revoke_grant(grant.number, reason=" ", actor=reviewer, legal=legal)
    revoke_grant(grant.number, reason="结束", actor=reviewer, legal=legal)
    for service in (revoke_grant, suspend_grant, resume_grant):
        with pytest.raises(Conflict):
            service(grant.number, reason="再次", actor=reviewer, legal=legal)


def test_a_suspended_grant_can_be_used_again_after_it_is_resumed(grant, reviewer, legal, told):
    suspend_grant(grant.number, reason="核查", actor=reviewer, legal=legal)
    publish_all(at=legal.now)
    assert told()[0][grant.number].revoked

    resume_grant(grant.number, reason="核查完毕", actor=reviewer, legal=legal)
    publish_all(at=legal.now)
    assert not told()[0][grant.number].revoked


def test_who_may_end_a_grant(grant, officer, keeper, stranger, reviewer, legal):
    for actor, error in ((stranger, NotFound), (keeper, NotFound)):
        with pytest.raises(error):
            revoke_grant(grant.number, reason="不行", actor=actor, legal=legal)
    for actor, error in ((stranger, NotFound), (keeper, NotPermitted), (officer, NotPermitted)):
        with pytest.raises(error):
            suspend_grant(grant.number, reason="不行", actor=actor, legal=legal)
    assert revoke_grant(grant.number, reason="不再需要", actor=officer, legal=legal).state == "revoked"


def test_a_grant_runs_out_the_day_after_its_last(grant, legal):
    last_day = (grant.valid_until - legal.today).days
    assert expire_grants(legal=later(legal, last_day)) == 0
    assert expire_grants(legal=later(legal, last_day + 1)) == 1
    grant.refresh_from_db()
    assert grant.state == "expired"
    assert expire_grants(legal=later(legal, last_day + 1)) == 0


# The gateway


def test_the_snapshot_holds_grants_their_entries_and_clients_with_the_pages_process(
    grant, client_system, pair, legal, told
):
    publish_all(at=legal.now)

    grants, clients, entries = told()
    assert grants[grant.number] == grant_spec(grant)
    assert list(entries) == [grant.entry.code]
    assert set(clients) == {"portal", client_system.client_id}
    assert clients[client_system.client_id].keys == (pair.public.jwk,)
    assert clients[client_system.client_id].department == "civil-affairs"


def test_the_quick_way_tells_the_same_as_the_whole_state(
    grant, client_system, townships, wishes, officer, reviewer, legal, told
):
    publish_all(at=legal.now)
    revoke_grant(grant.number, reason="结束", actor=reviewer, legal=legal)
    deactivate_client(client_system.client_id, reason="停用", actor=officer, legal=legal)
    version = grant.entry.versions.get()
    version.snapshot["entry"]["name"] = "改名"
    version.save(update_fields=["snapshot"])
    tell_entry_changed(grant.entry, actor=officer, legal=legal)
    publish_changes(at=legal.now)
    quick = told()
    snapshots = Snapshot.objects.count()
    publish_all(at=legal.now)

    assert quick == told()
    assert Snapshot.objects.count() == snapshots
    assert quick[2][grant.entry.code].name == "改名"


def test_nothing_in_the_outbox_writes_nothing(grant, legal):
    publish_all(at=legal.now)
    assert publish_changes(at=legal.now) is None


def test_an_entry_without_grants_is_none_of_the_gateways_business(townships, officer, legal):
    tell_entry_changed(townships, actor=officer, legal=legal)
    assert not needs_publishing()


def test_an_entry_that_is_suspended_is_taken_out_the_quick_way(grant, officer, legal, told):
    publish_all(at=legal.now)
    grant.entry.state = "suspended"
    grant.entry.save(update_fields=["state"])
    tell_entry_changed(grant.entry, actor=officer, legal=legal)
    publish_changes(at=legal.now)

    assert told()[0][grant.number].revoked
    assert told()[2] == {}


def test_publishing_empties_the_outbox_and_writing_the_same_again_changes_nothing(grant, legal):
    assert needs_publishing()
    first = publish_all(at=legal.now)
    assert not needs_publishing()
    assert publish_all(at=legal.now).version == first.version
    assert Snapshot.objects.count() == 1


def test_every_change_leaves_a_job_that_repairs_what_was_missed(grant):
    assert Job.objects.filter(name=PUBLISH_JOB, state="queued").count() == 1


def test_a_store_out_of_reach_keeps_the_change_in_the_outbox(grant, legal, settings, tmp_path):
    publish_all(at=legal.now)
    SnapshotChange.objects.create(subject_kind="grant", subject_id=grant.number, changed_at=legal.now)
    settings.KEYS = str(tmp_path / "nothing")
    with pytest.raises(Unavailable):
        publish_all(at=legal.now)

    assert needs_publishing()
    assert not is_delivered("grant", grant.number)


def test_a_failure_after_the_commit_does_not_fail_the_step(
    grant, reviewer, legal, settings, tmp_path, django_capture_on_commit_callbacks, caplog
):
    settings.KEYS = str(tmp_path / "nothing")
    with django_capture_on_commit_callbacks(execute=True):
        revoke_grant(grant.number, reason="结束", actor=reviewer, legal=legal)

    assert Grant.objects.get().state == "revoked"
    assert not is_delivered("grant", grant.number)
    assert "no_key" in caplog.text or "key file" in caplog.text


def test_a_deactivated_client_is_told_as_inactive(grant, client_system, officer, legal, told):
    deactivate_client(client_system.client_id, reason="系统停用", actor=officer, legal=legal)
    publish_all(at=legal.now)

    assert not told()[1][client_system.client_id].active


def test_a_grant_that_no_longer_fits_its_entry_is_off(grant, legal, told):
    version = grant.entry.versions.get()
    version.snapshot["items"] = [item for item in version.snapshot["items"] if item["name"] != "name"]
    version.save(update_fields=["snapshot"])
    publish_all(at=legal.now)

    assert told()[0][grant.number].revoked


def test_grants_of_an_entry_that_is_suspended_are_off(grant, legal, told):
    grant.entry.state = "suspended"
    grant.entry.save(update_fields=["state"])
    publish_all(at=legal.now)

    assert told()[0][grant.number].revoked
    assert told()[2] == {}


def test_a_grant_long_over_is_told_no_more(grant, legal, told):
    publish_all(at=later(legal, 160).now)

    assert told()[0] == {}


def test_the_page_tells_how_far_a_grant_is(grant, reviewer, legal):
    """From the request to the end of its term; what stops it stands in its place."""

    def states(*, delivered=True):
        grant.refresh_from_db()
        return [state for _label, state, _note in grant_progress(grant, is_delivered=delivered)]

    assert states() == ["done", "done", "now", "next"]
    assert grant_progress(grant, is_delivered=False)[2] != grant_progress(grant, is_delivered=True)[2]
    suspend_grant(grant.number, reason="核查用途", actor=reviewer, legal=legal)
    assert states() == ["done", "done", "stopped", "next"]
    revoke_grant(grant.number, reason="用途不符", actor=reviewer, legal=legal)
    assert states() == ["done", "done", "done", "stopped"]
