"""How a project bought what it needs: tenders with their bids, and the contracts that followed."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Tender(models.Model):
    """A tender or another procurement of a project, recorded when it is decided."""

    class Method(models.TextChoices):
        """How a body may buy."""

        PUBLIC = "public", _("Public tender")
        INVITED = "invited", _("Tender by invitation")
        NEGOTIATION = "negotiation", _("Competitive negotiation")
        CONSULTATION = "consultation", _("Competitive consultation")
        INQUIRY = "inquiry", _("Price inquiry")
        SINGLE_SOURCE = "single_source", _("Single source")
        FRAMEWORK = "framework", _("Framework agreement")

    project = models.ForeignKey("projects.Project", models.PROTECT, related_name="tenders")
    title = models.CharField(_("what is bought"), max_length=120)
    method = models.CharField(_("method"), max_length=16, choices=Method)
    announcement = models.CharField(_("announcement"), max_length=200)
    opened_on = models.DateField(_("bids opened"))
    content = models.TextField(_("what was put out"), max_length=4000, blank=True)
    recorded_at = models.DateTimeField(_("recorded"))
    recorded_by = models.ForeignKey("organizations.Post", models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["opened_on", "id"]
        constraints = [
            models.UniqueConstraint(fields=["project", "announcement"], name="tender_announced_once"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def winner(self) -> "Bid | None":
        """The bid that won."""
        return next((bid for bid in self.bids.all() if bid.is_winner), None)


class Bid(models.Model):
    """What one bidder offered in a tender, in fen."""

    tender = models.ForeignKey(Tender, models.CASCADE, related_name="bids")
    name = models.CharField(_("bidder"), max_length=120)
    uscc = models.CharField(_("unified social credit code"), max_length=18)
    fen = models.BigIntegerField(_("offer"))
    is_winner = models.BooleanField(_("has won"), default=False)

    class Meta:
        ordering = ["-is_winner", "fen", "id"]
        constraints = [
            models.UniqueConstraint(fields=["tender", "uscc"], name="bid_once"),
            models.UniqueConstraint(
                fields=["tender"], condition=models.Q(is_winner=True), name="tender_one_winner"
            ),
            models.CheckConstraint(condition=models.Q(fen__gt=0), name="bid_positive"),
        ]

    def __str__(self) -> str:
        return self.name


class Contract(models.Model):
    """A contract of a project; `number` is its key in the journal, `data["contract"]`."""

    class Kind(models.TextChoices):
        """What the other party owes."""

        BUILD = "build", pgettext_lazy("contract", "Construction")
        SUPERVISE = "supervise", pgettext_lazy("contract", "Engineering supervision")
        SERVICE = "service", pgettext_lazy("contract", "Services")

    project = models.ForeignKey("projects.Project", models.PROTECT, related_name="delivery_contracts")
    number = models.CharField(_("contract number"), max_length=60)
    title = models.CharField(_("contract"), max_length=120)
    kind = models.CharField(_("kind of contract"), max_length=12, choices=Kind)
    party = models.CharField(_("other party"), max_length=120)
    uscc = models.CharField(_("unified social credit code"), max_length=18)
    fen = models.BigIntegerField(_("sum"))
    signed_on = models.DateField(_("signed on"))
    tender = models.ForeignKey(Tender, models.PROTECT, null=True, blank=True, related_name="contracts")
    document = models.ForeignKey("papers.Attachment", models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField(_("recorded"))
    recorded_by = models.ForeignKey("organizations.Post", models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["signed_on", "id"]
        constraints = [
            models.UniqueConstraint(fields=["project", "number"], name="contract_number_once"),
            models.CheckConstraint(condition=models.Q(fen__gt=0), name="contract_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"


class Amendment(models.Model):
    """A supplement to a contract that gives it another sum; the sums before and after are kept for good."""

    contract = models.ForeignKey(Contract, models.PROTECT, related_name="amendments")
    number = models.PositiveSmallIntegerField(_("number"))
    agreement = models.CharField(_("number of the supplement"), max_length=60)
    reason = models.TextField(_("reason"), max_length=2000)
    fen_before = models.BigIntegerField(_("sum before"))
    fen_after = models.BigIntegerField(_("sum after"))
    signed_on = models.DateField(_("signed on"))
    document = models.ForeignKey("papers.Attachment", models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField(_("recorded"))
    recorded_by = models.ForeignKey("organizations.Post", models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["contract", "number"]
        constraints = [
            models.UniqueConstraint(fields=["contract", "number"], name="amendment_number_once"),
            models.UniqueConstraint(fields=["contract", "agreement"], name="amendment_agreement_once"),
            models.CheckConstraint(condition=models.Q(fen_after__gt=0), name="amendment_positive"),
        ]

    def __str__(self) -> str:
        return self.agreement
