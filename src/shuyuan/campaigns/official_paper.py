"""The red-head paper by which a responsibility list is handed over; official papers are always in Chinese."""

from datetime import date
from itertools import groupby

from django.utils import translation

from shuyuan.campaigns import wording
from shuyuan.campaigns.duties import list_duties
from shuyuan.campaigns.models import ResponsibilityList
from shuyuan.campaigns.rules import Duty
from shuyuan.papers.red_head import Block, Heading, Paper, Table, Text

_LANGUAGE = "zh-hans"
_COLUMNS = ("序号", "信息项", "数据类型", "是否主键", "更新周期", "汇聚方式")
_WIDTHS = (0.7, 2.4, 1.8, 1.0, 1.2, 2.6)
_OPENING = (
    "现将依据政务数据资源总目录{edition}期分解形成的采集责任清单发给你单位。清单共列目录{entries}个、信息项{items}个，"
    "由平台按总目录自动生成，不另行修改；目录变更的，清单随之更新。"
)
_DUTIES = (
    "请对照清单按期采集并向平台汇聚数据，保证内容真实、完整、及时；对清单有异议的，通过目录更新申请提出。"
    "请在平台上签收本清单。"
)


def draw_up(one: ResponsibilityList, *, issuer: str, day: date) -> Paper:
    """The paper for a department, still without its number."""
    with translation.override(_LANGUAGE):
        blocks: list[Block] = [
            Text(
                _OPENING.format(edition=one.edition.name, entries=one.entries, items=one.items),
            ),
            Text(_DUTIES),
        ]
        grouped = groupby(list_duties(one), key=lambda duty: (duty.entry_code, duty.entry_name))
        for number, ((code, name), duties) in enumerate(grouped, 1):
            blocks.append(Heading(f"{number}. {name}（{code}）", level=3))
            blocks.append(Table(_COLUMNS, _rows(list(duties)), widths=_WIDTHS))
    return Paper(
        issuer=issuer,
        number="",
        title=f"关于印发政务数据资源采集责任清单（{one.edition.name}期）的通知",
        addressee=one.department.name,
        blocks=tuple(blocks),
        signer=issuer,
        day=day,
    )


def _rows(duties: list[Duty]) -> tuple[tuple[str, ...], ...]:
    return tuple(
        (
            str(number),
            duty.label,
            wording.type_label(duty),
            "是" if duty.is_key else "否",
            wording.cycle_label(duty),
            wording.way_label(duty),
        )
        for number, duty in enumerate(duties, 1)
    )
