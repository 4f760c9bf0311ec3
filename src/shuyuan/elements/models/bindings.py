"""Which item of which entry holds which data element, and what was proposed for the others."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from shuyuan.elements.states import ProposalState, Use

USE_LABELS = [
    (Use.SOURCE.value, _("Authoritative source")),
    (Use.COLLECTS.value, _("Collects it itself")),
    (Use.USES.value, _("Takes it from the source")),
]
PROPOSAL_LABELS = [
    (ProposalState.OPEN.value, _("To decide")),
    (ProposalState.BOUND.value, _("Bound")),
    (ProposalState.NONE.value, _("No element")),
]


class Binding(models.Model):
    """One item of an entry that holds an element.

    Items are named by entry and column, because publishing a change writes the rows of items anew.
    `area` is the region code for which the entry answers, '' for the whole city: each area has at most one
    source of an element.
    """

    element = models.ForeignKey("elements.DataElement", models.PROTECT, related_name="bindings")
    entry = models.ForeignKey("catalog.Entry", models.CASCADE, related_name="element_bindings")
    item_name = models.CharField(_("column"), max_length=59)
    item_label = models.CharField(_("item"), max_length=100)
    use = models.CharField(_("kind of use"), max_length=10, choices=USE_LABELS)
    area = models.CharField(_("area"), max_length=12, blank=True)
    since = models.DateTimeField(_("since"))
    bound_by = models.ForeignKey("organizations.Post", models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["element", "id"]
        constraints = [
            models.UniqueConstraint(fields=["entry", "item_name"], name="item_bound_once"),
            models.UniqueConstraint(
                fields=["element", "area"],
                condition=models.Q(use=Use.SOURCE.value),
                name="element_one_source",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.element_id} {self.entry_id} {self.item_name}"


class Borrowing(models.Model):
    """From when until when a department takes an item from the source, and so need not collect it.

    Responsibility lists of the past are computed from these rows, so they are ended and never deleted.
    """

    entry = models.ForeignKey("catalog.Entry", models.CASCADE, related_name="+")
    item_name = models.CharField(_("column"), max_length=59)
    since = models.DateTimeField(_("since"))
    until = models.DateTimeField(_("until"), null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["entry", "item_name"], condition=models.Q(until=None), name="item_borrowed_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.entry_id} {self.item_name}"


class Proposal(models.Model):
    """An element that an item probably holds, for people to decide; nothing is bound by itself.

    `grounds` say why, as records of a code with its facts; `wording` puts them into words.
    """

    entry = models.ForeignKey("catalog.Entry", models.CASCADE, related_name="element_proposals")
    item_name = models.CharField(_("column"), max_length=59)
    item_label = models.CharField(_("item"), max_length=100)
    element = models.ForeignKey(
        "elements.DataElement", models.CASCADE, null=True, blank=True, related_name="proposals"
    )
    score = models.PositiveSmallIntegerField(_("score"), default=0)
    grounds = models.JSONField(default=list)
    use = models.CharField(_("kind of use"), max_length=10, choices=USE_LABELS[1:], default=Use.USES)
    state = models.CharField(_("state"), max_length=8, choices=PROPOSAL_LABELS, default=ProposalState.OPEN)
    made_at = models.DateTimeField(_("proposed"))
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)

    class Meta:
        ordering = ["-score", "id"]
        indexes = [models.Index(fields=["state", "-score", "id"], name="proposal_worklist")]
        constraints = [models.UniqueConstraint(fields=["entry", "item_name"], name="proposal_once")]

    def __str__(self) -> str:
        return f"{self.entry_id} {self.item_name} {self.score}"
