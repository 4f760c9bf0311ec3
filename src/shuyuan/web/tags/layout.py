"""The frame of a page: icons, sidebar, crumbs, headers, cards, tabs, empty states, dialogs."""

from typing import TYPE_CHECKING, Any

from django import template
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from shuyuan.kernel.actor import Role
from shuyuan.web import navigation

if TYPE_CHECKING:
    from django.http import HttpRequest

register = template.Library()

ROLES = {
    Role.PRINCIPAL_OFFICER: _("Principal officer"),
    Role.DATA_OFFICER: _("Data officer"),
    Role.OPERATOR: _("Operator"),
    Role.DATA_ADMINISTRATION: _("Data administration"),
    Role.SYSTEM_ADMINISTRATOR: _("System administrator"),
    Role.SECURITY_ADMINISTRATOR: _("Security administrator"),
    Role.AUDIT_ADMINISTRATOR: _("Audit administrator"),
    Role.INVESTMENT_APPROVAL: _("Investment approval"),
    Role.FINANCE: _("Finance"),
    Role.AUDIT_OFFICE: _("Audit office"),
    Role.EXPERT: _("Expert"),
    Role.CITY_LEADER: _("City leader"),
}


def icon_html(name: str, css: str = "") -> SafeString:
    """An icon of the sprite; always beside words, so hidden from screen readers."""
    return format_html(
        '<svg class="icon {}" aria-hidden="true" focusable="false"><use href="{}#{}"></use></svg>',
        css,
        static("web/vendor/icons.svg"),
        name,
    )


@register.simple_tag
def icon(name: str, css: str = "") -> SafeString:
    """`{% icon "home" %}`: one of the names in `icons.txt`."""
    return icon_html(name, css)


@register.simple_tag(takes_context=True)
def navigation_groups(context: dict[str, Any]) -> list[tuple[navigation.Group, list[navigation.Link]]]:
    """`{% navigation_groups as groups %}`: what the sidebar shows to the request's actor."""
    return navigation.visible(context["request"])


@register.simple_tag(takes_context=True)
def navigation_shortcuts(context: dict[str, Any]) -> list[navigation.Link]:
    """`{% navigation_shortcuts as links %}`: the way to the work of the request's actor."""
    return navigation.shortcuts(context["request"])


@register.simple_tag(takes_context=True)
def header_tools(context: dict[str, Any]) -> list[SafeString]:
    """`{% header_tools as tools %}`: what rooms put into the head of the page."""
    return navigation.tools(context["request"])


@register.simple_tag
def address(name: str, *args: Any) -> str:
    """`{% address "catalog:list" as href %}`: like `url`, but empty when there is no such page."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


@register.simple_tag(takes_context=True)
def is_folded(context: dict[str, Any]) -> bool:
    """Whether this person has folded the sidebar (a cookie that the button sets)."""
    request: HttpRequest = context["request"]
    return request.COOKIES.get("shuyuan_nav") == "narrow"


@register.simple_tag
def crumb(label: str, href: str = "") -> SafeString:
    """`{% crumb _("Catalog") "/catalog/" %}` inside block `crumbs`; the last one has no address."""
    if href:
        return format_html('<li><a href="{}">{}</a></li>', href, label)
    return format_html('<li aria-current="page">{}</li>', label)


@register.simple_block_tag
def pageheader(content: SafeString, title: Any, subtitle: Any = "") -> SafeString:
    """`{% pageheader title subtitle %}buttons{% endpageheader %}`: the only h1 of a page."""
    return render_to_string(
        "web/components/pageheader.html", {"title": title, "subtitle": subtitle, "actions": content}
    )


@register.simple_block_tag
def card(content: SafeString, title: Any = "", icon: str = "", flush: bool = False) -> SafeString:
    """`{% card _("Items") icon="list" %}…{% endcard %}`; `flush=True` for a table up to the edges."""
    return render_to_string(
        "web/components/card.html", {"title": title, "icon": icon, "flush": flush, "content": content}
    )


@register.simple_block_tag
def notice(content: SafeString, tone: str = "info") -> SafeString:
    """`{% notice "waiting" %}…{% endnotice %}`: a box that says something about the whole page."""
    return render_to_string("web/components/notice.html", {"tone": tone, "content": content})


@register.simple_block_tag
def empty(content: SafeString, title: Any, text: Any = "", icon: str = "inbox") -> SafeString:
    """`{% empty title text icon %}the next action{% endempty %}`: where a list has nothing."""
    return render_to_string(
        "web/components/empty.html", {"title": title, "text": text, "icon": icon, "action": content}
    )


@register.inclusion_tag("web/components/tabs.html", takes_context=True)
def tabs(context: dict[str, Any], items: list[tuple[Any, ...]]) -> dict[str, Any]:
    """`{% tabs items %}`: tuples (label, address) or (label, address, count); the current one is found.

    An address that starts with ``?`` belongs to the present page.
    """
    request: HttpRequest = context["request"]
    here = request.get_full_path()
    tabs: list[dict[str, Any]] = []
    for label, address, *count in items:
        href = f"{request.path}{address}" if address.startswith("?") else address
        current = href == here or ("?" not in href and href == request.path)
        tabs.append({"label": label, "href": href, "count": count[0] if count else None, "current": current})
    exact = any(tab["href"] == here for tab in tabs)
    for tab in tabs:
        tab["current"] = tab["href"] == here if exact else tab["current"]
    return {"tabs": tabs}


@register.simple_block_tag(takes_context=True)
def confirm(
    context: dict[str, Any],
    content: SafeString,
    name: str,
    action: str,
    title: Any,
    *,
    button: Any = "",
    reason: Any = "",
    reason_required: bool = True,
    danger: bool = False,
) -> SafeString:
    """`{% confirm name action title reason=… %}…{% endconfirm %}`: a dialog that posts to `action`.

    A `<button type="button" data-dialog="{{ name }}">` opens it.

    The content is what the person reads (and further fields); with a `reason` label there is a field
    `reason`, which must be filled unless `reason_required=False`.
    """
    return render_to_string(
        "web/components/confirm.html",
        {
            "name": name,
            "action": action,
            "title": title,
            "button": button or title,
            "reason": reason,
            "reason_required": reason_required,
            "danger": danger,
            "content": content,
        },
        request=context.get("request"),
    )


@register.simple_tag
def rolename(role: Role | str) -> str:
    """`{% rolename actor.role %}`: the role in words."""
    return str(ROLES[Role(role)])
