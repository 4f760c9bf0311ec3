"""The kinds of tasks and messages of upkeep, with their words."""

from django.utils.translation import gettext_lazy as _

from shuyuan.casework import kinds as tasks
from shuyuan.notices import kinds as notices

REQUEST_UPDATE = tasks.register_kind("upkeep:occasion:request", _("Ask for a catalog update"))
REVIVE = tasks.register_kind("upkeep:finding:revive", _("Revive a dead catalog entry"))

OCCASION = notices.register_kind("upkeep:occasion:recorded", _("Occasion to update the catalog"))
NOT_NEEDED = notices.register_kind("upkeep:occasion:settled", _("No update of the catalog needed"))
PUBLISHED = notices.register_kind("upkeep:entry:published", _("New version of a catalog entry"))
SUSPENDED = notices.register_kind("upkeep:entry:suspended", _("Catalog entry suspended"))
RESUMED = notices.register_kind("upkeep:entry:resumed", _("Catalog entry resumed"))
NEW_DATA = notices.register_kind("upkeep:entry:data", _("New data of a catalog entry"))
