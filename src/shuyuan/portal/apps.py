"""The Django app of the portal."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """The home pages and the law."""

    name = "shuyuan.portal"
    label = "portal"
