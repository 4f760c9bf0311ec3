"""The demonstration's requests: in every state, made once, with private keys in files of their own."""

import stat
from importlib import import_module

import pytest

from shuyuan.catalog.models import Entry
from shuyuan.catalog.seed import seed_entries
from shuyuan.demo.posts import ensure_posts
from shuyuan.organizations.seed import seed_departments, seed_regions
from shuyuan.sharing.assertion import client_assertion
from shuyuan.sharing.models import Client, Grant, SharingRequest
from shuyuan.sharing.seed import seed_sharing


@pytest.fixture
def city(legal, tmp_path):
    seed_regions()
    seed_departments()
    import_module("shuyuan.catalog.classes").ensure_classes()
    ensure_posts(tmp_path / "sign-ins", legal=legal)
    seed_entries(legal=legal)
    return tmp_path


def test_the_city_has_requests_in_every_state_and_a_second_run_adds_nothing(city, legal):
    clients = seed_sharing(legal=legal, keys=city)
    counts = Client.objects.count(), SharingRequest.objects.count(), Grant.objects.count()

    assert set(SharingRequest.objects.values_list("state", flat=True)) == {"draft", "submitted", "decided"}
    assert set(SharingRequest.objects.values_list("outcome", flat=True)) == {
        "",
        "granted",
        "granted_in_part",
        "refused",
    }
    assert set(Grant.objects.values_list("state", flat=True)) == {"active", "revoked"}
    assert seed_sharing(legal=legal, keys=city) == clients
    assert (Client.objects.count(), SharingRequest.objects.count(), Grant.objects.count()) == counts


def test_a_demonstration_client_can_sign_in_with_its_key_file(city, legal):
    client = seed_sharing(legal=legal, keys=city)[0]

    assert stat.S_IMODE(client.key_file.stat().st_mode) == 0o600
    assert client_assertion(client.client_id, client.key_file.read_text(encoding="ascii"), "x")


def test_without_people_nothing_is_made(legal, tmp_path):
    assert seed_sharing(legal=legal, keys=tmp_path) == []
    assert not Entry.objects.exists()
