"""
The sidebar: groups in a fixed order, a post's own work first, and items that the rooms register.

A room has a module `navigation.py` that calls `register(Item(…))`; it is imported when Django starts.
An item whose address does not exist is left out, so that a room may come and go.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from shuyuan.kernel.actor import PROJECT_OFFICES, Actor, Role


class Group(Enum):
    """The groups of the sidebar, in their order."""

    WORK = _("Workbench")
    CATALOG = _("Catalog")
    COMPILATION = _("Compiling")
    ELEMENTS = _("One datum, one source")
    COLLECTION = _("Collection")
    SHARING = _("Sharing")
    INTERFACES = _("Interfaces")
    PROJECTS = _("IT projects")
    PROJECT_MONEY = _("Project money")
    SUPERVISION = _("Oversight")
    AUDIT = _("Audit")
    LAW = _("Law")
    ADMINISTRATION = _("Administration")


#: What stands first, below the workbench, for posts whose work are the projects.
_OF_PROJECTS = (Group.PROJECTS, Group.PROJECT_MONEY, Group.SUPERVISION)


@dataclass(frozen=True)
class Item:
    """One line of the sidebar.

    `label` is a lazy translation, `url` the name of a URL pattern, `icon` a name in `icons.txt`.
    `roles` are those that see it, none for everybody who is signed in; `public` items are also
    shown to visitors. The lower `order`, the higher in its group. `pages` are names of further URL
    patterns that belong to the item although their addresses lie elsewhere.
    """

    label: Any
    url: str
    icon: str
    group: Group
    roles: frozenset[Role] = field(default_factory=frozenset)
    public: bool = False
    order: int = 50
    pages: frozenset[str] = field(default_factory=frozenset)

    def is_for(self, actor: Actor | None) -> bool:
        """Whether this actor (None for a visitor) sees the item."""
        if actor is None:
            return self.public
        return not self.roles or actor.role in self.roles


@dataclass(frozen=True)
class Link:
    """An item as a page shows it."""

    label: Any
    href: str
    icon: str
    current: bool


_ITEMS: dict[str, Item] = {}
_TOOLS: dict[str, Callable[[HttpRequest], SafeString]] = {}


def register(*items: Item) -> None:
    """Put items into the sidebar; one with the same URL name replaces the earlier."""
    _ITEMS.update({item.url: item for item in items})


def register_tool(name: str, draw: Callable[[HttpRequest], SafeString]) -> None:
    """Put something into the head of the pages of signed-in people; the same name again replaces it."""
    _TOOLS[name] = draw


def tools(request: HttpRequest) -> list[SafeString]:
    """What the rooms put into the head of this page."""
    return [draw(request) for draw in _TOOLS.values()]


def visible(request: HttpRequest) -> list[tuple[Group, list[Link]]]:
    """The groups with the links that the request's actor sees; the page's own link is marked."""
    actor = getattr(request, "actor", None)
    hrefs = {item: href for item in _ITEMS.values() if item.is_for(actor) and (href := _address(item.url))}
    current = _own(request, hrefs) or _nearest(request.path, hrefs.values())
    groups = []
    for group in _order(actor):
        links = [
            Link(item.label, hrefs[item], item.icon, hrefs[item] == current)
            for item in sorted(hrefs, key=lambda item: (item.order, item.url))
            if item.group is group
        ]
        if links:
            groups.append((group, links))
    return groups


def shortcuts(request: HttpRequest) -> list[Link]:
    """The links to the actor's own work: to projects for their offices, else all below the workbench."""
    groups = [(group, links) for group, links in visible(request) if group is not Group.WORK]
    if request.actor is not None and request.actor.role in PROJECT_OFFICES:
        groups = [(group, links) for group, links in groups if group in _OF_PROJECTS]
    return [link for _group, links in groups for link in links]


def _order(actor: Actor | None) -> list[Group]:
    if actor is None or actor.role not in PROJECT_OFFICES:
        return list(Group)
    first = (Group.WORK, *_OF_PROJECTS)
    return [*first, *(group for group in Group if group not in first)]


def _address(name: str) -> str | None:
    try:
        return reverse(name)
    except NoReverseMatch:
        return None


def _own(request: HttpRequest, hrefs: dict[Item, str]) -> str | None:
    """The item that says of itself that this page belongs to it."""
    name = request.resolver_match.view_name if request.resolver_match else ""
    return next((href for item, href in hrefs.items() if name in item.pages), None)


def _nearest(path: str, hrefs: Iterable[str]) -> str | None:
    """The longest address that the path lies under; the home page only for itself."""
    under = [href for href in hrefs if path == href or (href != "/" and path.startswith(href))]
    return max(under, key=len, default=None)
