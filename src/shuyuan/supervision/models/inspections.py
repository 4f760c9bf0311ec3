"""An inspection, the orders that come out of it, and the sanctions when an order is not met."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Inspection(models.Model):
    """The bureau or finance looks at projects, others take part (jz-project-2020/30 and 31)."""

    number = models.CharField(_("number"), max_length=60, unique=True)
    title = models.CharField(_("subject"), max_length=120)
    held_on = models.DateField(_("held on"))
    plan = models.TextField(_("what is looked at"), max_length=4000, blank=True)
    participants = models.ManyToManyField(
        "organizations.Department", related_name="+", blank=True, verbose_name=_("taking part")
    )
    projects = models.ManyToManyField(
        "projects.Project", related_name="inspections", verbose_name=_("projects")
    )
    result = models.TextField(_("result"), max_length=4000, blank=True)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey("organizations.Post", models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-held_on", "-id"]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    def get_absolute_url(self) -> str:
        """The page of the inspection."""
        return reverse("supervision:inspection", args=[self.pk])


class Order(models.Model):
    """An order to rectify (责令限期整改) to the unit of a project, its deadline and what became of it."""

    class State(models.TextChoices):
        """How far the order has come."""

        ISSUED = "issued", pgettext_lazy("order", "Issued")
        ANSWERED = "answered", pgettext_lazy("order", "Answered, to be checked")
        NOT_MET = "not_met", pgettext_lazy("order", "Not met")
        MET = "met", pgettext_lazy("order", "Met")

    number = models.CharField(_("number"), max_length=60, unique=True)
    project = models.ForeignKey("projects.Project", models.PROTECT, related_name="orders")
    inspection = models.ForeignKey(Inspection, models.PROTECT, null=True, blank=True, related_name="orders")
    finding = models.TextField(_("finding"), max_length=4000)
    demand = models.TextField(_("what is demanded"), max_length=4000)
    basis = models.CharField(_("rule that was broken"), max_length=200, blank=True)
    issued_on = models.DateField(_("issued on"))
    due_on = models.DateField(_("due"))
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.ISSUED)
    is_refused = models.BooleanField(_("the unit refuses"), default=False)
    answer = models.TextField(_("answer"), max_length=4000, blank=True)
    answered_on = models.DateField(_("answered on"), null=True, blank=True)
    opinion = models.CharField(_("opinion"), max_length=1000, blank=True)
    checked_on = models.DateField(_("checked on"), null=True, blank=True)
    paper = models.OneToOneField("papers.IssuedPaper", models.PROTECT, null=True, related_name="+")
    issued_by = models.ForeignKey("organizations.Post", models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-issued_on", "-id"]
        indexes = [
            models.Index(fields=["state", "due_on"], name="order_state_due"),
            models.Index(fields=["due_on", "id"], condition=~models.Q(state="met"), name="order_open_due"),
        ]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        """The page of the order."""
        return reverse("supervision:order", args=[self.pk])

    @property
    def is_open(self) -> bool:
        """Whether it is not met yet."""
        return self.state != self.State.MET


class Sanction(models.Model):
    """A step of the ladder of jz-project-2020/31.1 for an order that was refused or not met."""

    class Kind(models.TextChoices):
        """The steps of the ladder, in their order."""

        CRITICISM = "notice_of_criticism", _("Notice of criticism")
        SUSPEND_PAYMENT = "suspend_payment", _("Payments suspended")
        SUSPEND_PROJECT = "suspend_project", _("Project suspended")
        TERMINATE = "terminate_project", _("Project terminated")

    order = models.ForeignKey(Order, models.PROTECT, related_name="sanctions")
    kind = models.CharField(_("sanction"), max_length=24, choices=Kind)
    reason = models.CharField(_("reason"), max_length=1000)
    number = models.CharField(_("number"), max_length=60)
    decided_on = models.DateField(_("decided on"))
    lifted_on = models.DateField(_("lifted on"), null=True, blank=True)
    paper = models.OneToOneField("papers.IssuedPaper", models.PROTECT, null=True, related_name="+")
    decided_by = models.ForeignKey("organizations.Post", models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["order", "kind"], name="sanction_once_per_order")]

    def __str__(self) -> str:
        return f"{self.order_id} {self.kind}"

    @property
    def is_lasting(self) -> bool:
        """Whether it goes on until it is lifted."""
        return self.kind in {self.Kind.SUSPEND_PAYMENT, self.Kind.SUSPEND_PROJECT}
