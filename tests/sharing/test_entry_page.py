"""What sharing adds to the catalog: the tab of an entry page, and word to the gateway."""

from types import SimpleNamespace

import pytest
from django.template.loader import render_to_string

from shuyuan.catalog.registry import announce_change, blocks
from shuyuan.kernel.actor import Role
from shuyuan.sharing.entry_page import sharing_tab
from shuyuan.sharing.models import SnapshotChange


@pytest.fixture
def tab(grant, submitted):
    def show(actor):
        return sharing_tab(SimpleNamespace(actor=actor), grant.entry)

    return show


def test_the_tab_is_registered(db):
    assert "sharing" in {block.key for block in blocks()}


def test_the_tab_shows_what_the_actor_may_see(tab, grant, officer, keeper, reviewer, stranger):
    for actor in (officer, keeper, reviewer):
        assert [found.number for found in tab(actor)["grants"]] == [grant.number]
    assert list(tab(stranger)["grants"]) == []
    assert tab(stranger)["can_ask"]
    assert tab(None) is None


def test_administrators_of_the_platform_are_not_asked_to_ask(tab, organizations, bureau):
    assert not tab(organizations.make_actor(Role.SECURITY_ADMINISTRATOR, bureau))["can_ask"]


def test_the_tab_is_drawn(tab, grant, officer, rf):
    html = render_to_string("sharing/entry_tab.html", tab(officer), request=rf.get("/"))
    assert grant.number in html
    assert f"/sharing/requests/new/{grant.entry.path}/" in html


def test_a_change_of_a_shared_entry_is_told_to_the_gateway(grant, officer, legal):
    announce_change(grant.entry, actor=officer, legal=legal)
    assert SnapshotChange.objects.filter(subject_kind="entry", subject_id=grant.entry.code).exists()


def test_the_provider_is_not_led_to_ask_for_its_own_data(tab, keeper, stranger, rf):
    drawn = [
        render_to_string("sharing/entry_tab.html", tab(actor), request=rf.get("/"))
        for actor in (stranger, keeper)
    ]
    assert ["btn-primary" in html for html in drawn] == [True, False]
