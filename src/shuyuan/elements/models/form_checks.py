"""A form that asks citizens or companies, as a list of its fields, to be compared with the catalog."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class FormCheck(models.Model):
    """The fields of one form; what the platform has for them is looked up each time it is read.

    `fields` are records of `label` and `basis`, the law that orders to ask all the same ('' for none).
    """

    name = models.CharField(_("form"), max_length=100)
    matter = models.CharField(_("matter"), max_length=100, blank=True)
    department = models.ForeignKey(
        "organizations.Department", models.PROTECT, related_name="+", verbose_name=_("department")
    )
    fields = models.JSONField(_("fields"), default=list)
    made_at = models.DateTimeField(_("checked on"))
    made_by = models.ForeignKey("organizations.Post", models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The page with the result."""
        return reverse("elements:form", args=[self.pk])
