"""Where a project stands, what can happen to it, and which happening leads from where to where.

Every happening of a project is an entry of its journal. The table says who may write which kind of entry,
in which stages, and what stage follows; `projects.steps.note` holds everybody to it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from shuyuan.kernel.actor import Role


class Stage(StrEnum):
    """Where a project stands on its way."""

    DRAFT = "draft"  # 草拟
    FILED = "filed"  # 已申报年度计划
    RETURNED = "returned"  # 退回补正
    PLANNED = "planned"  # 列入年度计划
    SUBMITTED = "submitted"  # 材料已报，审核中
    REVIEWED = "reviewed"  # 审核通过，入库
    APPROVED = "approved"  # 已立项
    BUDGETED = "budgeted"  # 已安排资金
    CLEARED = "cleared"  # 对接和共建共享方案已核准
    PROCURING = "procuring"  # 采购中
    BUILDING = "building"  # 建设中
    COMPLETED = "completed"  # 已竣工
    ACCEPTING = "accepting"  # 验收中
    RECTIFYING = "rectifying"  # 验收整改
    ACCEPTED = "accepted"  # 已验收
    OPERATING = "operating"  # 运行中
    REJECTED = "rejected"  # 未通过
    WITHDRAWN = "withdrawn"  # 已撤回
    REMOVED = "removed"  # 剔除出库
    TERMINATED = "terminated"  # 已终止
    RETIRED = "retired"  # 已下线


class Kind(StrEnum):
    """What can happen to a project, a unit or a system."""

    DRAFTED = "drafted"
    AMENDED = "amended"
    FILED = "filed"
    PLAN_RETURNED = "plan_returned"
    PLAN_DECLINED = "plan_declined"
    STUDIED = "studied"
    CONSENTED = "consented"
    SUBMITTED = "submitted"
    DOCUMENTS_RETURNED = "documents_returned"
    EXPERTS_CONCLUDED = "experts_concluded"
    REVIEWED = "reviewed"
    REVIEW_FAILED = "review_failed"
    OPINION_ASKED = "opinion_asked"
    OPINION_ANSWERED = "opinion_answered"
    APPROVED = "approved"
    APPROVAL_REFUSED = "approval_refused"
    FUNDS_REVIEWED = "funds_reviewed"
    BUDGETED = "budgeted"
    UNFUNDED = "unfunded"
    REMOVED = "removed"
    PLAN_CLEARED = "plan_cleared"
    PLAN_NOT_CLEARED = "plan_not_cleared"
    PROCUREMENT_OPENED = "procurement_opened"
    LEADER_NAMED = "leader_named"
    SUPERVISOR_APPOINTED = "supervisor_appointed"
    CONTRACTED = "contracted"
    CONTRACT_AMENDED = "contract_amended"
    STARTED = "started"
    START_EXCUSED = "start_excused"
    CHANGE_CONSENTED = "change_consented"
    CHANGE_REFUSED = "change_refused"
    CHANGE_APPROVED = "change_approved"
    PAID = "paid"
    COMPLETED = "completed"
    DELAY_REPORTED = "delay_reported"
    ACCEPTANCE_APPLIED = "acceptance_applied"
    EXPERT_NAMED = "expert_named"
    ACCEPTANCE_CLEARED = "acceptance_cleared"
    ACCEPTED = "accepted"
    ACCEPTANCE_FAILED = "acceptance_failed"
    RECTIFIED = "rectified"
    RESULTS_HANDED_IN = "results_handed_in"
    CATALOGED = "cataloged"
    OPERATED = "operated"
    UPKEEP_PLAN_FILED = "upkeep_plan_filed"
    UPKEEP_BUDGETED = "upkeep_budgeted"
    EVALUATED = "evaluated"
    EVALUATION_RECTIFIED = "evaluation_rectified"
    ORDERED = "ordered"
    ORDER_MET = "order_met"
    CRITICIZED = "criticized"
    PAYMENT_SUSPENDED = "payment_suspended"
    PAYMENT_RESUMED = "payment_resumed"
    PROJECT_SUSPENDED = "project_suspended"
    PROJECT_RESUMED = "project_resumed"
    TERMINATED = "terminated"
    AUDIT_PLANNED = "audit_planned"
    AUDITED = "audited"
    AUDIT_RECTIFIED = "audit_rectified"
    LIABILITY_RECORDED = "liability_recorded"
    WITHDRAWN = "withdrawn"
    RETIRED = "retired"
    # of a unit
    SHARING_BREACHED = "sharing_breached"
    SHARING_MENDED = "sharing_mended"
    UNIT_SCORED = "unit_scored"
    # of a system
    SYSTEM_REGISTERED = "system_registered"
    SYSTEM_CONNECTED = "system_connected"
    SYSTEM_DISCONNECTED = "system_disconnected"
    SYSTEM_RETIRED = "system_retired"


UNIT = frozenset({Role.PRINCIPAL_OFFICER, Role.DATA_OFFICER, Role.OPERATOR})
BUREAU = frozenset({Role.DATA_ADMINISTRATION})
COMMISSION = frozenset({Role.INVESTMENT_APPROVAL})
FINANCE = frozenset({Role.FINANCE})
AUDITORS = frozenset({Role.AUDIT_OFFICE})
#: Who inspects, orders and sanctions, jz-project-2020/31.1.
INSPECTORS = BUREAU | FINANCE

_BEFORE_FUNDS = frozenset(
    {Stage.DRAFT, Stage.FILED, Stage.RETURNED, Stage.PLANNED, Stage.SUBMITTED, Stage.REVIEWED, Stage.APPROVED}
)
_LIBRARY = frozenset({Stage.REVIEWED, Stage.APPROVED})
_BEFORE_BUILDING = frozenset({Stage.BUDGETED, Stage.CLEARED, Stage.PROCURING})
_UNDER_WAY = frozenset(
    {Stage.BUILDING, Stage.COMPLETED, Stage.ACCEPTING, Stage.RECTIFYING, Stage.ACCEPTED, Stage.OPERATING}
)
ENDED = frozenset({Stage.REJECTED, Stage.WITHDRAWN, Stage.REMOVED, Stage.TERMINATED, Stage.RETIRED})
ALIVE = frozenset(Stage) - ENDED


@dataclass(frozen=True)
class Step:
    """Who may write this kind of entry, in which stages, and the stage that follows (None: the same)."""

    roles: frozenset[Role]
    stages: frozenset[Stage]
    leads_to: Stage | None = None
    #: Whether it decides on the unit's work, so that who drafted or handed it in may not do it.
    decides: bool = False


def _step(
    roles: frozenset[Role],
    *stages: Stage | frozenset[Stage],
    to: Stage | None = None,
    decides: bool = False,
) -> Step:
    flat: set[Stage] = set()
    for stage in stages:
        flat |= {stage} if isinstance(stage, Stage) else stage
    return Step(roles, frozenset(flat), to, decides)


STEPS: Mapping[Kind, Step] = {
    Kind.AMENDED: _step(UNIT, Stage.DRAFT, Stage.RETURNED, Stage.PLANNED),
    Kind.FILED: _step(UNIT, Stage.DRAFT, Stage.RETURNED, to=Stage.FILED),
    Kind.PLAN_RETURNED: _step(BUREAU, Stage.FILED, to=Stage.RETURNED, decides=True),
    Kind.PLAN_DECLINED: _step(BUREAU, Stage.FILED, to=Stage.REJECTED, decides=True),
    Kind.STUDIED: _step(BUREAU, Stage.FILED, decides=True),
    Kind.CONSENTED: _step(BUREAU, Stage.FILED, to=Stage.PLANNED, decides=True),
    Kind.SUBMITTED: _step(UNIT, Stage.PLANNED, to=Stage.SUBMITTED),
    Kind.DOCUMENTS_RETURNED: _step(BUREAU, Stage.SUBMITTED, to=Stage.PLANNED, decides=True),
    Kind.EXPERTS_CONCLUDED: _step(BUREAU | {Role.EXPERT}, Stage.SUBMITTED, decides=True),
    Kind.REVIEWED: _step(BUREAU, Stage.SUBMITTED, to=Stage.REVIEWED, decides=True),
    Kind.REVIEW_FAILED: _step(BUREAU, Stage.SUBMITTED, to=Stage.REJECTED, decides=True),
    Kind.OPINION_ASKED: _step(COMMISSION, Stage.SUBMITTED, Stage.REVIEWED),
    Kind.OPINION_ANSWERED: _step(BUREAU, Stage.SUBMITTED, Stage.REVIEWED, decides=True),
    Kind.APPROVED: _step(COMMISSION, Stage.REVIEWED, to=Stage.APPROVED, decides=True),
    Kind.APPROVAL_REFUSED: _step(COMMISSION, Stage.REVIEWED, to=Stage.REJECTED, decides=True),
    Kind.FUNDS_REVIEWED: _step(FINANCE, _LIBRARY, decides=True),
    # a first budget leads to BUDGETED; those of later years leave the stage as it is (`standing.fold`)
    Kind.BUDGETED: _step(FINANCE, _LIBRARY, _BEFORE_BUILDING, _UNDER_WAY, decides=True),
    Kind.UNFUNDED: _step(BUREAU | FINANCE, _LIBRARY),
    Kind.REMOVED: _step(BUREAU, _LIBRARY, to=Stage.REMOVED),
    Kind.PLAN_CLEARED: _step(BUREAU, Stage.BUDGETED, decides=True),
    Kind.PLAN_NOT_CLEARED: _step(BUREAU, Stage.BUDGETED, decides=True),
    Kind.PROCUREMENT_OPENED: _step(UNIT, Stage.BUDGETED, Stage.CLEARED, to=Stage.PROCURING),
    Kind.LEADER_NAMED: _step(UNIT, ALIVE),
    Kind.SUPERVISOR_APPOINTED: _step(UNIT, _BEFORE_BUILDING, Stage.BUILDING),
    Kind.CONTRACTED: _step(UNIT, Stage.PROCURING, _UNDER_WAY),
    Kind.CONTRACT_AMENDED: _step(UNIT, Stage.PROCURING, _UNDER_WAY),
    Kind.STARTED: _step(UNIT, Stage.PROCURING, to=Stage.BUILDING),
    Kind.START_EXCUSED: _step(BUREAU, _BEFORE_BUILDING, decides=True),
    Kind.CHANGE_CONSENTED: _step(BUREAU, _BEFORE_BUILDING, Stage.BUILDING, decides=True),
    Kind.CHANGE_REFUSED: _step(BUREAU, _BEFORE_BUILDING, Stage.BUILDING, decides=True),
    Kind.CHANGE_APPROVED: _step(COMMISSION, _BEFORE_BUILDING, Stage.BUILDING, decides=True),
    Kind.PAID: _step(FINANCE, Stage.PROCURING, _UNDER_WAY, decides=True),
    Kind.COMPLETED: _step(UNIT, Stage.BUILDING, to=Stage.COMPLETED),
    Kind.DELAY_REPORTED: _step(UNIT, Stage.COMPLETED, Stage.ACCEPTING, Stage.RECTIFYING),
    Kind.ACCEPTANCE_APPLIED: _step(UNIT, Stage.COMPLETED, Stage.RECTIFYING, to=Stage.ACCEPTING),
    Kind.EXPERT_NAMED: _step(BUREAU, Stage.ACCEPTING, decides=True),
    Kind.ACCEPTANCE_CLEARED: _step(BUREAU, Stage.ACCEPTING, decides=True),
    Kind.ACCEPTED: _step(UNIT | BUREAU, Stage.ACCEPTING, to=Stage.ACCEPTED),
    Kind.ACCEPTANCE_FAILED: _step(UNIT | BUREAU, Stage.ACCEPTING, to=Stage.RECTIFYING),
    Kind.RECTIFIED: _step(UNIT, Stage.RECTIFYING),
    Kind.RESULTS_HANDED_IN: _step(UNIT, Stage.ACCEPTED, Stage.OPERATING),
    Kind.CATALOGED: _step(UNIT | BUREAU, Stage.ACCEPTED, Stage.OPERATING),
    Kind.OPERATED: _step(UNIT, Stage.ACCEPTED, to=Stage.OPERATING),
    Kind.UPKEEP_PLAN_FILED: _step(UNIT, Stage.ACCEPTED, Stage.OPERATING),
    Kind.UPKEEP_BUDGETED: _step(FINANCE, Stage.OPERATING, decides=True),
    Kind.EVALUATED: _step(BUREAU | FINANCE, Stage.OPERATING, decides=True),
    Kind.EVALUATION_RECTIFIED: _step(BUREAU, Stage.OPERATING, decides=True),
    Kind.ORDERED: _step(INSPECTORS, ALIVE, decides=True),
    Kind.ORDER_MET: _step(INSPECTORS, ALIVE, decides=True),
    Kind.CRITICIZED: _step(INSPECTORS, frozenset(Stage), decides=True),
    Kind.PAYMENT_SUSPENDED: _step(INSPECTORS, ALIVE, decides=True),
    Kind.PAYMENT_RESUMED: _step(INSPECTORS, ALIVE, decides=True),
    Kind.PROJECT_SUSPENDED: _step(INSPECTORS, ALIVE, decides=True),
    Kind.PROJECT_RESUMED: _step(INSPECTORS, ALIVE, decides=True),
    Kind.TERMINATED: _step(INSPECTORS, ALIVE, to=Stage.TERMINATED, decides=True),
    Kind.AUDIT_PLANNED: _step(AUDITORS, frozenset(Stage), decides=True),
    Kind.AUDITED: _step(AUDITORS, frozenset(Stage), decides=True),
    Kind.AUDIT_RECTIFIED: _step(AUDITORS, frozenset(Stage), decides=True),
    Kind.LIABILITY_RECORDED: _step(INSPECTORS | AUDITORS, frozenset(Stage), decides=True),
    Kind.WITHDRAWN: _step(UNIT, _BEFORE_FUNDS, to=Stage.WITHDRAWN),
    Kind.RETIRED: _step(UNIT, Stage.OPERATING, Stage.ACCEPTED, to=Stage.RETIRED),
}

#: Kinds of the journal that speak of a unit or a system, not of one project.
OF_UNITS = frozenset({Kind.SHARING_BREACHED, Kind.SHARING_MENDED, Kind.UNIT_SCORED})
OF_SYSTEMS = frozenset(
    {Kind.SYSTEM_REGISTERED, Kind.SYSTEM_CONNECTED, Kind.SYSTEM_DISCONNECTED, Kind.SYSTEM_RETIRED}
)
