"""Clients of registered systems and their keys: who may do what, and what stays."""

import pytest

from shuyuan.audit.models import Entry as AuditEntry
from shuyuan.kernel.actor import Role
from shuyuan.kernel.errors import BadInput, Conflict, NotFound, NotPermitted
from shuyuan.sharing.client_keys import make_key_pair
from shuyuan.sharing.models import Client, SnapshotChange
from shuyuan.sharing.services import add_key, deactivate_client, register_client, retire_key
from shuyuan.sharing.specs import client_spec
from shuyuan.systems.models import InformationSystem


def test_only_a_registered_system_gets_a_client(system, pair, officer, legal):
    InformationSystem.objects.update(state="proposed")
    with pytest.raises(NotFound):
        register_client(system.pk, name="x", key=pair.public, actor=officer, legal=legal)
    assert not Client.objects.exists()


def test_only_the_department_of_the_system_registers(
    system, pair, keeper, reviewer, organizations, consumer, legal
):
    for actor in (keeper, reviewer):
        with pytest.raises(NotFound):
            register_client(system.pk, name="x", key=pair.public, actor=actor, legal=legal)
    administrator = organizations.make_actor(Role.SYSTEM_ADMINISTRATOR, consumer)
    with pytest.raises(NotPermitted):
        register_client(system.pk, name="x", key=pair.public, actor=administrator, legal=legal)


def test_a_new_client_is_told_to_the_gateway_and_stands_in_the_trail(client_system, pair):
    entry = AuditEntry.objects.get(event="sharing:client:registered")

    assert SnapshotChange.objects.filter(subject_id=client_system.client_id).exists()
    assert entry.subject_id == client_system.client_id
    assert pair.public.key_id in entry.facts_json
    assert client_spec(client_system).keys == (pair.public.jwk,)


def test_a_name_is_needed(system, pair, officer, legal):
    with pytest.raises(BadInput):
        register_client(system.pk, name="  ", key=pair.public, actor=officer, legal=legal)


def test_two_keys_overlap_while_one_is_changed_for_the_other(client_system, pair, officer, legal):
    new, third = make_key_pair().public, make_key_pair().public
    add_key(client_system.client_id, key=new, actor=officer, legal=legal)
    assert len(client_spec(client_system).keys) == 2
    with pytest.raises(Conflict) as refused:
        add_key(client_system.client_id, key=third, actor=officer, legal=legal)
    assert refused.value.code == "too_many_keys"

    retire_key(client_system.client_id, key_id=pair.public.key_id, actor=officer, legal=legal)
    assert client_spec(client_system).keys == (new.jwk,)
    with pytest.raises(Conflict) as refused:
        retire_key(client_system.client_id, key_id=new.key_id, actor=officer, legal=legal)
    assert refused.value.code == "last_key"
    with pytest.raises(Conflict) as refused:
        retire_key(client_system.client_id, key_id=pair.public.key_id, actor=officer, legal=legal)
    assert refused.value.code == "key_not_in_use"
    with pytest.raises(Conflict) as refused:
        add_key(client_system.client_id, key=pair.public, actor=officer, legal=legal)
    assert refused.value.code == "key_used_before"


def test_a_deactivated_client_stays_so(client_system, officer, legal):
    deactivate_client(client_system.client_id, reason="停用", actor=officer, legal=legal)

    key = make_key_pair().public
    with pytest.raises(Conflict):
        add_key(client_system.client_id, key=key, actor=officer, legal=legal)
    with pytest.raises(Conflict):
        deactivate_client(client_system.client_id, reason="再次", actor=officer, legal=legal)
    assert not client_spec(Client.objects.get()).active


def test_who_may_shut_a_client_out(client_system, keeper, stranger, reviewer, legal):
    for actor in (keeper, stranger):
        with pytest.raises(NotFound):
            deactivate_client(client_system.client_id, reason="不行", actor=actor, legal=legal)
    assert deactivate_client(client_system.client_id, reason="泄露", actor=reviewer, legal=legal)


def test_the_bureau_cannot_put_a_key_into_a_foreign_client(client_system, reviewer, legal):
    with pytest.raises(NotFound):
        add_key(client_system.client_id, key=make_key_pair().public, actor=reviewer, legal=legal)
