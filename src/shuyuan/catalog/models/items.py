"""The item (信息项): one column of an entry, with its type, key, protection and sharing."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from shuyuan.catalog.guide import DATA_TYPES, SHARING_TYPES, Cycle, KeyKind, Level


class Item(models.Model):
    """One item; a blank sharing type, condition, method or update cycle means that of the entry.

    `checks` and `mask` hold the JSON forms of `engine.spec.Check` and `engine.spec.Mask`.
    """

    entry = models.ForeignKey("catalog.Entry", models.CASCADE, related_name="items")
    position = models.PositiveIntegerField(_("order"))
    name = models.CharField(_("column"), max_length=59)
    label = models.CharField(_("name"), max_length=100)
    description = models.CharField(_("description"), max_length=200, blank=True)
    data_type = models.CharField(_("data type"), max_length=1, choices=list(DATA_TYPES.items()))
    length = models.PositiveIntegerField(_("length"), null=True, blank=True)
    scale = models.PositiveSmallIntegerField(_("decimals"), default=0)
    required = models.BooleanField(_("required"), default=False)
    is_key = models.BooleanField(_("key"), default=False)
    key_kind = models.CharField(_("what the key identifies"), max_length=12, choices=KeyKind, blank=True)
    sensitive = models.BooleanField(_("sensitive"), default=False)
    personal = models.BooleanField(_("personal information"), default=False)
    level = models.CharField(_("data level"), max_length=12, choices=Level, default=Level.GENERAL.value)
    sharing_type = models.CharField(_("sharing type"), max_length=16, choices=SHARING_TYPES, blank=True)
    sharing_condition = models.CharField(
        _("sharing condition, or legal basis when not shared"), max_length=400, blank=True
    )
    method_types = models.JSONField(_("kinds of sharing method"), default=list, blank=True)
    is_open = models.BooleanField(_("open to the public"), default=False)
    open_condition = models.CharField(_("condition of opening"), max_length=400, blank=True)
    update_cycle = models.CharField(_("update cycle"), max_length=12, choices=Cycle, blank=True)
    checks = models.JSONField(_("checks"), default=list, blank=True)
    mask = models.JSONField(_("default mask"), null=True, blank=True)

    class Meta:
        ordering = ["entry", "position"]
        # Who else keeps an item of that name: asked for every project that plans to collect it.
        indexes = [models.Index(fields=["label"], name="item_label")]
        constraints = [
            models.UniqueConstraint(fields=["entry", "name"], name="item_name_once"),
            models.UniqueConstraint(fields=["entry", "label"], name="item_label_once"),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def effective_sharing_type(self) -> str:
        """The item's own sharing type, else that of its entry."""
        return self.sharing_type or self.entry.sharing_type
