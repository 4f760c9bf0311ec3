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
_FORMS = ("平台", "系统")
#: What happens to a system, as the name of its project says it.
_WORKS = {
    ProjectKind.REBUILD: ("升级改造项目", "国产化改造项目"),
    ProjectKind.EXPAND: ("扩建项目", "二期建设项目"),
    ProjectKind.RETIRE: ("下线迁移项目",),
    ProjectKind.OPERATE: ("{year}年度运维项目",),
}
_BUILD = "建设项目"
_PURPOSES = (
    "提升业务办理效率，与其他部门共享数据，减少群众重复提交材料。",
    "统一归集业务数据，接入大数据平台，支撑跨部门协同和联合监管。",
    "解决现有业务依靠纸质台账、数据不能互通的问题，实现全流程网上办理。",
    "落实数字政府建设要求，实现业务一网通办和数据按目录共享。",
)
_BUILDERS = ("虚拟云图科技有限公司", "虚拟中原软件有限公司", "虚拟太行信息有限公司", "虚拟数联技术有限公司")
_SUPERVISORS = ("虚拟恒信监理有限公司", "虚拟正达工程监理有限公司")
_YUAN_FEN = 100
_LOWEST, _HIGHEST = 30, 900
#: How often another name is looked for, and the longest name of a system.
_TRIES, _LONGEST = 12, 60


def project_name(unit: Department, year: int, chance: Random, taken: set[str]) -> str:
    """What a unit calls the project of a new system; none of those that are taken."""
    short = unit.short_name or unit.name
    names = (f"{short}{chance.choice(_TOPICS)}{chance.choice(_FORMS)}{_BUILD}" for _ in range(_TRIES))
    return _take(
        next((name for name in names if name not in taken), f"{short}综合业务平台{_BUILD}"), year, taken
    )


def follow_up_name(system: str, kind: ProjectKind, year: int, chance: Random, taken: set[str]) -> str:
    """What a unit calls a project on a system that it has."""
    return _take(f"{system}{chance.choice(_WORKS[kind]).format(year=year)}", year, taken)


def system_name(project: str) -> str:
    """The system that a project of this name brings."""
    return project.partition(_BUILD)[0][:_LONGEST]


def purpose(chance: Random) -> str:
    """Why a unit wants it."""
    return chance.choice(_PURPOSES)


def _take(name: str, year: int, taken: set[str]) -> str:
    number, plain = 1, name
    while name in taken:
        name = f"{plain}（{year}年）" if number == 1 else f"{plain}（{year}年第{number}批）"
        number += 1
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
