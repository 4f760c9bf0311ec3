"""Information systems as the register keeps them."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class InformationSystem(models.Model):
    """A department's system; only while it is REGISTERED can it be a client of the data interface."""

    class State(models.TextChoices):
        """Where an entry of the register stands."""

        PROPOSED = "proposed", _("Proposed")
        REGISTERED = "registered", _("Registered")
        RETIRED = "retired", _("Out of service")

    class Network(models.TextChoices):
        """The network that a system runs in (jz-project-2020/4)."""

        EGOV_EXTRANET = "egov_extranet", _("E-government extranet")
        EGOV_INTRANET = "egov_intranet", _("E-government intranet")
        INTERNET = "internet", _("Internet")
        PRIVATE = "private", _("Private business network")

    class Hosting(models.TextChoices):
        """Where a system runs (jz-project-2020/4)."""

        GOVERNMENT_CLOUD = "government_cloud", _("Government cloud")
        OWN_ROOM = "own_room", _("Own machine room")
        OTHER_CLOUD = "other_cloud", _("Other cloud")

    name = models.CharField(_("name"), max_length=80)
    department = models.ForeignKey(
        "organizations.Department", models.PROTECT, related_name="systems", verbose_name=_("department")
    )
    network = models.CharField(_("network"), max_length=20, choices=Network)
    hosting = models.CharField(_("hosting"), max_length=20, choices=Hosting)
    duty = models.CharField(_("what it is for"), max_length=300)
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.PROPOSED)
    proposed_by = models.ForeignKey("organizations.Person", models.PROTECT, related_name="+")
    proposed_on = models.DateField(_("proposed on"))
    registered_on = models.DateField(_("registered on"), null=True, blank=True)
    connected_on = models.DateField(_("connected on"), null=True, blank=True)
    connection_note = models.CharField(_("joined by other ways"), max_length=300, blank=True)
    retired_on = models.DateField(_("out of service since"), null=True, blank=True)
    retirement_reason = models.CharField(_("reason"), max_length=500, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["department", "name"], name="system_name_once_per_department"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def code(self) -> str:
        """The number in the register, given by the platform and never used again."""
        return f"SYS-{self.pk:05d}"
