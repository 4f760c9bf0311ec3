"""Names, companies and amounts of invented projects."""

from random import Random

from shuyuan.kernel.identifiers import uscc
from shuyuan.organizations.models import Department
from shuyuan.projects.rules.filing import ProjectKind

_TOPICS = (
    *(
        "业务协同",
        "综合监管",
        "一体化审批",
        "档案数字化",
        "应急指挥",
        "数据资源库",
        "信用监管",
        "便民服务",
        "执法办案",
    ),
    *(
        "统计分析",
        "视频会商",
        "移动办公",
        "预警监测",
        "资产管理",
        "项目调度",
        "公众服务",
        "基础数据治理",
        "智能客服",
    ),
)
_FORMS = {
    ProjectKind.NEW: ("平台", "系统"),
    ProjectKind.REBUILD: ("平台升级改造", "系统国产化改造"),
    ProjectKind.EXPAND: ("平台扩建", "系统二期"),
    ProjectKind.RETIRE: ("系统下线迁移",),
    ProjectKind.OPERATE: ("系统年度运维",),
}
_BUILDERS = ("虚拟云图科技有限公司", "虚拟中原软件有限公司", "虚拟太行信息有限公司", "虚拟数联技术有限公司")
_SUPERVISORS = ("虚拟恒信监理有限公司", "虚拟正达工程监理有限公司")
_YUAN_FEN = 100
_LOWEST, _HIGHEST = 30, 900


def project_name(unit: Department, kind: ProjectKind, year: int, chance: Random, taken: set[str]) -> str:
    """What a unit would call such a project; none of those that are taken."""
    short = unit.short_name or unit.name
    name = f"{short}{chance.choice(_TOPICS)}{chance.choice(_FORMS[kind])}（{year}年）"
    number = 1
    while name in taken:
        number += 1
        name = f"{name.partition('·')[0]}·{number}"
    taken.add(name)
    return name


def amount(chance: Random) -> int:
    """Planned money in fen: many small projects, few large ones."""
    units_of_ten_thousand = round(_LOWEST + (_HIGHEST - _LOWEST) * chance.random() ** 3)
    return units_of_ten_thousand * 10_000 * _YUAN_FEN


def builder(chance: Random) -> tuple[str, str]:
    """A company that builds, with its credit code."""
    number = chance.randrange(len(_BUILDERS))
    return _BUILDERS[number], credit_code(100 + number)


def supervisor(chance: Random) -> tuple[str, str]:
    """A company that watches, with its credit code."""
    number = chance.randrange(len(_SUPERVISORS))
    return _SUPERVISORS[number], credit_code(200 + number)


def credit_code(number: int) -> str:
    """The credit code of an invented company, under the region 4199xx that is not given out."""
    body = f"MA4{number:05d}"
    start = f"91419900{body}{uscc.organization_check_character(body)}"
    return start + uscc.check_character(start)
