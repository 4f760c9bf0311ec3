"""What the bureau remarks in a review: on one field, on one item, or on the entry as a whole."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Remark(models.Model):
    """One remark on what was handed in; the department ticks it off, and all stay as history.

    `item` is the column of an item, '' for the entry; `field` a field of either, '' for the whole.
    The department sees it once the entry is returned (`sent_at`).
    """

    entry = models.ForeignKey("catalog.Entry", models.CASCADE, related_name="remarks")
    item = models.CharField(_("column"), max_length=59, blank=True)
    field = models.CharField(_("field"), max_length=40, blank=True)
    text = models.TextField(_("remark"), max_length=1000)
    made_at = models.DateTimeField(_("made"))
    made_by = models.ForeignKey("organizations.Post", models.PROTECT, null=True, related_name="+")
    sent_at = models.DateTimeField(_("sent to the department"), null=True, blank=True)
    mended_at = models.DateTimeField(_("mended"), null=True, blank=True)

    class Meta:
        ordering = ["entry", "id"]

    def __str__(self) -> str:
        return self.text
