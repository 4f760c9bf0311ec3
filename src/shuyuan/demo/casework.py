"""Casework of the demonstration: a supervised matter, a reminder, an absence, phrases."""

from datetime import timedelta

from shuyuan.casework.models import Phrase, Substitution, Supervision, Task
from shuyuan.casework.services import (
    add_phrase,
    answer_supervision,
    arrange_substitution,
    remind,
    supervise_department,
)
from shuyuan.kernel.actor import Actor
from shuyuan.regulations.context import LegalContext

_PHRASES = ("情况属实，同意。", "请补充材料后重新提交。", "请按期办理并反馈。")


def seed_casework(actors: dict[str, Actor], *, legal: LegalContext) -> None:
    """Two supervised matters, one answered; a reminder of a waiting task; one who acts for another."""
    bureau, civil = actors["bureau"], actors["civil"]
    if not Phrase.objects.exists():
        for text in _PHRASES:
            add_phrase(text, is_common=True, actor=bureau)
    if not Supervision.objects.exists():
        _supervise(bureau, civil, legal)
    opened = Task.objects.filter(opened_by_post=civil.post_id).order_by("pk")
    task = opened.filter(done_at__isnull=True).first()
    if task is not None and not opened.filter(reminder_count__gt=0).exists():
        remind(task.pk, text="请在期限内办理", actor=civil, legal=legal)
    if not Substitution.objects.exists():
        arrange_substitution(
            actors["bureau2"].post_id,
            substitute=bureau.post_id,
            from_on=legal.today,
            until_on=legal.today + timedelta(days=7),
            reason="外出培训",
            actor=actors["bureau2"],
            legal=legal,
        )


def _supervise(bureau: Actor, civil: Actor, legal: LegalContext) -> None:
    for days, title, demand, answer in (
        (
            3,
            "殡葬服务信息逾期未更新",
            "说明未按更新周期报送的原因和完成时间。",
            "系统升级延误，三日内完成报送。",
        ),
        (8, "年度目录编制进度", "报送编制进度和存在的问题。", ""),
    ):
        opened = supervise_department(
            civil.department,
            title=title,
            demand=demand,
            due_on=legal.today + timedelta(days=days),
            actor=bureau,
            legal=legal,
        )
        if answer:
            answer_supervision(opened.pk, text=answer, actor=civil, legal=legal)
