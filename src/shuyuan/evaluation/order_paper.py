"""The order to rectify after a failed evaluation as a red-head paper; always in Chinese."""

from datetime import date

from shuyuan.evaluation.models import Evaluation
from shuyuan.papers.red_head import Block, Heading, Paper, Table, Text
from shuyuan.papers.red_head.paper import day_in_words


def draw_up(evaluation: Evaluation, *, issuer: str, rectify_by: date, day: date) -> Paper:
    """The paper with every indicator, still without its number."""
    marks = evaluation.marks.select_related("indicator").order_by("indicator__position")
    rows = tuple(
        (mark.indicator.label, str(mark.indicator.weight), f"{mark.points:.1f}", mark.remark or "—")
        for mark in marks
    )
    blocks: list[Block] = [
        Text(
            f"你单位“{evaluation.project.name}”（{evaluation.project.number}）运行满一年评价得分{evaluation.score}分，"
            f"未达到{evaluation.scheme.pass_score}分的标准。请于{day_in_words(rectify_by)}前完成整改，"
            "并在平台提交整改报告。整改通过之前，平台自动暂停受理该项目的运维资金和相关升级改造资金申报。"
        ),
        Heading("一、评价得分"),
        Table(("指标", "权重", "得分", "说明"), rows, widths=(2.6, 0.8, 0.9, 2.7)),
    ]
    if evaluation.opinion:
        blocks += [Heading("二、存在问题"), Text(evaluation.opinion)]
    return Paper(
        issuer=issuer,
        number="",
        title=f"关于“{evaluation.project.name}”评价整改的通知",
        addressee=evaluation.project.unit.name,
        blocks=tuple(blocks),
        signer=issuer,
        day=day,
    )
