"""Demands of the demonstration city: one that the catalog meets, one with a provider, one with the bureau."""

from shuyuan.demand import services
from shuyuan.demand.models import Demand
from shuyuan.demand.rules import Answer
from shuyuan.demand.wishes import Wishes
from shuyuan.kernel.actor import Actor
from shuyuan.organizations.models import Department
from shuyuan.regulations.context import LegalContext
from shuyuan.search.building import rewrite_documents

_LAW = "社会救助有关行政法规关于家庭经济状况核对的规定"
_ANSWER_DAYS = 10

_MET = Wishes(
    name="参保缴费情况",
    items=("身份证号码", "险种", "参保状态", "缴费月数"),
    scenario="受理低保申请时核对申请人是否参保，每天约两百件。",
    legal_basis=_LAW,
    duty_basis="部门三定方案：组织最低生活保障对象的认定",
    business_matter="最低生活保障对象认定",
    likely_provider="human-resources",
    cycle="monthly",
    mode="service",
)
_ROUTED = Wishes(
    name="机动车登记情况",
    items=("身份证号码", "号牌号码", "车辆类型", "登记日期", "车辆状态"),
    scenario="核对救助申请人名下车辆，作为家庭经济状况核对的一项。",
    legal_basis=_LAW,
    duty_basis="部门三定方案：组织居民家庭经济状况核对",
    likely_provider="public-security",
    cycle="daily",
    mode="service",
)
_OPEN = Wishes(
    name="殡仪馆火化证明办理记录",
    items=("火化证明编号", "火化地点", "经办机构"),
    scenario="核对待遇领取人员的生存状况，防止冒领。",
    legal_basis="社会保险基金监督有关行政规章",
    duty_basis="部门三定方案：社会保险基金监督",
    cycle="weekly",
)


def seed_demands(actors: dict[str, Actor], *, legal: LegalContext) -> list[Demand]:
    """Make the demands that are missing, by the sign-ins of the demonstration (user name → actor)."""
    rewrite_documents(at=legal.now, everything=False, progress=lambda *_said: None)
    if Demand.objects.exists():
        return []
    known = set(Department.objects.values_list("code", flat=True))
    if not {"public-security", "human-resources"} <= known:
        return []
    met = services.state_demand(wishes=_MET, actor=actors["civil"], legal=legal)
    routed = services.state_demand(wishes=_ROUTED, actor=actors["civil"], legal=legal)
    if routed.matches.exists():
        services.decline_matches(
            routed.number,
            reason="驾驶证信息不含车辆，需要机动车登记。",
            revision=routed.revision,
            actor=actors["civil"],
            legal=legal,
        )
    services.route_demand(
        routed.number,
        provider="public-security",
        due_on=legal.calendar.add(legal.today, _ANSWER_DAYS),
        note="请核实是否掌握，按期答复。",
        actor=actors["bureau"],
        legal=legal,
    )
    services.answer_demand(
        routed.number,
        answer=Answer.WILL_CATALOG,
        text="车辆管理系统中有，先完成编目。",
        promised_on=legal.calendar.add(legal.today, 2 * _ANSWER_DAYS),
        actor=actors["police"],
        legal=legal,
    )
    unmet = services.state_demand(wishes=_OPEN, actor=actors["hr"], legal=legal)
    return [met, routed, unmet]
