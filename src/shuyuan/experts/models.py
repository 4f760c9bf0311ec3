"""The pool of experts, their panels, and what they said of projects."""

from typing import Any

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from shuyuan.experts.rules import FULL_SCORE, ExpertTies, Outcome

OUTCOMES = {
    Outcome.PASS: _("Passed"),
    Outcome.PASS_WITH_CHANGES: _("Passed with changes"),
    Outcome.FAIL: _("Failed the expert review"),
}


class PanelRules(models.Model):
    """What the bureau sets for all reviews, because the law gives no numbers; one row."""

    least_experts = models.PositiveSmallIntegerField(_("least number of experts"), default=5)
    scoring_days = models.PositiveSmallIntegerField(_("working days for scoring"), default=5)
    pass_score = models.PositiveSmallIntegerField(_("score that suggests passing"), default=60)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(least_experts__gte=1), name="panel_of_somebody"),
        ]

    def __str__(self) -> str:
        return f"{self.least_experts}"


class Field(models.Model):
    """A field of expertise; the bureau adds what it needs."""

    name = models.CharField(_("field of expertise"), max_length=40, unique=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Expert(models.Model):
    """Somebody in the pool. `post` is the sign-in as an expert, for those who have one."""

    class State(models.TextChoices):
        """Whether the expert can be drawn."""

        ACTIVE = "active", _("Available")
        SUSPENDED = "suspended", _("Suspended from draws")

    number = models.CharField(_("number"), max_length=40, unique=True)
    name = models.CharField(pgettext_lazy("person", "name"), max_length=40)
    employer = models.CharField(_("employer"), max_length=120)
    department = models.ForeignKey(
        "organizations.Department",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("department of the platform"),
    )
    title = models.CharField(_("professional title"), max_length=60, blank=True)
    phone = models.CharField(_("phone"), max_length=20, blank=True)
    fields = models.ManyToManyField(Field, related_name="experts", verbose_name=_("fields of expertise"))
    related_departments = models.ManyToManyField(
        "organizations.Department", blank=True, related_name="+", verbose_name=_("related departments")
    )
    related_companies = models.JSONField(_("related companies"), default=list)
    post = models.OneToOneField(
        "organizations.Post",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="expert",
        verbose_name=_("account"),
    )
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.ACTIVE)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    added_at = models.DateTimeField(_("added"))

    class Meta:
        ordering = ["number"]
        indexes = [models.Index(fields=["state", "name"], name="expert_state_name")]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """The bureau's page of the expert."""
        return reverse("experts:expert", args=[self.pk])

    @property
    def ties(self) -> ExpertTies:
        """With whom the expert is connected; a few short queries unless prefetched."""
        return ExpertTies(
            person_id=self.post.person_id if self.post else 0,
            department=self.department.code if self.department else "",
            posts=self._posts(),
            employer=self.employer,
            related_departments=tuple(one.code for one in self.related_departments.all()),
            related_companies=tuple(self.related_companies),
        )

    def _posts(self) -> tuple[str, ...]:
        """Where the person works now by the posts of the platform."""
        if self.post is None:
            return ()
        held = self.post.person.posts.all()
        return tuple(sorted({post.department.code for post in held if post.ended_on is None}))


class Review(models.Model):
    """A review (专家评审) of one or several projects by a panel that was drawn by lot.

    `quotas` holds how many experts of which field, `seed` what the lot follows from; with both anybody can
    draw again and find the same people.
    """

    class State(models.TextChoices):
        """How far it has come."""

        DRAWN = "drawn", _("Experts are being asked")
        SCORING = "scoring", _("Experts are scoring")
        SCORED = "scored", _("Waiting for the chair's conclusion")
        CONCLUDED = "concluded", _("Concluded")
        CANCELLED = "cancelled", _("Called off")

    number = models.CharField(_("number"), max_length=40, unique=True)
    title = models.CharField(_("name of the review"), max_length=120)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAWN)
    held_on = models.DateField(_("day of the review"))
    due_on = models.DateField(_("scores due"))
    least_experts = models.PositiveSmallIntegerField(_("least number of experts"))
    quotas = models.JSONField(default=dict)
    seed = models.CharField(_("seed of the draw"), max_length=64)
    follows = models.ForeignKey("self", models.PROTECT, null=True, related_name="repeated_by")
    reason = models.CharField(_("reason"), max_length=1000, blank=True)
    called_at = models.DateTimeField(_("called"))
    called_by = models.ForeignKey("organizations.Post", models.PROTECT, null=True, related_name="+")
    concluded_on = models.DateField(_("concluded"), null=True)
    paper = models.ForeignKey("papers.IssuedPaper", models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-id"]
        indexes = [models.Index(fields=["state", "due_on"], name="review_state_due")]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    def get_absolute_url(self) -> str:
        """The page that bureau and panel see."""
        return reverse("experts:review", args=[self.pk])


class Seat(models.Model):
    """A place on a panel: who was drawn as which number for which field, and what came of it."""

    class State(models.TextChoices):
        """Whether the expert comes."""

        ASKED = "asked", pgettext_lazy("expert", "Asked")
        CONFIRMED = "confirmed", pgettext_lazy("expert", "Accepted")
        DECLINED = "declined", pgettext_lazy("expert", "Declined")

    review = models.ForeignKey(Review, models.CASCADE, related_name="seats")
    expert = models.ForeignKey(Expert, models.PROTECT, related_name="seats")
    field = models.ForeignKey(Field, models.PROTECT, related_name="+")
    rank = models.PositiveSmallIntegerField(_("drawn as"))
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.ASKED)
    is_chair = models.BooleanField(_("chair"), default=False)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    replaces = models.OneToOneField("self", models.PROTECT, null=True, related_name="replaced_by")

    class Meta:
        ordering = ["review", "rank"]
        constraints = [
            models.UniqueConstraint(fields=["review", "expert"], name="expert_sits_once"),
            models.UniqueConstraint(
                fields=["review"], condition=models.Q(is_chair=True), name="one_chair_of_a_review"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.review_id} {self.expert_id}"

    @property
    def dialog(self) -> str:
        """The name of the dialog in which this seat is given up."""
        return f"decline-{self.pk}"


class Exclusion(models.Model):
    """Somebody whom the lot would have reached but who may not review these projects, and why."""

    review = models.ForeignKey(Review, models.CASCADE, related_name="exclusions")
    expert = models.ForeignKey(Expert, models.PROTECT, related_name="+")
    project = models.ForeignKey("projects.Project", models.PROTECT, related_name="+")
    reasons = models.JSONField(default=list)

    class Meta:
        ordering = ["review", "expert", "project"]

    def __str__(self) -> str:
        return f"{self.review_id} {self.expert_id}"


class Case(models.Model):
    """One project before a panel, as it was handed in for the so-many-eth time, and the panel's conclusion.

    `companies` are those that took part in preparing the project; experts of theirs are excluded.
    """

    review = models.ForeignKey(Review, models.CASCADE, related_name="cases")
    project = models.ForeignKey("projects.Project", models.PROTECT, related_name="review_cases")
    submission = models.PositiveSmallIntegerField(_("submission"))
    companies = models.JSONField(default=list)
    outcome = models.CharField(
        _("conclusion"), max_length=20, blank=True, choices=[(k.value, v) for k, v in OUTCOMES.items()]
    )
    opinion = models.TextField(_("opinion of the panel"), max_length=4000, blank=True)
    score = models.DecimalField(_("score"), max_digits=5, decimal_places=2, null=True)
    concluded_on = models.DateField(_("concluded"), null=True)

    class Meta:
        ordering = ["review", "id"]
        constraints = [
            models.UniqueConstraint(fields=["review", "project"], name="project_once_in_a_review"),
        ]

    def __str__(self) -> str:
        return f"{self.review_id} {self.project_id}"


class Sheet(models.Model):
    """What one expert says of one project: `scores` by aspect (0–100), `remarks` by aspect, an opinion."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="sheets")
    seat = models.ForeignKey(Seat, models.CASCADE, related_name="sheets")
    scores = models.JSONField(default=dict)
    remarks = models.JSONField(default=dict)
    opinion = models.TextField(_("opinion"), max_length=2000, blank=True)
    suggests = models.CharField(
        _("suggests"), max_length=20, blank=True, choices=[(k.value, v) for k, v in OUTCOMES.items()]
    )
    total = models.DecimalField(_("score"), max_digits=5, decimal_places=2, null=True)
    on_paper = models.BooleanField(_("handed in on paper"), default=False)
    handed_in_at = models.DateTimeField(_("handed in"), null=True)

    class Meta:
        ordering = ["case", "seat__rank"]
        constraints = [
            models.UniqueConstraint(fields=["case", "seat"], name="sheet_once"),
            models.CheckConstraint(
                condition=models.Q(total__isnull=True) | models.Q(total__gte=0, total__lte=FULL_SCORE),
                name="sheet_score_in_range",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.seat_id}"

    def of(self, aspect: str) -> Any:
        """The score of an aspect; None before it has one."""
        return self.scores.get(aspect)
