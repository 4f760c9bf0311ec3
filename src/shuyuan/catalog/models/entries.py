"""The catalog entry (目录): what a department keeps about something, and how it may be shared."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from shuyuan.catalog.guide import (
    SHARING_TYPES,
    SUBJECT_KINDS,
    ChangeKind,
    Cycle,
    Level,
    MethodClass,
    OpenTheme,
)
from shuyuan.catalog.rules import SharingType, SubjectKind
from shuyuan.catalog.states import NOT_PUBLISHED, State

STATE_LABELS = [
    (State.DRAFT.value, _("Draft")),
    (State.SUBMITTED.value, _("Under review")),
    (State.RETURNED.value, _("Returned")),
    (State.PUBLISHED.value, _("Published")),
    (State.SUSPENDED.value, _("Suspended")),
    (State.PLANNED.value, _("Planned with a project")),
]


class Entry(models.Model):
    """One entry with all fields of the national guide, or the working copy of a change to one.

    A published entry stays as it is while a change is prepared: the change is a second row whose
    `revises` names it. Publishing the change copies it over, writes the next `EntryVersion`, and removes
    the working copy. `revision` counts every write and guards against two people editing at once.
    """

    revises = models.OneToOneField("self", models.CASCADE, null=True, blank=True, related_name="working_copy")
    provider = models.ForeignKey(
        "organizations.Department", models.PROTECT, related_name="catalog_entries", verbose_name=_("provider")
    )
    state = models.CharField(_("state"), max_length=12, choices=STATE_LABELS, default=State.DRAFT.value)
    code = models.CharField(_("code"), max_length=64, unique=True, null=True, blank=True)
    version = models.PositiveIntegerField(_("version"), default=0)
    revision = models.PositiveIntegerField(default=0)

    name = models.CharField(_("name"), max_length=128)
    abstract = models.TextField(_("abstract"), max_length=1000, blank=True)
    node = models.ForeignKey(
        "catalog.ClassNode",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="entries",
        verbose_name=_("class"),
    )
    #: Class codes under which the same data is listed too; `EntryCode` keeps the code of each.
    further_classes = models.JSONField(_("further classes"), default=list, blank=True)
    internal_office = models.CharField(_("internal office"), max_length=60, blank=True)
    related_business = models.CharField(_("related business"), max_length=200, blank=True)
    subject_kind = models.CharField(
        _("subject"), max_length=12, choices=SUBJECT_KINDS, default=SubjectKind.OTHER.value
    )
    level = models.CharField(_("data level"), max_length=12, choices=Level, default=Level.GENERAL.value)
    data_class = models.CharField(_("data class"), max_length=60, blank=True)
    #: The code in the system register, which is a room above.
    system_code = models.CharField(_("information system"), max_length=64, blank=True)
    formats = models.JSONField(_("formats"), default=list, blank=True)
    format_note = models.CharField(_("description of the format"), max_length=200, blank=True)
    sharing_type = models.CharField(
        _("sharing type"), max_length=16, choices=SHARING_TYPES, default=SharingType.CONDITIONAL.value
    )
    sharing_condition = models.TextField(
        _("sharing condition, or legal basis when not shared"), max_length=1000, blank=True
    )
    sharing_scope = models.CharField(_("sharing scope"), max_length=400, blank=True)
    sharing_purposes = models.JSONField(_("purposes"), default=list, blank=True)
    method_class = models.CharField(
        _("sharing method"), max_length=12, choices=MethodClass, default=MethodClass.PLATFORM.value
    )
    method_types = models.JSONField(_("kinds of sharing method"), default=list, blank=True)
    is_open = models.BooleanField(_("open to the public"), default=False)
    open_condition = models.CharField(_("condition of opening"), max_length=400, blank=True)
    open_theme = models.CharField(_("theme of opening"), max_length=12, choices=OpenTheme, blank=True)
    update_cycle = models.CharField(
        _("update cycle"), max_length=12, choices=Cycle, default=Cycle.MONTHLY.value
    )
    related_codes = models.JSONField(_("related codes"), default=list, blank=True)
    secrecy_assessment = models.CharField(_("secrecy risk assessment"), max_length=200, blank=True)
    privacy_assessment = models.CharField(
        _("personal information impact assessment"), max_length=200, blank=True
    )

    stored_size = models.FloatField(_("stored data (GB)"), null=True, blank=True)
    stored_records = models.PositiveBigIntegerField(_("structured records"), null=True, blank=True)
    shared_size = models.FloatField(_("shared data (GB)"), null=True, blank=True)
    shared_records = models.PositiveBigIntegerField(_("shared records"), null=True, blank=True)
    opened_size = models.FloatField(_("opened data (GB)"), null=True, blank=True)
    opened_records = models.PositiveBigIntegerField(_("opened records"), null=True, blank=True)

    change_kind = models.CharField(_("reason for the change"), max_length=8, choices=ChangeKind, blank=True)
    change_basis = models.CharField(_("basis of the change"), max_length=400, blank=True)
    changed_on = models.DateField(_("day of the change"), null=True, blank=True)

    created_at = models.DateTimeField(_("created"))
    created_by = models.ForeignKey("organizations.Post", models.PROTECT, null=True, related_name="+")
    saved_at = models.DateTimeField(_("last saved"))
    submitted_at = models.DateTimeField(_("submitted"), null=True, blank=True)
    submitted_by = models.ForeignKey("organizations.Post", models.PROTECT, null=True, related_name="+")
    review_due_on = models.DateField(_("review due"), null=True, blank=True)
    opinion = models.TextField(_("opinion"), max_length=1000, blank=True)
    published_on = models.DateField(_("publish date"), null=True, blank=True)
    search_text = models.TextField(blank=True, editable=False)

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["state", "provider"], name="entry_state_provider"),
            models.Index(fields=["state", "sharing_type"], name="entry_state_sharing"),
            # Names are compared while somebody types; the whole comparison stays inside this index.
            models.Index(fields=["provider", "name", "state"], name="entry_provider_name"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=[state.value for state in NOT_PUBLISHED])
                | models.Q(code__isnull=False, version__gte=1, revises__isnull=True),
                name="entry_published_has_code",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The page of the entry; a working copy has the page of what it changes."""
        return reverse("catalog:entry", args=[self.root_id])

    @property
    def root_id(self) -> int:
        """The id by which people and tasks name this entry, also while a change is prepared."""
        return self.revises_id or self.pk

    @property
    def is_published(self) -> bool:
        """Whether consumers may rely on it now."""
        return self.state == State.PUBLISHED

    @property
    def path(self) -> str:
        """The code as it stands in addresses and table names: ``307001-1``."""
        return (self.code or "").replace("/", "-")

    @property
    def all_related_codes(self) -> list[str]:
        """Guide, field 13: the codes of the same data in its other classes, then those that were named."""
        own = self.codes.filter(node__code__in=self.further_classes).values_list("code", flat=True)
        return list(dict.fromkeys([*own, *self.related_codes]))
