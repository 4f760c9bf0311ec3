"""Schemes of indicators, and the evaluation of a project after its first year."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from shuyuan.evaluation import rules
from shuyuan.evaluation.rules import FULL, Area, Conductor, Measure

AREAS = {
    Area.OPERATION: _("Operation of the system"),
    Area.SHARING: _("Data sharing"),
    Area.TARGETS: _("Performance against targets"),
}
MEASURES = {
    Measure.JUDGED: _("Judged by the evaluators"),
    Measure.ENTRIES: _("Published entries of the system"),
    Measure.CALLS: _("Calls of its data in twelve months"),
    Measure.ROWS: _("Rows read in twelve months"),
    Measure.CONSUMERS: _("Departments that used its data"),
    Measure.QUALITY: _("Mean score of its entries"),
    Measure.UPTIME: _("Availability reported (per cent)"),
}
CONDUCTORS = {
    Conductor.PANEL: _("Panel of experts"),
    Conductor.THIRD_PARTY: _("Third-party body"),
}


class Scheme(models.Model):
    """How projects are evaluated in a year: indicators with their weights, and from which score they pass.

    `levels` are the per cent of next year's upkeep by the least score for them, such as {"80": 100}.
    """

    year = models.PositiveSmallIntegerField(_("year"), unique=True)
    pass_score = models.PositiveSmallIntegerField(_("score to pass"), default=60)
    levels = models.JSONField(default=dict)
    set_at = models.DateTimeField(_("set"))

    class Meta:
        ordering = ["-year"]

    def __str__(self) -> str:
        return str(self.year)


class Indicator(models.Model):
    """One line of a scheme."""

    scheme = models.ForeignKey(Scheme, models.CASCADE, related_name="indicators")
    position = models.PositiveSmallIntegerField()
    label = models.CharField(_("indicator"), max_length=80)
    area = models.CharField(
        _("area of evaluation"), max_length=20, choices=[(k.value, v) for k, v in AREAS.items()]
    )
    weight = models.PositiveSmallIntegerField(_("weight"))
    measure = models.CharField(
        _("how it is found"),
        max_length=12,
        choices=[(k.value, v) for k, v in MEASURES.items()],
        default=Measure.JUDGED.value,
    )
    full_at = models.FloatField(_("value for all points"), default=0)

    class Meta:
        ordering = ["scheme", "position"]
        constraints = [
            models.UniqueConstraint(fields=["scheme", "position"], name="indicator_in_its_place"),
            models.CheckConstraint(
                condition=models.Q(weight__gt=0, weight__lte=FULL), name="indicator_weight_in_range"
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def known(self) -> rules.Indicator:
        """The line as rules take it."""
        return rules.Indicator(Area(self.area), self.weight, Measure(self.measure), self.full_at)


class Evaluation(models.Model):
    """The evaluation (绩效评价) of one project; a failed one stays open until it is rectified."""

    class State(models.TextChoices):
        """How far it has come."""

        OPEN = "open", _("Being evaluated")
        PASSED = "passed", _("Evaluation passed")
        FAILED = "failed", _("Failed, to be rectified")
        RECTIFIED = "rectified", _("Rectified after a failure")

    project = models.ForeignKey("projects.Project", models.PROTECT, related_name="evaluations")
    scheme = models.ForeignKey(Scheme, models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField(_("year"))
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.OPEN)
    opened_on = models.DateField(_("evaluation opened"))
    due_on = models.DateField(_("due"))
    report = models.TextField(_("report of the unit"), max_length=8000, blank=True)
    uptime = models.DecimalField(_("availability (per cent)"), max_digits=5, decimal_places=2, null=True)
    reported_on = models.DateField(_("reported"), null=True)
    conductor = models.CharField(
        _("evaluated by"), max_length=12, blank=True, choices=[(k.value, v) for k, v in CONDUCTORS.items()]
    )
    body = models.CharField(_("body"), max_length=120, blank=True)
    contract = models.CharField(_("contract number"), max_length=80, blank=True)
    qualification = models.CharField(_("qualification"), max_length=200, blank=True)
    panel = models.ManyToManyField("experts.Expert", related_name="+", verbose_name=_("experts"))
    seed = models.CharField(_("seed of the draw"), max_length=64, blank=True)
    score = models.DecimalField(_("score"), max_digits=5, decimal_places=2, null=True)
    opinion = models.TextField(_("opinion"), max_length=4000, blank=True)
    concluded_on = models.DateField(_("concluded"), null=True)
    rectify_by = models.DateField(_("to be rectified by"), null=True)
    rectification = models.TextField(_("report of the rectification"), max_length=4000, blank=True)
    rectification_on = models.DateField(_("rectification reported"), null=True)
    rectified_on = models.DateField(_("rectified"), null=True)
    paper = models.ForeignKey("papers.IssuedPaper", models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["state", "due_on"], name="evaluation_state_due"),
            models.Index(fields=["project", "-year"], name="evaluation_of_project"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["project"], condition=models.Q(state="open"), name="one_open_evaluation"
            ),
            models.CheckConstraint(
                condition=models.Q(score__isnull=True) | models.Q(score__gte=0, score__lte=FULL),
                name="evaluation_score_in_range",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.project_id} {self.year}"

    def get_absolute_url(self) -> str:
        """The page of the evaluation."""
        return reverse("evaluation:evaluation", args=[self.pk])


class Mark(models.Model):
    """The points of a hundred of one indicator; `value` is what was measured."""

    evaluation = models.ForeignKey(Evaluation, models.CASCADE, related_name="marks")
    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="+")
    value = models.FloatField(_("measured"), null=True)
    points = models.DecimalField(_("points"), max_digits=5, decimal_places=2)
    remark = models.CharField(_("remark"), max_length=500, blank=True)

    class Meta:
        ordering = ["evaluation", "indicator__position"]
        constraints = [
            models.UniqueConstraint(fields=["evaluation", "indicator"], name="mark_once"),
            models.CheckConstraint(condition=models.Q(points__gte=0, points__lte=FULL), name="mark_in_range"),
        ]

    def __str__(self) -> str:
        return f"{self.evaluation_id} {self.indicator_id} {self.points}"
