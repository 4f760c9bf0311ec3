"""The minutes of an expert review as a red-head paper; official papers are always in Chinese."""

from shuyuan.experts.models import Case, Review
from shuyuan.experts.rules import Outcome
from shuyuan.experts.selectors import means_of, seats_of
from shuyuan.experts.wording import aspect_words
from shuyuan.papers.red_head import Block, Heading, Paper, Table, Text
from shuyuan.papers.red_head.paper import day_in_words
from shuyuan.regulations.context import LegalContext

_OUTCOMES = {
    Outcome.PASS: "通过",
    Outcome.PASS_WITH_CHANGES: "修改完善后通过",
    Outcome.FAIL: "不通过",
}
_NUMERALS = "一二三四五六七八九十"


def draw_up(review: Review, *, issuer: str, aspects: tuple[str, ...], legal: LegalContext) -> Paper:
    """The paper with panel, draw, scores and conclusions, still without its number."""
    cases = list(review.cases.select_related("project__unit").order_by("pk"))
    blocks: list[Block] = [Text(_opening(review, len(cases))), Heading("一、专家组"), _panel(review)]
    blocks.append(Text(_draw(review)))
    for number, case in enumerate(cases, 1):
        numeral = _NUMERALS[number] if number < len(_NUMERALS) else str(number + 1)
        blocks.append(Heading(f"{numeral}、{case.project.name}"))
        blocks += _case(case, aspects, legal)
    return Paper(
        issuer=issuer,
        number="",
        title=f"{review.title}意见",
        addressee="、".join(dict.fromkeys(case.project.unit.name for case in cases)),
        blocks=tuple(blocks),
        signer=issuer,
        day=legal.today,
    )


def _opening(review: Review, projects: int) -> str:
    concluded = day_in_words(review.concluded_on or review.held_on)
    return (
        f"{day_in_words(review.held_on)}召开的专家评审会（{review.number}）对{projects}个项目逐项评审，"
        f"各位专家独立打分、互不可见，全部提交后由组长汇总，于{concluded}形成以下意见。"
    )


def _panel(review: Review) -> Table:
    rows = [
        (str(number), seat.expert.name, seat.expert.employer, seat.expert.title or "—", seat.field.name,
         "组长" if seat.is_chair else "组员")
        for number, seat in enumerate(seats_of(review), 1)
    ]  # fmt: skip
    return Table(
        ("序号", "姓名", "工作单位", "职称", "专业", "职责"),
        tuple(rows),
        widths=(0.6, 1.1, 2.6, 1.4, 1.5, 0.9),
    )


def _draw(review: Review) -> str:
    excluded = review.exclusions.values("expert").distinct().count()
    declined = review.seats.filter(state="declined").count()
    return (
        f"专家由平台按专业随机抽取，抽取种子为{review.seed}，可据此复核；"
        f"因与项目有利害关系回避{excluded}人，本人不能参加而递补{declined}人。"
    )


def _case(case: Case, aspects: tuple[str, ...], legal: LegalContext) -> list[Block]:
    means = means_of(case, aspects)
    words = aspect_words(legal, "zh-hans")
    rows = tuple((words[aspect], _number(means[aspect])) for aspect in aspects)
    conclusion = f"结论：{_OUTCOMES[Outcome(case.outcome)]}。综合得分{_number(case.score)}分。"
    blocks: list[Block] = [
        Text(f"项目单位：{case.project.unit.name}。{conclusion}"),
        Table(("评审内容", "平均分"), rows, widths=(3.0, 1.0)),
    ]
    if case.opinion:
        blocks.append(Text(case.opinion))
    return blocks


def _number(value: object) -> str:
    return "—" if value is None else f"{float(str(value)):.1f}"
