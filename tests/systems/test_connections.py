"""A system joins the platform, leaves it, goes out of service; what depends on it hears of each."""

import pytest

from shuyuan.audit.models import Entry as AuditEntry
from shuyuan.kernel.errors import BadInput, Conflict, NotFound, NotPermitted
from shuyuan.projects.models import JournalEntry
from shuyuan.systems import registry
from shuyuan.systems.connections import confirm_connection, connections_changed, refresh_connections
from shuyuan.systems.services import register_system, retire_system


@pytest.fixture
def registered(proposed, people, legal):
    return register_system(proposed.pk, actor=people["bureau"], legal=legal)


@pytest.fixture
def joined(monkeypatch):
    """Ids of systems that some room calls joined."""
    ids = set()
    monkeypatch.setitem(registry._TELLERS, "test", lambda: ids)
    return ids


def kinds():
    return list(JournalEntry.objects.order_by("id").values_list("kind", flat=True))


def test_only_the_bureau_confirms_a_connection(registered, people, legal):
    with pytest.raises(NotPermitted):
        confirm_connection(registered.pk, note="前置机", actor=people["officer"], legal=legal)


def test_a_proposed_system_is_not_joined(proposed, people, legal):
    with pytest.raises(Conflict) as refused:
        confirm_connection(proposed.pk, note="前置机", actor=people["bureau"], legal=legal)
    assert refused.value.code == "system_not_registered"


@pytest.mark.parametrize("reason", ["", "  "])
def test_a_retirement_has_a_reason(registered, people, legal, reason):
    with pytest.raises(BadInput) as refused:
        retire_system(registered.pk, reason=reason, actor=people["officer"], legal=legal)
    assert refused.value.code == "retirement_reason_missing"


def test_nobody_retires_a_system_of_others_or_twice(registered, people, legal):
    with pytest.raises(NotFound):
        retire_system(registered.pk, reason="并入", actor=people["stranger"], legal=legal)
    with pytest.raises(NotPermitted):
        retire_system(registered.pk, reason="并入", actor=people["auditor"], legal=legal)
    retire_system(registered.pk, reason="并入市级平台", actor=people["officer"], legal=legal)
    with pytest.raises(Conflict):
        retire_system(registered.pk, reason="并入", actor=people["bureau"], legal=legal)
    assert kinds() == ["system_registered", "system_retired"]


def test_a_client_with_a_grant_joins_its_system_and_its_end_parts_it(registered, joined, people, legal):
    assert not connections_changed()
    joined.add(registered.pk)
    assert connections_changed()
    assert refresh_connections(actor=people["bureau"], legal=legal) == {"connected": 1, "disconnected": 0}
    registered.refresh_from_db()
    assert registered.connected_on == legal.today
    assert not connections_changed()

    joined.clear()
    assert refresh_connections(actor=people["bureau"], legal=legal) == {"connected": 0, "disconnected": 1}
    assert kinds() == ["system_registered", "system_connected", "system_disconnected"]
    assert AuditEntry.objects.filter(event="systems:system:disconnected").count() == 1


def test_a_confirmed_connection_lasts_until_it_is_withdrawn(registered, people, legal):
    confirm_connection(registered.pk, note="前置机接入", actor=people["bureau"], legal=legal)
    refresh_connections(actor=people["bureau"], legal=legal)
    assert kinds()[-1] == "system_connected"
    system = confirm_connection(registered.pk, note="", actor=people["bureau"], legal=legal)
    assert system.connected_on is None
    assert kinds()[-1] == "system_disconnected"


def test_a_retired_system_leaves_the_platform(registered, joined, people, legal):
    joined.add(registered.pk)
    refresh_connections(actor=people["bureau"], legal=legal)
    retire_system(registered.pk, reason="并入市级平台", actor=people["officer"], legal=legal)
    assert refresh_connections(actor=people["bureau"], legal=legal) == {"connected": 0, "disconnected": 1}
