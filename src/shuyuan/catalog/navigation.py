"""What the catalog puts into the sidebar."""

from django.utils.translation import gettext_lazy as _

from shuyuan.catalog.selectors import DRAFTERS
from shuyuan.kernel.actor import Role
from shuyuan.web.navigation import Group, Item, register

register(
    Item(_("Master catalog"), "catalog:list", "books", Group.CATALOG, order=10),
    Item(
        _("My department's entries"),
        "catalog:own",
        "folder",
        Group.COMPILATION,
        DRAFTERS,
        order=20,
        pages=frozenset(
            f"catalog:{name}"
            for name in ("new", "edit", "submit", "revise", "propose_items", "add_item", "change_item")
        ),
    ),
    Item(
        _("Reviews of entries"),
        "catalog:reviews",
        "clipboard-check",
        Group.COMPILATION,
        frozenset({Role.DATA_ADMINISTRATION}),
        order=30,
        pages=frozenset({"catalog:review", "catalog:publish_several", "catalog:return", "catalog:remark"}),
    ),
    Item(_("Responsibility list"), "catalog:duties", "checklist", Group.CATALOG, order=40),
    Item(_("Classes"), "catalog:classes", "list-tree", Group.COMPILATION, order=50),
    Item(_("Sharing catalog"), "catalog:sharing", "share", Group.SHARING, order=10),
)
