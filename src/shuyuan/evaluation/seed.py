"""A scheme of indicators, and whole evaluations in one call: for demonstration and simulation."""

from datetime import date
from decimal import Decimal

from shuyuan.evaluation.models import Evaluation, Scheme
from shuyuan.evaluation.rules import Area, Measure
from shuyuan.evaluation.selectors import scheme_for
from shuyuan.evaluation.services import (
    BodyDraft,
    IndicatorDraft,
    accept_rectification,
    appoint_body,
    conclude_evaluation,
    mark_indicators,
    open_evaluation,
    report_on_project,
    report_rectification,
    set_scheme,
)
from shuyuan.kernel.actor import Actor
from shuyuan.projects.models import Project
from shuyuan.regulations.context import LegalContext

INDICATORS = (
    IndicatorDraft("系统可用率", Area.OPERATION, 15, Measure.UPTIME, 99.5),
    IndicatorDraft("业务应用情况", Area.OPERATION, 15),
    IndicatorDraft("编目数量", Area.SHARING, 10, Measure.ENTRIES, 3),
    IndicatorDraft("共享调用次数", Area.SHARING, 10, Measure.CALLS, 1000),
    IndicatorDraft("使用部门数", Area.SHARING, 10, Measure.CONSUMERS, 3),
    IndicatorDraft("数据质量评分", Area.SHARING, 10, Measure.QUALITY, 90),
    IndicatorDraft("绩效目标完成情况", Area.TARGETS, 20),
    IndicatorDraft("群众和部门满意度", Area.TARGETS, 10),
)
_LEVELS = {60: 90, 80: 100}


def seed(*, year: int, actor: Actor, legal: LegalContext) -> Scheme:
    """The scheme of a year; the one that is there stays."""
    known = scheme_for(year)
    if known is not None and known.year == year:
        return known
    return set_scheme(year, indicators=INDICATORS, pass_score=60, levels=_LEVELS, actor=actor, legal=legal)


def run_evaluation(
    project: Project,
    *,
    points: int = 85,
    uptime: str = "99.80",
    rectify_by: date | None = None,
    unit: Actor,
    actor: Actor,
    legal: LegalContext,
) -> Evaluation:
    """A whole evaluation by a third-party body: opened (unless it is), reported on, marked, concluded.

    `points` go to every judged indicator; what is counted is what the platform counts. A failure needs
    `rectify_by`. `unit` is somebody of the project's unit, `actor` of the bureau.
    """
    found = project.evaluations.filter(state=Evaluation.State.OPEN).first()
    evaluation = found or open_evaluation(project.pk, actor=actor, legal=legal)
    report_on_project(
        evaluation.pk,
        text="系统运行平稳，按目标完成建设任务。",
        uptime=Decimal(uptime),
        actor=unit,
        legal=legal,
    )
    body = BodyDraft(
        "虚拟绩效评价中心", f"虚评合〔{legal.today.year}〕{evaluation.pk}号", "第三方评价机构备案"
    )
    appoint_body(evaluation.pk, body, actor=actor, legal=legal)
    judged = evaluation.scheme.indicators.filter(measure=Measure.JUDGED.value)
    given = {indicator.pk: points for indicator in judged}
    mark_indicators(evaluation.pk, points=given, actor=actor, legal=legal)
    return conclude_evaluation(
        evaluation.pk, opinion="按评价方案评定。", rectify_by=rectify_by, actor=actor, legal=legal
    )


def run_rectification(
    evaluation: Evaluation, *, unit: Actor, actor: Actor, legal: LegalContext
) -> Evaluation:
    """A failed evaluation is rectified and accepted."""
    report_rectification(evaluation.pk, text="已按要求完成整改。", actor=unit, legal=legal)
    return accept_rectification(evaluation.pk, actor=actor, legal=legal)
