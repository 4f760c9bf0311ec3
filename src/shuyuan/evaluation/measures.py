"""What the platform counts itself for an evaluation: entries, reads through the gateway, scores."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Avg, Count, Q, QuerySet, Sum

from shuyuan.audit.models import ReadRecord
from shuyuan.catalog.models import Entry
from shuyuan.catalog.states import State as EntryState
from shuyuan.evaluation.models import Evaluation, Indicator, Mark
from shuyuan.evaluation.rules import Measure, points_for
from shuyuan.projects.models import Project
from shuyuan.regulations.context import LegalContext
from shuyuan.upkeep.models import Standing

_DAYS = 365


def entries_of(project: Project) -> QuerySet[Entry]:
    """The published entries that the project brought into the catalog, or that its system produces."""
    condition = Q(code__in=project.known.entries)
    if project.system is not None:
        condition |= Q(system_code=project.system.code)
    return Entry.objects.filter(condition, state=EntryState.PUBLISHED).order_by("code")


def measure(evaluation: Evaluation, *, legal: LegalContext) -> dict[Measure, float]:
    """Every measure of the project today, in three short queries; UPTIME is missing until it was reported."""
    codes = list(entries_of(evaluation.project).values_list("code", flat=True))
    since = legal.now - timedelta(days=_DAYS)
    reads = ReadRecord.objects.filter(entry__in=codes, at__gte=since, outcome="answered").aggregate(
        calls=Count("pk"), rows=Sum("found"), consumers=Count("department", distinct=True)
    )
    quality = Standing.objects.filter(entry__code__in=codes).aggregate(mean=Avg("score"))["mean"]
    found: dict[Measure, float] = {
        Measure.ENTRIES: len(codes),
        Measure.CALLS: reads["calls"],
        Measure.ROWS: reads["rows"] or 0,
        Measure.CONSUMERS: reads["consumers"],
        Measure.QUALITY: round(quality or 0, 2),
    }
    if evaluation.uptime is not None:
        found[Measure.UPTIME] = float(evaluation.uptime)
    return found


@dataclass(frozen=True)
class IndicatorLine:
    """An indicator with its mark, or with what the platform counts of it today and the points for that."""

    indicator: Indicator
    mark: Mark | None
    counted: float | None = None
    points: float | None = None


def indicator_lines(evaluation: Evaluation, legal: LegalContext | None = None) -> list[IndicatorLine]:
    """Every indicator of an evaluation; with `legal`, measures without a mark are counted now."""
    marked = {mark.indicator_id: mark for mark in evaluation.marks.all()}
    counted = measure(evaluation, legal=legal) if legal is not None else {}
    lines = []
    for one in evaluation.scheme.indicators.all():
        mark, value = marked.get(one.pk), counted.get(Measure(one.measure))
        if mark is not None or value is None:
            lines.append(IndicatorLine(one, mark))
        else:
            lines.append(IndicatorLine(one, None, value, points_for(value, one.full_at)))
    return lines
