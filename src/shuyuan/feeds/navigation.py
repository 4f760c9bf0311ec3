"""What the feeds put into the sidebar."""

from django.utils.translation import gettext_lazy as _

from shuyuan.web.navigation import Group, Item, register

register(Item(_("Open data"), "feeds:open", "world", Group.CATALOG, public=True, order=70))
