"""What workbooks put into the sidebar."""

from django.utils.translation import gettext_lazy as _

from shuyuan.web.navigation import Group, Item, register

register(Item(_("Import and export"), "workbooks:home", "table-export", Group.COMPILATION, order=60))
