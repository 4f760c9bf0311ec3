"""Machine clients of registered systems, and their public keys."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Client(models.Model):
    """What a department's system signs in as; it belongs to one system of the register."""

    class State(models.TextChoices):
        """Whether the gateway lets it in."""

        ACTIVE = "active", _("Active")
        DEACTIVATED = "deactivated", _("Deactivated")

    client_id = models.CharField(_("client id"), max_length=64, unique=True)
    name = models.CharField(_("name"), max_length=80)
    system = models.ForeignKey(
        "systems.InformationSystem", models.PROTECT, related_name="clients", verbose_name=_("system")
    )
    department = models.ForeignKey(
        "organizations.Department", models.PROTECT, related_name="clients", verbose_name=_("department")
    )
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.ACTIVE)
    registered_at = models.DateTimeField(_("registered"))
    deactivated_at = models.DateTimeField(_("deactivated"), null=True, blank=True)
    deactivation_reason = models.CharField(_("reason"), max_length=300, blank=True)

    class Meta:
        ordering = ["client_id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state="active", deactivated_at__isnull=True)
                | models.Q(state="deactivated", deactivated_at__isnull=False),
                name="client_inactive_since",
            ),
        ]

    def __str__(self) -> str:
        return self.client_id

    @property
    def is_active(self) -> bool:
        """Whether it can sign in."""
        return self.state == self.State.ACTIVE


class ClientKey(models.Model):
    """One public key of a client as a JWK; the platform never keeps a private key."""

    client = models.ForeignKey(Client, models.PROTECT, related_name="keys")
    key_id = models.CharField(_("key id"), max_length=64)
    algorithm = models.CharField(_("algorithm"), max_length=10)
    public_jwk = models.JSONField(_("public key"))
    added_at = models.DateTimeField(_("added"))
    retired_at = models.DateTimeField(_("retired"), null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["client", "key_id"], name="client_key_once"),
        ]

    def __str__(self) -> str:
        return self.key_id
