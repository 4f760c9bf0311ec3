"""The red-head papers of the compiled plans; official papers are always in Chinese."""

from collections.abc import Sequence
from datetime import date

from django.utils import translation

from shuyuan.papers.red_head import Annex, Paper, Table, Text
from shuyuan.planning.models import CompiledLine, CompiledPlan
from shuyuan.projects.money import in_wan

_LANGUAGE = "zh-hans"
_BUILD_COLUMNS = ("序号", "项目名称", "项目单位", "类型", "资金方式", "计划工期", "总金额（万元）")
_BUILD_WIDTHS = (10.5, 41.5, 27, 18, 18, 21, 20)
_FUND_COLUMNS = ("序号", "项目名称", "项目单位", "资金方式", "总金额（万元）", "当年需求（万元）")
_FUND_WIDTHS = (10.5, 54, 33, 18, 20.5, 20)
_SUM_COLUMNS = ("资金方式", "项目数", "总金额（万元）", "当年需求（万元）")
_BUILD_OPENING = (
    "现将{year}年度市级政务信息化项目建设计划（{name}期）送你们。计划共列项目{projects}个，总金额{planned}万元，"
    "其中备选项目{standby}个。请纳入项目立项程序统筹安排。"
)
_FUND_OPENING = (
    "现将{year}年度市级政务信息化项目资金需求计划（{name}期）送你们。计划共列项目{projects}个，"
    "{year}年资金需求{money}万元。请纳入部门预算编制程序统筹安排。"
)
_CLOSING = "计划内项目的立项和资金安排，以审核意见、立项批复和平台登记的资金暂停情形为准。"


def construction_plan(
    edition: CompiledPlan, lines: Sequence[CompiledLine], *, issuer: str, offices: Sequence[str], day: date
) -> Paper:
    """年度建设计划, still without its number."""
    opening = _BUILD_OPENING.format(
        year=edition.year,
        name=edition.name,
        projects=edition.projects,
        planned=in_wan(edition.planned_fen),
        standby=sum(line.is_standby for line in lines),
    )
    with translation.override(_LANGUAGE):
        rows = tuple(
            (
                str(line.position),
                f"{line.name}（备选）" if line.is_standby else line.name,
                line.unit_name,
                line.get_kind(),
                line.get_mode(),
                _period(line),
                in_wan(line.planned_fen),
            )
            for line in lines
        )
        total = ("", "合计", "", "", "", "", in_wan(edition.planned_fen))
        table = Table(_BUILD_COLUMNS, (*rows, total), widths=_BUILD_WIDTHS)
    title = f"关于{edition.year}年度市级政务信息化项目建设计划的函"
    annex = Annex(f"{edition.year}年度市级政务信息化项目建设计划表", (table,))
    return _paper(edition, title, opening, (), annex, issuer=issuer, offices=offices, day=day)


def fund_plan(
    edition: CompiledPlan, lines: Sequence[CompiledLine], *, issuer: str, offices: Sequence[str], day: date
) -> Paper:
    """资金需求计划, still without its number."""
    opening = _FUND_OPENING.format(
        year=edition.year,
        name=edition.name,
        projects=edition.projects,
        money=in_wan(edition.year_fen),
    )
    with translation.override(_LANGUAGE):
        rows = tuple(
            (
                str(line.position),
                line.name,
                line.unit_name,
                line.get_mode(),
                in_wan(line.planned_fen),
                in_wan(line.year_fen),
            )
            for line in lines
        )
        total = ("", "合计", "", "", in_wan(edition.planned_fen), in_wan(edition.year_fen))
        table = Table(_FUND_COLUMNS, (*rows, total), widths=_FUND_WIDTHS)
        sums = Table(_SUM_COLUMNS, _sums(lines))
    title = f"关于{edition.year}年度市级政务信息化项目资金需求计划的函"
    annex = Annex(f"{edition.year}年度市级政务信息化项目资金需求明细表", (table,))
    return _paper(edition, title, opening, (sums,), annex, issuer=issuer, offices=offices, day=day)


def _paper(
    edition: CompiledPlan,
    title: str,
    opening: str,
    tables: Sequence[Table],
    annex: Annex,
    *,
    issuer: str,
    offices: Sequence[str],
    day: date,
) -> Paper:
    note = [Text(edition.note)] if edition.note else []
    return Paper(
        issuer=issuer,
        number="",
        title=title,
        addressee="、".join(offices),
        blocks=(Text(opening), *tables, *note, Text(_CLOSING)),
        annexes=(annex,),
        signer=issuer,
        day=day,
    )


def _sums(lines: Sequence[CompiledLine]) -> tuple[tuple[str, ...], ...]:
    rows = []
    for mode in dict.fromkeys(line.funding_mode for line in lines):
        same = [line for line in lines if line.funding_mode == mode]
        planned, money = sum(line.planned_fen for line in same), sum(line.year_fen for line in same)
        rows.append((same[0].get_mode(), str(len(same)), in_wan(planned), in_wan(money)))
    planned, money = sum(line.planned_fen for line in lines), sum(line.year_fen for line in lines)
    return (*rows, ("合计", str(len(lines)), in_wan(planned), in_wan(money)))


def _period(line: CompiledLine) -> str:
    days = [day for day in (line.starts_on, line.ends_on) if day]
    return "至".join(f"{day.year}.{day.month}" for day in days) or "—"
