"""The organizers set how projects are evaluated in a year."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction

from shuyuan.audit.steps import record
from shuyuan.casework.steps import close_tasks
from shuyuan.evaluation.events import Event
from shuyuan.evaluation.models import Evaluation, Indicator, Scheme
from shuyuan.evaluation.rules import FULL, Area, Measure, judge_scheme
from shuyuan.evaluation.rules import Indicator as Line
from shuyuan.evaluation.selectors import require_organizer
from shuyuan.evaluation.steps import CITES, SCHEME
from shuyuan.kernel.actor import Actor
from shuyuan.kernel.errors import BadInput, Conflict, RuleRefused
from shuyuan.regulations.context import LegalContext

_MOST_INDICATORS = 30
_FARTHEST_YEARS = 10
_MOST_VALUE = 10**15


@dataclass(frozen=True)
class IndicatorDraft:
    """One line of a scheme as it is entered."""

    label: str
    area: Area
    weight: int
    measure: Measure = Measure.JUDGED
    full_at: float = 0


@transaction.atomic(durable=True)
def set_scheme(
    year: int,
    *,
    indicators: Sequence[IndicatorDraft],
    pass_score: int = 60,
    levels: Mapping[int, int] | None = None,
    actor: Actor,
    legal: LegalContext,
) -> Scheme:
    """Set indicators, weights and the score to pass for a year, as long as nothing was evaluated by it.

    `levels` are the per cent of next year's upkeep by the least score for them. Raises RuleRefused for
    weights that are not a hundred or an area that is missing, BadInput for numbers that cannot be, Conflict
    `scheme_in_use`.
    """
    require_organizer(actor)
    _check(year, indicators, pass_score, legal)
    verdict = judge_scheme(
        [Line(one.area, one.weight, one.measure, one.full_at) for one in indicators], legal=legal
    )
    if not verdict.allowed:
        raise RuleRefused(verdict)
    scheme, _ = Scheme.objects.select_for_update().get_or_create(year=year, defaults={"set_at": legal.now})
    if Evaluation.objects.filter(scheme=scheme).exists():
        raise Conflict("evaluations stand on it", code="scheme_in_use", year=year)
    scheme.pass_score, scheme.set_at = pass_score, legal.now
    scheme.levels = _levels(levels or {pass_score: FULL})
    scheme.save()
    scheme.indicators.all().delete()
    Indicator.objects.bulk_create(
        Indicator(
            scheme=scheme,
            position=position,
            label=one.label.strip()[:80],
            area=one.area.value,
            weight=one.weight,
            measure=one.measure.value,
            full_at=one.full_at,
        )
        for position, one in enumerate(indicators, 1)
    )
    close_tasks(SCHEME, year, outcome="set", actor=actor, legal=legal)
    facts = {
        "pass_score": pass_score,
        "levels": scheme.levels,
        "indicators": [[one.label, one.area.value, one.weight, one.measure.value] for one in indicators],
    }
    record(Event.SCHEME_SET, actor=actor, subject_kind=SCHEME, subject_id=year, cites=CITES, facts=facts)
    return scheme


def _check(year: int, indicators: Sequence[IndicatorDraft], pass_score: int, legal: LegalContext) -> None:
    if abs(year - legal.today.year) > _FARTHEST_YEARS or not 0 < pass_score <= FULL:
        raise BadInput("not possible", code="bad_scheme", line=0)
    if len(indicators) > _MOST_INDICATORS:
        raise BadInput("too many", code="bad_scheme", line=_MOST_INDICATORS)
    for line, one in enumerate(indicators, 1):
        counted = one.measure is not Measure.JUDGED
        fits = not counted or 0 < one.full_at <= _MOST_VALUE
        if not one.label.strip() or not 0 < one.weight <= FULL or not fits:
            raise BadInput("a line cannot be", code="bad_scheme", line=line)


def _levels(levels: Mapping[int, int]) -> dict[str, int]:
    for least, percent in levels.items():
        if not 0 <= least <= FULL or not 0 <= percent <= FULL:
            raise BadInput("a level cannot be", code="bad_scheme", line=0)
    return {str(least): percent for least, percent in sorted(levels.items())}
