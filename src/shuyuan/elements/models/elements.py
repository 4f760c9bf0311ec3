"""The data element (数据元): one datum with its definition, whatever entries hold it."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from shuyuan.catalog.guide import DATA_TYPES, SUBJECT_KINDS
from shuyuan.catalog.rules import SubjectKind
from shuyuan.elements.states import ElementState
from shuyuan.organizations.pinyin import initials

STATE_LABELS = [
    (ElementState.PROPOSED.value, _("Proposed")),
    (ElementState.IN_FORCE.value, _("In force")),
    (ElementState.REFUSED.value, _("Not accepted")),
    (ElementState.RETIRED.value, _("Retired")),
]


class DataElement(models.Model):
    """A datum that departments share, with the names by which it goes.

    `about` is whom the datum describes, and so by what its rows are keyed; `identifies` marks the element
    that is that key itself. `columns` are names that department systems usually give the column.
    """

    code = models.CharField(_("number"), max_length=20, unique=True)
    name = models.CharField(_("name"), max_length=80, unique=True)
    name_en = models.CharField(_("English name"), max_length=120, blank=True)
    definition = models.CharField(_("definition"), max_length=400)
    aliases = models.JSONField(_("other names"), default=list, blank=True)
    columns = models.JSONField(_("usual columns"), default=list, blank=True)
    about = models.CharField(
        _("whom it describes"), max_length=12, choices=SUBJECT_KINDS, default=SubjectKind.OTHER.value
    )
    identifies = models.BooleanField(_("is the key"), default=False)
    personal = models.BooleanField(_("personal information"), default=False)
    data_type = models.CharField(_("data type"), max_length=1, choices=list(DATA_TYPES.items()))
    length = models.PositiveIntegerField(_("length"), null=True, blank=True)
    scale = models.PositiveSmallIntegerField(_("decimals"), default=0)
    code_table = models.ForeignKey(
        "elements.CodeTable",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="elements",
        verbose_name=_("code table"),
    )
    usual_source = models.ForeignKey(
        "organizations.Department",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("whose duty it usually is"),
    )
    state = models.CharField(_("state"), max_length=12, choices=STATE_LABELS, default=ElementState.PROPOSED)
    proposed_by = models.ForeignKey(
        "organizations.Department",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("proposed by"),
    )
    proposed_at = models.DateTimeField(_("proposed"))
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    opinion = models.CharField(_("opinion"), max_length=400, blank=True)
    revision = models.PositiveIntegerField(default=1)
    search_text = models.TextField(blank=True, editable=False)

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The page of the element."""
        return reverse("elements:element", args=[self.code])

    def refresh_search_text(self) -> None:
        """What the list looks in: number, names and columns, with the initials of the name's pinyin."""
        words = [self.code, self.name, initials(self.name), self.name_en, *self.aliases, *self.columns]
        self.search_text = " ".join(filter(None, words)).lower()

    @property
    def is_in_force(self) -> bool:
        """Whether items may be bound to it."""
        return self.state == ElementState.IN_FORCE
