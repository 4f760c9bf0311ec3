import pytest
from django.urls import clear_script_prefix

from shuyuan.kernel.actor import Actor, Role
from shuyuan.web import navigation
from shuyuan.web.navigation import Group, Item, register, shortcuts, visible


@pytest.fixture
def empty_sidebar(monkeypatch):
    monkeypatch.setattr(navigation, "_ITEMS", {})
    clear_script_prefix()


def links(request):
    return {str(link.label): link for _, group in visible(request) for link in group}


def test_an_item_without_an_address_is_left_out(empty_sidebar, ask):
    register(Item("gone", "nowhere:list", "book", Group.CATALOG))
    assert visible(ask()) == []


def test_an_item_for_a_role_is_hidden_from_the_others(empty_sidebar, ask):
    register(Item("audit", "account_login", "book", Group.AUDIT, frozenset({Role.AUDIT_ADMINISTRATOR})))
    assert not links(ask())
    assert links(ask(actor=Actor(1, "测试乙", 8, "", Role.AUDIT_ADMINISTRATOR)))


def test_a_visitor_sees_only_public_items(empty_sidebar, ask):
    register(
        Item("home", "portal:home", "home", Group.WORK, public=True),
        Item("account", "mfa_index", "lock", Group.ADMINISTRATION),
    )
    assert set(links(ask(actor=None))) == {"home"}
    assert set(links(ask())) == {"home", "account"}


def test_the_nearest_item_is_marked_and_home_only_on_itself(empty_sidebar, ask):
    register(
        Item("home", "portal:home", "home", Group.WORK),
        Item("two factors", "mfa_index", "lock", Group.ADMINISTRATION),
        Item("app", "mfa_activate_totp", "lock", Group.ADMINISTRATION),
    )
    here = links(ask("/accounts/2fa/totp/activate/"))
    assert [name for name, link in here.items() if link.current] == ["app"]
    assert [name for name, link in links(ask("/")).items() if link.current] == ["home"]
    assert not any(link.current for link in links(ask("/elsewhere/")).values())


def test_groups_keep_their_order_and_items_theirs(empty_sidebar, ask):
    register(
        Item("z", "mfa_index", "lock", Group.ADMINISTRATION, order=1),
        Item("a", "account_login", "lock", Group.ADMINISTRATION, order=2),
        Item("home", "portal:home", "home", Group.WORK),
    )
    shown = [(group, [str(link.label) for link in found]) for group, found in visible(ask())]
    assert shown == [(Group.WORK, ["home"]), (Group.ADMINISTRATION, ["z", "a"])]


def test_the_work_of_a_project_office_comes_first(empty_sidebar, ask):
    register(
        Item("home", "portal:home", "home", Group.WORK),
        Item("catalog", "mfa_index", "book", Group.CATALOG),
        Item("holds", "account_login", "lock", Group.PROJECT_MONEY),
    )
    finance = ask(actor=Actor(1, "测试丙", 9, "finance", Role.FINANCE))
    assert [group for group, _ in visible(finance)] == [Group.WORK, Group.PROJECT_MONEY, Group.CATALOG]
    assert [str(link.label) for link in shortcuts(finance)] == ["holds"]
    assert [group for group, _ in visible(ask())] == [Group.WORK, Group.CATALOG, Group.PROJECT_MONEY]
    assert [str(link.label) for link in shortcuts(ask())] == ["catalog", "holds"]
