"""What planning keeps of a project: the study, the consent, and the data of the documents handed in."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from shuyuan.planning.rules import yuan


class Consent(models.Model):
    """The city government's consent to projects of a plan: document number, day, and its scan."""

    year = models.PositiveSmallIntegerField(_("plan year"))
    document = models.CharField(_("document number"), max_length=80)
    day = models.DateField(_("day"))
    recorded_at = models.DateTimeField(_("recorded"))
    recorded_by = models.ForeignKey("organizations.Post", models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-day", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["year", "document"], name="consent_document_once"),
        ]

    def __str__(self) -> str:
        return self.document


class ProjectPlan(models.Model):
    """A project in its plan: what the study said, and where the project is going to run."""

    class Opinion(models.TextChoices):
        """What the bureau's study came to."""

        INCLUDE = "include", _("Take into the plan")
        RETURN = "return", _("Return for completion")
        DECLINE = "decline", _("Decline the project")

    project = models.OneToOneField("projects.Project", models.CASCADE, related_name="plan")
    rank = models.PositiveSmallIntegerField(_("priority"), default=0)
    opinion = models.CharField(_("study"), max_length=8, choices=Opinion, blank=True)
    opinion_text = models.CharField(_("opinion"), max_length=2000, blank=True)
    studied_at = models.DateTimeField(_("studied"), null=True, blank=True)
    studied_by = models.ForeignKey("organizations.Post", models.PROTECT, null=True, related_name="+")
    consent = models.ForeignKey(Consent, models.PROTECT, null=True, related_name="plans")
    on_government_cloud = models.BooleanField(_("Runs on the government cloud"), default=False)
    on_egov_network = models.BooleanField(_("Uses the e-government network"), default=False)
    connects_to_platform = models.BooleanField(_("Joins the big data platform"), default=False)
    builds_machine_room = models.BooleanField(_("Builds a machine room of its own"), default=False)
    builds_private_network = models.BooleanField(_("Builds a private network"), default=False)
    infrastructure_note = models.CharField(_("explanation"), max_length=2000, blank=True)
    infrastructure_at = models.DateTimeField(_("stated on"), null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["rank"], name="project_plan_rank")]

    def __str__(self) -> str:
        return str(self.project_id)


class BudgetLine(models.Model):
    """One line of a project's budget; the price of one is in fen."""

    project = models.ForeignKey("projects.Project", models.CASCADE, related_name="budget_lines")
    position = models.PositiveSmallIntegerField(default=0)
    item = models.CharField(_("budget item"), max_length=120)
    quantity = models.PositiveIntegerField(_("quantity"))
    unit = models.CharField(_("unit of measure"), max_length=20, blank=True)
    price_fen = models.BigIntegerField(_("price of one"))
    year = models.PositiveSmallIntegerField(_("year"))

    class Meta:
        ordering = ["project", "position", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(price_fen__gt=0) & models.Q(quantity__gt=0), name="budget_line_positive"
            ),
        ]

    def __str__(self) -> str:
        return self.item

    @property
    def total_fen(self) -> int:
        """What the line costs in all."""
        return self.quantity * self.price_fen

    @property
    def price_yuan(self) -> str:
        """The price of one in yuan."""
        return yuan(self.price_fen)

    @property
    def total_yuan(self) -> str:
        """The line in yuan."""
        return yuan(self.total_fen)


class Target(models.Model):
    """One performance target of a project: an indicator, its value, and the unit it is measured in."""

    project = models.ForeignKey("projects.Project", models.CASCADE, related_name="targets")
    position = models.PositiveSmallIntegerField(default=0)
    indicator = models.CharField(_("indicator"), max_length=120)
    value = models.DecimalField(_("target value"), max_digits=14, decimal_places=2)
    unit = models.CharField(_("unit of measure"), max_length=20)

    class Meta:
        ordering = ["project", "position", "id"]

    def __str__(self) -> str:
        return self.indicator

    @property
    def value_shown(self) -> str:
        """The value without needless zeros."""
        return f"{self.value.normalize():f}"
